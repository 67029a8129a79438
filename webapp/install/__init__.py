"""What the service worker keeps on the phone, for reading without a connection."""
