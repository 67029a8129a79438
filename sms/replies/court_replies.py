"""Replies about court dates: keeping one, listing them before the court card, deleting all."""

from zoneinfo import ZoneInfo

import regex
from babel.lists import format_list

from checkin.actions import court
from checkin.actions.court import Hearing
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.times.zones import Zone
from sms.parsing.normalize import bare
from sms.replies import card_replies, greeting, zone_replies
from sms.replies.turn import ReplyDraft, Turn

CARD = "court"
_DIGIT = regex.compile(r"\d")


def understand(turn: Turn, text: str) -> ReplyDraft:
    """The reply to COURT and `text`: a date is kept, OFF deletes all dates, and any other words are
    a question that the court card answers. Raises Refused."""
    if bare(text) in _words_for_off(turn):
        return off(turn)
    try:
        return save(turn, text)
    except Refused as refused:
        if refused.reason is Reason.NO_DATE and not _DIGIT.search(text):
            return card(turn)
        raise


def save(turn: Turn, text: str) -> ReplyDraft:
    """Keep a date and repeat it in words, so that a mistake shows. Raises Refused."""
    work, session, tr = turn.work, turn.session, turn.tr
    zone = zone_replies.zone(turn, turn.person())
    langs = [session.lang, *(each.code for each in work.core.phrases.languages)]
    here = work.now.astimezone(ZoneInfo(zone.name))
    written = court.parse_date(text, now=here, langs=langs)
    person = turn.ensure_person()
    there = str(written.at.tzinfo)
    # The zone of the court, where it was named, says nothing of where the person is.
    courts = Zone(there, True, (there,)) if there != zone.name else zone
    hearing = court.add(work, person, written.at, courts, written.rest)
    saved = tr.gettext("Saved: %(when)s.", when=_when(turn, person, hearing))
    more = tr.gettext("What to bring: text COURT. To delete all your dates: COURT OFF.")
    return _with_question(turn, person, [hearing], (saved,), (_reminders(turn, hearing), more))


def card(turn: Turn) -> ReplyDraft:
    """The court card; before it the person's dates, if any, and what to bring."""
    library = turn.work.core.library
    about: tuple[str, ...] = ()
    if CARD in library.cards:
        about = card_replies.blocks(library, CARD, turn.session.lang, turn.session.place)
    person = turn.person()
    mine = court.of(turn.work, person) if person else []
    if person is None or not mine:
        return turn.say(*about, menu=()) if about else greeting.unknown(turn)
    bring = turn.tr.gettext(
        "Bring every paper you were given. Plan the ride, and who looks after your children."
    )
    lines = tuple(_line(turn, person, hearing) for hearing in mine)
    return _with_question(turn, person, mine, lines, (bring, *about))


def off(turn: Turn) -> ReplyDraft:
    """Delete all dates."""
    person = turn.person()
    deleted = court.clear(turn.work, person) if person else 0
    if not deleted:
        return turn.say(turn.tr.gettext("You have no dates saved."))
    return turn.say(
        turn.tr.ngettext(
            "Deleted: %(num)d date. No more reminders.",
            "Deleted: %(num)d dates. No more reminders.",
            deleted,
        )
    )


def settled(turn: Turn, person: Person) -> tuple[str, ...]:
    """Move the person's dates to the time zone they chose; a sentence for each."""
    court.settle(turn.work, person)
    return tuple(_line(turn, person, each) for each in court.of(turn.work, person))


def settle(turn: Turn) -> None:
    """Move dates kept before to the time zone of the place just chosen, where that tells it."""
    person = turn.person()
    if person:
        court.settle(turn.work, person)


def _with_question(
    turn: Turn,
    person: Person,
    mine: list[Hearing],
    before: tuple[str, ...],
    after: tuple[str, ...],
) -> ReplyDraft:
    """The blocks; between `before` and `after` the question for the time zone, if it is a guess."""
    zone = zone_replies.zone(turn, person)
    if zone.sure or not any(hearing.zone_guessed for hearing in mine):
        return turn.say(*before, *after, menu=())
    return zone_replies.ask(turn, person, before, after)


def _line(turn: Turn, person: Person, hearing: Hearing) -> str:
    when = _when(turn, person, hearing)
    note = f" {hearing.note}" if hearing.note else ""
    return turn.tr.gettext("Your date: %(when)s.", when=when) + note


def _when(turn: Turn, person: Person, hearing: Hearing) -> str:
    return court.when(turn.work, person, hearing, turn.tr, full=True)


def _reminders(turn: Turn, hearing: Hearing) -> str:
    ahead = court.lengths(hearing, turn.tr)
    if not ahead:
        return turn.tr.gettext("That is too soon for a reminder.")
    lengths = format_list(ahead, locale=turn.tr.lang)
    return turn.tr.gettext("We remind you %(lengths)s before.", lengths=lengths)


def _words_for_off(turn: Turn) -> set[str]:
    # Translators: After the word for COURT: deletes all dates. Commas part words for the same;
    # the first is the one we show.
    own = turn.tr.pgettext("command", "OFF")
    return {"off", *(bare(word) for word in own.split(","))}
