"""The pages: one module, one Flask blueprint, for each noun."""

from flask import Flask

from webapp.pages import device, errors, surroundings
from webapp.pages.app import install, manifest, push, start
from webapp.pages.contact import contact_link
from webapp.pages.operator import health, host
from webapp.pages.personal import contacts, court, plans, settings
from webapp.pages.reading import about, cards, home, legal_help, relief, search, show, wallet
from webapp.pages.simulator import phone, styles
from webapp.pages.timer import checkin, code


def init_app(app: Flask) -> None:
    reading = (show, search, relief, legal_help, about, wallet, start)
    own = (checkin, code, contacts, court, plans, settings, install)
    for noun in (home, cards, *reading, *own, contact_link, push, phone, styles, health, host):
        app.register_blueprint(noun.blueprint)
    app.after_request(device.note_visit)
    manifest.init_app(app)
    errors.init_app(app)
    surroundings.init_app(app)
