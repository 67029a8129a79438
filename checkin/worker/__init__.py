"""The background process: advances due check-ins, sends messages, deletes what has expired."""
