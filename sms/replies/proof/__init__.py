"""Who is texting: a PIN, or two digits that only the real phone was sent."""
