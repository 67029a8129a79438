"""Phone calls, as TwiML: the hotline for calls in, and calls out that read an alert aloud."""
