"""Parsing: from a text to what it means. Pure functions, without database or network."""
