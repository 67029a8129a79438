"""The process that finds what is due, sends it, and deletes what is over."""
