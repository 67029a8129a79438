"""What a person, a contact or a browser can do: one transaction each."""
