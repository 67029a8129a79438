"""Browsers that want pushes, and what they were shown."""

from dataclasses import replace

from checkin.actions import browsers, invitation_links
from checkin.messages.notification import Notification
from checkin.people import contacts, subscriptions
from checkin.people.contacts import Contact
from checkin.people.people import Person
from checkin.people.subscriptions import Owner, Subscription
from tests.checkin.stage import Stage

KEY = "our public key"
PHONE, LAPTOP = (f"https://fcm.googleapis.com/fcm/send/{which}-secret" for which in ("a", "b"))


def pushing(stage: Stage) -> Stage:
    """The same stage, where pushes can be sent."""
    stage.core = replace(stage.core, push_key=KEY)
    return stage


def browser(endpoint: str = PHONE) -> Subscription:
    return Subscription(endpoint, p256dh="p256dh-secret", auth="auth-secret", title="Raincheck")


def subscribe(stage: Stage, person: Person, endpoint: str = PHONE) -> None:
    with stage.work() as work:
        subscriptions.keep(work, Owner("person", person.id), browser(endpoint))


def turn_on(stage: Stage, contact: Contact, endpoint: str = LAPTOP) -> Contact:
    with stage.work() as work:
        known = contacts.get(work, contact.id)
        assert known
        browsers.turn_on(work, known, browser(endpoint))
    stage.run()
    return stage.known(contact)


def by_link(stage: Stage, person: Person, name: str = "Sam") -> Contact:
    """A contact without a number who has agreed, and cannot be reached yet."""
    with stage.work() as work:
        contact, _ = invitation_links.invite(work, person, name)
        invitation_links.agree(work, contact, "en")
    stage.run()
    return stage.known(contact)


def shown(stage: Stage, endpoint: str = PHONE) -> list[Notification]:
    """What a browser has been sent, oldest first."""
    return [
        Notification.parse(message.body)
        for message in stage.pushed.taken
        if Subscription.parse(message.to).endpoint == endpoint
    ]


def bodies(stage: Stage, endpoint: str = PHONE) -> list[str]:
    return [note.body for note in shown(stage, endpoint)]
