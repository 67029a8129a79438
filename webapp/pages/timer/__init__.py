"""The check-in: start, running, close."""
