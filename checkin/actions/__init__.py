"""Use cases: what a person, a contact or a browser can do. Each runs in one transaction."""
