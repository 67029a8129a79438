"""For whoever runs it: the host page and health."""
