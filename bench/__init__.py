"""Benchmarks behind every figure we publish, and campaigns of faults behind every promise."""
