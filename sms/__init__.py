"""Face one: texts and calls."""
