"""Replies about court dates: keeping one, listing them before the court card, deleting all."""

from datetime import datetime
from zoneinfo import ZoneInfo

import regex
from babel.lists import format_list

from checkin.actions import court
from checkin.actions.court import Hearing
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.times.dates import ParsedDate
from checkin.times.zones import Zone
from sms.parsing import court_talk
from sms.parsing.commands import Command
from sms.parsing.court_talk import Wish
from sms.parsing.normalize import Text, bare
from sms.replies import card_replies, greeting, zone_replies
from sms.replies.turn import ReplyDraft, Turn

CARD = "court"
_DIGIT = regex.compile(r"\d")
_MOST_SHOWN = 2  # of the dates kept, beside what was asked
_LONGEST_NOTE = 60


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
    work, tr = turn.work, turn.tr
    zone = zone_replies.zone(turn, turn.person())
    written = court.parse_date(text, now=_here(turn), langs=_langs(turn))
    person = turn.ensure_person()
    there = str(written.at.tzinfo)
    # The zone of the court, where it was named, says nothing of where the person is.
    courts = Zone(there, True, (there,)) if there != zone.name else zone
    hearing = court.add(work, person, written.at, courts, written.rest)
    saved = tr.gettext("Saved: %(when)s.", when=_when(turn, person, hearing))
    more = tr.gettext("What to bring: text COURT. To delete all your dates: COURT OFF.")
    return _with_question(turn, person, [hearing], (saved,), (_reminders(turn, hearing), more))


def asked_back(turn: Turn, text: str) -> ReplyDraft:
    """The reply to what is said of a court date in own words: nothing was saved or deleted; how the
    person's dates stand, and the exact words to text."""
    written = Text.of(text)
    wish = court_talk.find(written)
    person = turn.person()
    mine = court.of(turn.work, person) if person else []
    if wish is Wish.SHOW:
        return card(turn)
    if wish is Wish.DELETE and not mine:
        return turn.say(turn.tr.gettext("You have no dates saved."))
    unsaved = turn.tr.gettext("Nothing was deleted.")
    if wish is Wish.KEEP:
        unsaved = _offer(turn, text)
    held = tuple(_line(turn, person, each) for each in mine[:_MOST_SHOWN]) if person else ()
    if held:
        more = turn.tr.gettext("To see your dates: COURT. To delete them all: COURT OFF.")
        return turn.say(unsaved, *held, more)
    asked = card_replies.clearly_asked(turn) if court_talk.asks(written) else None
    return asked.headed(unsaved) if asked else turn.say(unsaved)


def _offer(turn: Turn, text: str) -> str:
    """What to send to save the date in `text`, or what is still missing of it."""
    here = _here(turn)
    try:
        told = court.parse_date(text, now=here, langs=_langs(turn))
    except Refused as refused:
        return refused.sentence(turn.tr)
    at, note = told.at, told.after.strip(" ,;.")
    minutes = f":{at:%M}" if at.minute else ""
    time = f"{at.hour % 12 or 12}{minutes}{'AM' if at.hour < 12 else 'PM'}"
    days = (f"{at.month}/{at.day} {time}", f"{at.month}/{at.day}/{at.year} {time}")
    noted = [f"{day} {note}" for day in days] if note and len(note) <= _LONGEST_NOTE else []
    for written in (*noted, *days):
        if _means(turn, written, told, here):
            word = turn.words.word(Command.COURT, turn.session.lang)
            return turn.tr.gettext(
                "Nothing was saved. To save it text %(text)s", text=f"{word} {written}"
            )
    return Refused(Reason.NO_DATE, example=days[-1]).sentence(turn.tr)


def _means(turn: Turn, written: str, told: ParsedDate, here: datetime) -> bool:
    """Whether COURT with this would save the date that was told."""
    try:
        return court.parse_date(written, now=here, langs=_langs(turn)).at == told.at
    except Refused:
        return False


def _langs(turn: Turn) -> list[str]:
    return [turn.session.lang, *(each.code for each in turn.work.core.phrases.languages)]


def _here(turn: Turn) -> datetime:
    return turn.work.now.astimezone(ZoneInfo(zone_replies.zone(turn, turn.person()).name))


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
