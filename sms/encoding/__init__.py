"""GSM-7 and UCS-2, segments and their price. Pure."""
