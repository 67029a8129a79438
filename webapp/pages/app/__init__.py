"""What the app asks of the browser: install, disguise, notifications."""
