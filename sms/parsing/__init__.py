"""A text in, what it means out. Pure: it looks up nothing and changes nothing."""
