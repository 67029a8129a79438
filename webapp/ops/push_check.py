"""The doctor's look at push."""

from collections.abc import Iterator

import sqlalchemy as sa

from checkin.monitoring.health import Moment
from checkin.people.contacts import Consent
from checkin.storage.tables import contacts
from webapp.settings import Settings, SettingsError
from webapp.symptom import Symptom, fine, note, wrong

_MEND = "raincheck keys new  (then set the RAINCHECK_PUSH_PRIVATE_KEY that it prints)"


def setup(settings: Settings) -> Iterator[Symptom]:
    """Whether pushes can be sent, and whom push services are told they come from."""
    if not settings.push_private_key and not settings.demo:
        yield note("push", "Push is off: reminders and alerts go by text alone.", mend=_MEND)
    elif not settings.push_private_key and not (settings.instance / "push.key").exists():
        yield note("push", "There is no push key yet.", mend="raincheck serve  (makes one)")
    else:
        try:
            subject = settings.push_subject
        except SettingsError as error:
            yield wrong(
                "push",
                str(error),
                "Push services may refuse what comes from nobody.",
                "Set RAINCHECK_PUSH_CONTACT, such as mailto:host@example.org",
            )
            return
        yield fine("push", f"Push is set up; push services are told of {subject}.")


def alone(look: Moment, settings: Settings) -> Iterator[Symptom]:
    """Contacts whom nothing reaches: they gave no number, and push is off."""
    if settings.push_private_key or settings.demo:
        return
    numberless = sa.and_(
        contacts.c.phone_hash.is_(None), contacts.c.consent == Consent.CONFIRMED.value
    )
    count = look.conn.scalar(sa.select(sa.func.count()).where(numberless)) or 0
    if count:
        yield wrong(
            "push",
            f"Push is off, and nothing else reaches those who gave no number: {count} contacts.",
            "An alert passes them over; whoever has no other contact cannot start a timer.",
            "Put back the RAINCHECK_PUSH_PRIVATE_KEY under which they turned it on.",
        )
