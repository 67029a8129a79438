"""Who takes part, what they allow, and what we keep for them."""
