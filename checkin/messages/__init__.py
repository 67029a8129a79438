"""Outgoing messages: their words, their channel, the outbox, and what became of them."""
