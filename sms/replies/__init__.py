"""What is done about a text, and what is said about it."""
