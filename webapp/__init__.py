"""The web application: pages, the installable app, push, the host's commands.

`create_app` makes it; `webapp/parts.py` is where everything that it serves is put together.
"""

from flask import Flask

from sms import webhooks
from sms.calls import hotline, voice
from webapp import announcement, branding, i18n, limits, pages, redaction, security, warning
from webapp.install import pwa
from webapp.ops import metrics
from webapp.parts import Parts, assemble
from webapp.settings import load


def create_app(parts: Parts | None = None) -> Flask:
    """Flask's application factory: the WSGI app. Without `parts` they are assembled from the
    environment. Raises SettingsError, ContentError or MoveError rather than start half ready."""
    redaction.install()
    made = parts or assemble(load(), patient=True)
    app = Flask(__name__, static_folder=None)
    app.extensions["raincheck"] = made
    for concern in (security, i18n, warning, announcement, branding, pages, pwa, metrics):
        concern.init_app(app)
    for face in (webhooks, voice, hotline):
        face.init_app(app, made.gateway, auth_token=made.settings.twilio_auth_token)
    limits.init_app(app)
    return app
