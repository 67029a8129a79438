"""Replies: acting on what a text means, and the words of the answer."""
