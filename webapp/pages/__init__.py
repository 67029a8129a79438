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
    host,
    install,
    phone,
    plans,
    push,
    relief,
    search,
    settings,
    show,
    start,
    styles,
    surroundings,
    wallet,
)


def init_app(app: Flask) -> None:
    reading = (show, search, relief, directory, about, wallet, start)
    own = (checkin, code, contacts, court, plans, settings, install)
    for noun in (home, cards, *reading, *own, contact_link, push, phone, styles, health, host):
        app.register_blueprint(noun.blueprint)
    errors.init_app(app)
    surroundings.init_app(app)
