"""What a trusted contact sees behind a link."""
