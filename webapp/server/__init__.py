"""How the web is served: gunicorn, its connections, the supervisor, signals."""
