"""Parsing and formatting of times and durations. Pure: `now` is always an argument."""
