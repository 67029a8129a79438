"""Notifications to browsers: keys, services, and the channel that sends."""
