"""Push subscriptions turned on and off from a page, and the buttons of notifications."""

from dataclasses import dataclass

from flask import Blueprint, jsonify, request, url_for
from werkzeug.wrappers import Response

from checkin.actions import browsers, push_buttons
from checkin.messages import capabilities
from checkin.messages.capabilities import May
from checkin.messages.notification import Notification
from checkin.people import contacts, people, subscriptions
from checkin.people.contacts import Consent, Contact
from checkin.people.subscriptions import Owner, Subscription
from checkin.storage.core import Work
from webapp import i18n
from webapp.pages import device
from webapp.parts import parts
from webapp.push.channel import TITLE
from webapp.push.vapid import decoded, is_point

blueprint = Blueprint("push", __name__)

_AUTH_BYTES = 16


@dataclass(frozen=True)
class Offer:
    """What a page needs to offer pushes. `key`: our public VAPID key. `post`: the address to turn
    them on and off at. `known`: tags of the browsers that get them already, between spaces."""

    key: str
    post: str
    known: str


def offer(work: Work, owner_id: str | None, post: str) -> Offer | None:
    """The offer of pushes to a person or contact; None where no push can be sent."""
    if not work.core.push_key:
        return None
    mine = subscriptions.of(work, owner_id) if owner_id else ()
    return Offer(work.core.push_key, post, " ".join(browser.tag for browser in mine))


def offer_mine(work: Work, owner_id: str | None) -> Offer | None:
    """The offer to the person whose device asks."""
    return offer(work, owner_id, url_for("push.mine"))


@blueprint.post("/<lang:lang>/push")
def mine() -> Response | tuple[Response, int]:
    """The person turns pushes on or off in this browser."""
    browser = _browser()
    if browser is None:
        return _refused()
    with parts().core.write(parts().clock()) as work:
        me, token = device.owner(work)
        if request.form.get("do") == "on":
            subscriptions.keep(work, Owner("person", me.id), browser)
        else:
            subscriptions.drop(work, me.id, browser.endpoint)
        moving = capabilities.sign(work.core.vault, May.MOVE_PERSON, me.id)
    return device.keep(jsonify(move=moving), token)


@blueprint.post("/c/<token>/push")
def contacts_own(token: str) -> Response | tuple[Response, int]:
    """A contact who said yes turns pushes on or off in this browser."""
    browser = _browser()
    with parts().core.write(parts().clock()) as work:
        contact = whose(work, token)
        if browser is None or contact is None or contact.consent is not Consent.CONFIRMED:
            return _refused()
        if request.form.get("do") == "on":
            browsers.turn_on(work, contact, browser)
        else:
            browsers.turn_off(work, contact, browser.endpoint)
        moving = capabilities.sign(work.core.vault, May.MOVE_CONTACT, contact.id)
    return jsonify(move=moving)


@blueprint.post("/push/move")
def move() -> Response | tuple[Response, int]:
    """A browser's subscription has changed by itself (pushsubscriptionchange). It brings the
    capability to move it, given when pushes were turned on."""
    browser = _browser()
    with parts().core.write(parts().clock()) as work:
        read = capabilities.verify(work.core.vault, request.form.get("move", ""))
        allowed, about = read or (None, ("",))
        person = people.get(work, about[0]) if allowed is May.MOVE_PERSON else None
        contact = contacts.get(work, about[0]) if allowed is May.MOVE_CONTACT else None
        if contact and contact.consent is not Consent.CONFIRMED:
            contact = None
        if browser is None or not (person or contact):
            return _refused()
        subscriptions.drop(work, about[0], request.form.get("old", ""))
        if person:
            subscriptions.keep(work, Owner("person", person.id), browser)
        if contact:
            browsers.turn_on(work, contact, browser)
    return jsonify()


@blueprint.post("/push/answer")
def answer() -> Response | tuple[Response, int]:
    """A button of a notification was pressed: do what it may, and say what happened."""
    pusher, lang = parts().pusher, i18n.language()
    with parts().core.write(parts().clock()) as work:
        said = push_buttons.press(work, request.form.get("press", ""))
    status = 200 if said else 410
    if said is None:
        words = i18n.translator().gettext("That timer is over. Nothing was changed.")
        said = Notification(words, lang.code, f"/{lang.tag}/checkin", about="")
    shown = pusher.shown(said, TITLE) if pusher else {"title": TITLE, "body": said.body}
    return jsonify(notification=shown), status


def whose(work: Work, token: str) -> Contact | None:
    """The contact whose link, or whose notification, holds this token."""
    found = contacts.by_token(work, token)
    if found:
        return found
    allowed, about = capabilities.verify(work.core.vault, token) or (None, ("",))
    return contacts.get(work, about[0]) if allowed is May.BE_CONTACT else None


def _browser() -> Subscription | None:
    """The browser's subscription from the form; None unless we could send to it."""
    form, pusher = request.form, parts().pusher
    endpoint, auth = form.get("endpoint", ""), form.get("auth", "")
    p256dh = form.get("p256dh", "")
    try:
        decoded(auth, _AUTH_BYTES)
    except ValueError:
        return None
    if pusher is None or not pusher.takes(endpoint) or not is_point(p256dh):
        return None
    return Subscription(endpoint=endpoint, p256dh=p256dh, auth=auth, title=TITLE)


def _refused() -> tuple[Response, int]:
    problem = i18n.translator().gettext("Notifications could not be changed here.")
    return jsonify(problem=problem), 409
