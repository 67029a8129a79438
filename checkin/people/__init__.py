"""People and contacts: who takes part, what they consent to, what is kept for them."""
