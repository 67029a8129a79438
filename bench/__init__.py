"""The measurements behind every figure we publish, and the campaigns behind every promise."""
