"""Web push: the VAPID keys, the push services that we know, and the channel that sends."""
