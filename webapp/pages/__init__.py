"""What people see: one module a noun."""

from flask import Flask

from webapp.pages import (
    cards,
    checkin,
    code,
    contact_link,
    contacts,
    court,
    errors,
    health,
    home,
    phone,
    plans,
    settings,
    surroundings,
)


def init_app(app: Flask) -> None:
    own = (checkin, code, contacts, court, plans, settings)
    for noun in (home, cards, *own, contact_link, phone, health):
        app.register_blueprint(noun.blueprint)
    errors.init_app(app)
    surroundings.init_app(app)
