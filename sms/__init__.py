"""Texts and calls: the first of the two ways to use Raincheck; `webapp` is the other."""
