"""What people see: one module a noun."""

from flask import Flask

from webapp.pages import (
    about,
    cards,
    checkin,
    code,
    contact_link,
    contacts,
    court,
    directory,
    errors,
    health,
    home,
    phone,
    plans,
    relief,
    search,
    settings,
    show,
    styles,
    surroundings,
    wallet,
)


def init_app(app: Flask) -> None:
    reading = (show, search, relief, directory, about, wallet)
    own = (checkin, code, contacts, court, plans, settings)
    for noun in (home, cards, *reading, *own, contact_link, phone, styles, health):
        app.register_blueprint(noun.blueprint)
    errors.init_app(app)
    surroundings.init_app(app)
