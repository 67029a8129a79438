"""What a caller hears and may press, and what a call of ours says."""
