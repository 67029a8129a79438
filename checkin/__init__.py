"""What we promise: people, contacts, timers and alerts. Knows neither Flask nor Twilio."""
