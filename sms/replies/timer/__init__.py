"""Replies about a person's own timer: starting, closing, times, SOS."""
