"""The state machine of a check-in, pure: its states, its events, and whom to tell next."""
