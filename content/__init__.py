"""What we say: cards, state law, phrases, and the small library that loads and checks them."""
