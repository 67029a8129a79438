"""The pure heart: what state a check-in is in, what may happen to it, who is told next."""
