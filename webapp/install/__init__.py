"""What makes it an app: the manifest, what is kept on the phone, what it can pass for."""
