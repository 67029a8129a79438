"""All that knows the API of Twilio, or of a carrier that speaks it."""
