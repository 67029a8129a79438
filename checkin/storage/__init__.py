"""Tables, sealing, keys, transactions and copies of it all. Knows no timer."""
