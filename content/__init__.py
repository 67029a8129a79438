"""Content: cards, state law and phrases, and the library that loads and checks them."""
