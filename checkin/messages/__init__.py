"""What leaves, in which words, by which channel, and what became of it."""
