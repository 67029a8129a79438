"""What people see: one module a noun."""

from flask import Flask

from webapp.pages import (
    cards,
    checkin,
    contact_link,
    contacts,
    court,
    errors,
    health,
    home,
    phone,
    settings,
    surroundings,
)


def init_app(app: Flask) -> None:
    for noun in (home, cards, checkin, contacts, court, settings, contact_link, phone, health):
        app.register_blueprint(noun.blueprint)
    errors.init_app(app)
    surroundings.init_app(app)
