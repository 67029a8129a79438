"""Pages of demo mode: the simulated phones, and the style guide."""
