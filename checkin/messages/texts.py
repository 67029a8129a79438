"""The words of every text and call that we start ourselves: invitations, reminders, alerts.

Neutral: only what the person wrote can say what this is about.
"""

from dataclasses import dataclass
from datetime import datetime

from checkin.machine.checkin import Checkin
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages import standing
from checkin.people import names
from checkin.people.locations import Location
from checkin.people.people import Person, Police
from checkin.people.plans import About
from checkin.situation import alerts, for_contacts, notices
from checkin.storage.core import Work
from checkin.store import Timer
from checkin.times import zones
from checkin.times.formatting import wall_clock
from content.phrases import Translator


@dataclass(frozen=True, slots=True)
class Scene:
    """What a notice may speak of. `contact`: the contact's name; `link`: the URL of the alert."""

    person: Person
    timer: Timer
    contact: str = ""
    link: str = ""


def invitation(work: Work, person: Person, *, link: str) -> str:
    """The invitation: who asks, for what, how often, at what cost, and how to refuse."""
    _ = work.translator(person.lang).gettext
    return _(
        "%(who)s asks you to be a trusted contact on Raincheck, a safety check-in. We text you "
        "only if a check-in is missed. Reply YES to agree or NO to refuse. Msg & data rates may "
        "apply. STOP to opt out. %(link)s",
        who=introduced(person, work.translator(person.lang)),
        link=link,
    )


def consent(work: Work, person: Person, contact: str, *, agreed: bool) -> str:
    """What the person hears when a contact has answered the invitation."""
    tr = work.translator(person.lang)
    if not agreed:
        no = tr.gettext(
            "%(contact)s does not want to be a contact and gets no more messages. Please add "
            "someone else.",
            contact=contact,
        )
        return f"{no} {alerts.nobody_would(tr)}" if standing.nobody(work, person) else no
    now = standing.of(work, person)
    if now.before_alert and contact in now.would_tell:
        return notices.joined(now, contact, tr)
    return tr.gettext(
        "%(contact)s said yes and is now your trusted contact. To start a timer, text IN 2H "
        "and a note.",
        contact=contact,
    )


def wrong_number(work: Work, person: Person, contact: str, *, off: bool) -> str:
    """What the person hears when a contact's phone says that it is not theirs. `off`: the contact
    is off the list by now."""
    _ = work.translator(person.lang).gettext
    if off:
        return _(
            "%(contact)s is off your list: their phone said that it is a wrong number. "
            "Please ask them for the right one and add it, or add someone else.",
            contact=contact,
        )
    return _(
        "The phone of %(contact)s says it is a wrong number. Please check it with them. For now "
        "they stay on your list: CONTACTS",
        contact=contact,
    )


def reach(work: Work, person: Person, contact: str, *, reachable: bool) -> str:
    """What the person hears when a contact who said yes can, or can no longer, be reached."""
    tr = work.translator(person.lang)
    if reachable:
        return tr.gettext("%(contact)s said yes and is now your trusted contact.", contact=contact)
    lost = tr.gettext(
        "%(contact)s said yes, but cannot be reached yet. Ask them to open their link once more "
        "and to turn on notifications there.",
        contact=contact,
    )
    return f"{lost} {alerts.nobody_would(tr)}" if standing.nobody(work, person) else lost


def test(work: Work, person: Person, lang: str, *, alerted: bool) -> str:
    """A test alert, marked so that nobody takes it for a real one. `alerted`: they have a real one
    that the person does not see, and must not take it for the test."""
    tr = work.translator(lang)
    if alerted:
        return tr.gettext(
            "Someone pressed TEST on the phone of %(who)s. This is only that test. The alert we "
            "sent you before is real and goes on. Reply 1 = I'm on it, 2 = I can't, 3 = it's over.",
            who=called(person, tr, first=False),
        )
    return tr.gettext(
        "TEST, nothing is wrong: this is how Raincheck would reach you if %(who)s misses a "
        "check-in. Please reply 1 so that they know it works.",
        who=called(person, tr, first=False),
    )


def test_answered(work: Work, person: Person, contact: str) -> str:
    """What the person hears when a contact has answered the test alert."""
    _ = work.translator(person.lang).gettext
    return _("%(contact)s got the test and has answered it.", contact=contact)


def linked(tr: Translator, *, linked: bool) -> str:
    """What a phone hears once an app was linked to its number, or is no longer. It names nobody:
    others read it, too."""
    _ = tr.gettext
    if linked:
        return _("An app was linked to this number. If that was not you, text UNLINK.")
    return _("An app is no longer linked to this number.")


def still_theirs(tr: Translator) -> str:
    """The question to a number that has been silent for a year. Somebody else may read it."""
    return tr.gettext(
        "Raincheck, a safety check-in: did you use this with this number, and want to keep it? "
        "Reply YES. Is the number new to you? Reply NO. Without an answer we delete what we keep "
        "in a month. STOP to opt out."
    )


def let_go(work: Work, person: Person, contact: str) -> str:
    """What the person hears when a contact's silent number is off the list."""
    tr = work.translator(person.lang)
    gone = tr.gettext(
        "%(contact)s is off your list: that number has not answered us for long, and numbers "
        "change hands. Ask them for the number they have now and add it.",
        contact=contact,
    )
    return f"{gone} {alerts.nobody_would(tr)}" if standing.nobody(work, person) else gone


def news(tr: Translator) -> str:
    """In place of anything that names somebody, to a number that may not be the person's."""
    return tr.gettext(
        "Raincheck, a safety check-in: there is news for you. To read it, text STATUS."
    )


def trial(tr: Translator) -> str:
    """A host's test text to a phone of their own, to see whether texts arrive."""
    return tr.gettext(
        "Test message: texts from this number reach you. There is nothing to do. Reply STOP to "
        "opt out."
    )


def called(person: Person, translator: Translator, *, first: bool = True) -> str:
    """The person's chosen name, for whoever has agreed; else the last four digits of their number.

    `first`: it begins its sentence, and so a capital letter is needed.
    """
    _ = translator.gettext
    if name := names.for_friends(person.name or ""):
        return name
    if person.phone is None:
        return _("Someone who trusts you") if first else _("someone who trusts you")
    digits = person.phone[-4:]
    if first:
        return _("The person whose number ends in %(digits)s", digits=digits)
    return _("the person whose number ends in %(digits)s", digits=digits)


def introduced(person: Person, translator: Translator, *, first: bool = True) -> str:
    """The person as whoever has not agreed yet reads it: a name that can only be one, because with
    more a stranger could have us text anything to anyone."""
    if not person.name:
        return called(person, translator, first=first)
    if name := names.for_strangers(person.name):
        return name
    return translator.gettext("Someone") if first else translator.gettext("someone")


def held_back(person: Person, translator: Translator) -> str:
    """That whoever has not agreed yet reads another word than the name just chosen; empty if they
    read the name."""
    if not names.held_back(person.name):
        return ""
    return translator.gettext(
        'Until they agree, they read "%(who)s": before that we send only names of up to three '
        "words, letters alone.",
        who=introduced(person, translator),
    )


def wish(person: Person, translator: Translator) -> str:
    """The person's wish about police, as a sentence to a contact."""
    _ = translator.gettext
    match person.police:
        case Police.ASK:
            said = _("Ask me first; do not call the police unless my life is in danger.")
        case Police.NEVER:
            said = _("Do not call the police.")
        case Police.AFTER:
            said = translator.ngettext(
                "Call the police only if there is no word from me %(num)d hour after this.",
                "Call the police only if there is no word from me %(num)d hours after this.",
                person.police_after_hours,
            )
        case Police.CALL:
            said = _("Call the police.")
    return _('Their wish: "%(said)s"', said=said)


def to_contact(
    work: Work, kind: Kind, scene: Scene, lang: str, *, channel: ChannelKind = ChannelKind.TEXT
) -> str:
    """The text to a contact, or what a call reads to them, in the contact's language."""
    tr = work.translator(lang)
    _ = tr.gettext
    who = called(scene.person, tr, first=False)
    match kind:
        case Kind.ALERT:
            return "\n".join(_alert(work, scene, tr, channel))
        case Kind.PLACE:
            location = scene.timer.location
            shared = [_location(work, scene.person, location, tr)] if location else []
            link = _("What to do now: %(link)s", link=scene.link)
            return "\n".join([_("News of %(who)s.", who=who), *shared, link])
        case Kind.STILL_ON_IT:
            now = standing.of_timer(work, scene.person, scene.timer, closely=False)
            return for_contacts.still_on_it(now, who, tr)
        case Kind.COVERED:
            return for_contacts.covered(who, tr)
        case Kind.ALL_CLEAR if scene.person.stands_for:
            return called_off(who, tr)
        case Kind.ALL_CLEAR:
            return _("All clear: %(who)s is safe and has closed the alert. Thank you.", who=who)
        case Kind.OVER:
            return _("Another contact says it is over for %(who)s. Thank you.", who=who)
        case _ as unreachable:
            raise ValueError(f"{unreachable} is not for a contact")


def called_off(who: str, tr: Translator) -> str:
    """The all-clear after an alert by danger PIN: whoever made her give that one may have made her
    give the other too."""
    return tr.gettext(
        "The code that means safe was given for %(who)s, so the alert is closed. If you can, speak "
        "with them before you believe it.",
        who=who,
    )


def to_person(work: Work, kind: Kind, scene: Scene, *, short: bool = False) -> str:
    """The text to the person, in the person's language; `short`: the body of a notification."""
    now = standing.of_timer(work, scene.person, scene.timer, closely=False)
    tr = work.translator(scene.person.lang)
    return notices.notice(now, kind, scene.contact, tr, short=short)


def _alert(work: Work, scene: Scene, tr: Translator, channel: ChannelKind) -> list[str]:
    _ = tr.gettext
    checkin = scene.timer.checkin
    lines = [_("This is Raincheck, the safety check-in.")] if channel is ChannelKind.CALL else []
    if checkin.round > 1:
        lines.append(for_contacts.unanswered_so_far(tr))
    lines.append(happened(work, scene.person, checkin, tr))
    if scene.timer.about is About.ARRESTED:
        lines.append(_("They may be under arrest."))
    if scene.timer.note:
        lines.append(_('Their note: "%(plan)s"', plan=scene.timer.note))
    lines.append(wish(scene.person, tr))
    if scene.timer.location and channel is ChannelKind.TEXT:
        lines.append(_location(work, scene.person, scene.timer.location, tr))
    if channel is ChannelKind.CALL:
        lines.append(_("Press 1 if you are on it, 2 if you can't, 3 if it's over."))
        lines.append(_("What to do now is in the text we sent you."))
        return lines
    lines[0] = _("Raincheck. %(said)s", said=lines[0])
    lines.append(_("Reply 1 = I'm on it, 2 = I can't, 3 = it's over."))
    lines.append(_("What to do now: %(link)s", link=scene.link))
    return lines


def happened(work: Work, person: Person, checkin: Checkin, tr: Translator) -> str:
    """Why an alert is out, as a sentence to a contact."""
    _, who = tr.gettext, called(person, tr)
    if checkin.unseen:
        return _(
            "%(who)s gave us the code that means danger: someone may be forcing them. Do not call "
            "or text their phone about this.",
            who=who,
        )
    if checkin.hidden_at:
        return _(
            "%(who)s closed the timer with the code that means danger: someone may be forcing "
            "them. Do not call or text their phone about this.",
            who=who,
        )
    if checkin.sos:
        return _("%(who)s asks for help now.", who=who)
    due = at(work, person, checkin.due_at, tr)
    return _("%(who)s did not check in by %(due)s.", who=who, due=due)


def _location(work: Work, person: Person, location: Location, tr: Translator) -> str:
    return tr.gettext(
        "Last place, %(time)s: %(place)s (within %(radius)s)",
        time=at(work, person, location.at, tr),
        place=location.place,
        radius=location.radius,
    )


def at(work: Work, person: Person, moment: datetime, tr: Translator | None = None) -> str:
    """`moment` as local time where the person is, in the language of `tr` (None: the person's).

    If we only guess their time zone, it is named.
    """
    zone = zones.of(work.core.library.places, person)
    reader = tr or work.translator(person.lang)
    return wall_clock(moment, zone.name, reader, work.now, named=not zone.sure)
