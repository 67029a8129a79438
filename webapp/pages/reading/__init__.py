"""What anyone may read: home, cards, search, sentences to show."""
