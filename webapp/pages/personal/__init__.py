"""A person's own pages: contacts, court dates, plans, settings."""
