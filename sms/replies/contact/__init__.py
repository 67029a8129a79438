"""Replies to a trusted contact: what an alert asks of them, and what their words do."""
