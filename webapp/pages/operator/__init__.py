"""Pages for the host: the overview and the health checks."""
