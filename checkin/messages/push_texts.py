"""The words of every push notification.

Whoever holds the phone can read them on its lock screen. So they hold no note, wish or location,
and say nothing of what this is about; the only name in them is one that the person chose.
"""

from checkin.machine.notices import Kind
from checkin.messages import capabilities, standing
from checkin.messages.capabilities import May
from checkin.messages.notification import Button, Notification
from checkin.messages.texts import Scene, at, called, called_off, to_person
from checkin.people import pins
from checkin.people.people import Person
from checkin.situation import for_contacts
from checkin.storage.core import Work
from checkin.store import Timer
from content.phrases import Translator

_BEFORE_ALERT = (Kind.REMIND, Kind.ASK, Kind.ASK_AGAIN)
_NO_BUTTONS = (Kind.LEFT, Kind.RESOLVED_BY)  # they ask nothing that "I'm OK" would answer


def for_person(work: Work, kind: Kind, scene: Scene) -> Notification:
    """The notification of this kind to the person, with the buttons that answer it."""
    person, timer = scene.person, scene.timer
    tr = work.translator(person.lang)
    return Notification(
        body=to_person(work, kind, scene, short=True),
        lang=person.lang,
        path=f"{pages(work, person)}/checkin",
        about=timer.checkin.id,
        urgent=kind in (*_BEFORE_ALERT, Kind.ALERTING, Kind.UNANSWERED),
        buttons=() if kind in _NO_BUTTONS else _buttons(work, kind, person, timer, tr),
        instead=to_person(work, kind, scene),
    )


def for_contact(work: Work, kind: Kind, scene: Scene, lang: str, token: str) -> Notification:
    """The notification of this kind to a contact. It opens the alert's page, which says the rest.

    `token`: of the contact's link.
    """
    tr = work.translator(lang)
    return Notification(
        body=_to_contact(work, kind, scene, tr),
        lang=lang,
        path=f"/c/{token}",
        about=scene.timer.checkin.id,
        urgent=kind in (Kind.ALERT, Kind.PLACE, Kind.STILL_ON_IT),
    )


def test(work: Work, person: Person, contact_id: str, lang: str, *, alerted: bool) -> Notification:
    """A test alert to a contact; opens the contact's own page. `alerted`: as in `texts.test`."""
    tr = work.translator(lang)
    said = (
        tr.gettext("This is only a test. The alert we sent you before is real and goes on.")
        if alerted
        else tr.gettext(
            "TEST, nothing is wrong. Open this and press the button, so that %(who)s knows it "
            "works.",
            who=called(person, tr, first=False),
        )
    )
    page = capabilities.sign(work.core.vault, May.BE_CONTACT, contact_id)
    return Notification(said, lang, f"/c/{page}", about="test", urgent=True)


def plain(work: Work, person: Person, said: str, *, page: str, instead: str = "") -> Notification:
    """A notification that says `said` to the person and opens `page`, one of their own pages.

    `instead`: the text that stands in for it; empty if it is the same.
    """
    path = f"{pages(work, person)}/{page}"
    return Notification(said, person.lang, path, about=page, instead=instead or said)


def pages(work: Work, person: Person) -> str:
    """The first part of the path of the person's pages: their language, such as "/en"."""
    return f"/{work.core.phrases.language(person.lang).tag}"


def _to_contact(work: Work, kind: Kind, scene: Scene, tr: Translator) -> str:
    _, checkin = tr.gettext, scene.timer.checkin
    who = called(scene.person, tr, first=kind is Kind.ALERT)
    match kind:
        case Kind.ALERT if checkin.hidden_at:
            return _("%(who)s needs you. Read this before you call or text anyone.", who=who)
        case Kind.ALERT if checkin.sos:
            return _("%(who)s asks for help now. Open to see what you can do.", who=who)
        case Kind.ALERT:
            due = at(work, scene.person, checkin.due_at, tr)
            return _(
                "%(who)s did not check in by %(due)s. Open to see what you can do.",
                who=who,
                due=due,
            )
        case Kind.PLACE:
            return _("News of %(who)s. Open to read it.", who=who)
        case Kind.STILL_ON_IT:
            now = standing.of_timer(work, scene.person, scene.timer, closely=False)
            return for_contacts.still_on_it(now, who, tr, short=True)
        case Kind.COVERED:
            return for_contacts.covered(who, tr, short=True)
        case Kind.ALL_CLEAR if scene.person.stands_for:
            return called_off(who, tr)
        case Kind.ALL_CLEAR:
            return _("All clear: %(who)s is safe and has closed the alert. Thank you.", who=who)
        case Kind.OVER:
            return _("Another contact says it is over for %(who)s. Thank you.", who=who)
        case _ as unreachable:
            raise ValueError(f"{unreachable} is not for a contact")


def _buttons(
    work: Work, kind: Kind, person: Person, timer: Timer, tr: Translator
) -> tuple[Button, ...]:
    _, vault, checkin = tr.gettext, work.core.vault, timer.checkin
    label = _("I'm OK")
    if pins.needed(work, person):
        # Whoever holds the phone must not close it from the lock screen.
        ok = Button("ok", label, path=f"{pages(work, person)}/checkin#pin")
    else:
        allowed = capabilities.sign(vault, May.OK, checkin.id)
        ok = Button("ok", label, capability=allowed, unsent=_unsent(work, person, "OK", tr))
    if kind not in _BEFORE_ALERT:
        return (ok,)
    until = round(checkin.due_at.timestamp() * 1000)
    allowed = capabilities.sign(vault, May.MORE, checkin.id, str(until))
    unsent = _unsent(work, person, "+30", tr)
    return ok, Button("more", _("+30 min"), capability=allowed, unsent=unsent)


def _unsent(work: Work, person: Person, word: str, tr: Translator) -> str:
    if person.phone is None:
        return tr.gettext(
            "Not sent yet: no connection. We keep trying; nothing is closed until then."
        )
    return tr.gettext(
        "Not sent yet: no connection. We keep trying. To be sure, text %(word)s to %(number)s.",
        word=word,
        number=work.core.number,
    )
