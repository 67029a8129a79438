"""How a text is sent: GSM-7 or UCS-2, how many segments, what they cost. Pure functions."""
