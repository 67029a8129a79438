"""Twilio's API, or that of a carrier with the same API: all that depends on it."""
