"""The domain, a dead man's switch: people, contacts, timers and alerts. No Flask, no Twilio."""
