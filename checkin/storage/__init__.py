"""Storage: tables, encryption, keys, transactions, backups. Knows nothing of timers."""
