"""A time that is not exact or not clear: the question, with the exact text to send filled in.

Nothing is started here. Each text that is offered has been read back and means what is said of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import shorten
from zoneinfo import ZoneInfo

import regex
from babel.dates import format_date

from checkin.refusals import Reason, Refused
from checkin.times import clocks, dates, until
from checkin.times.durations import format_duration
from checkin.times.formatting import spoken, time_of_day, with_day
from checkin.times.until import Unclear, Why
from sms.parsing import guesses, lengths
from sms.parsing.commands import Command
from sms.parsing.guesses import Guess
from sms.parsing.normalize import Text
from sms.replies import zone_replies
from sms.replies.turn import ReplyDraft, Turn

_LONGEST_NOTE = 60  # a longer one would leave no room for a question with two texts to choose from
_LONGEST_ALONE = 120  # beside one text to send
_MOST_HOURS = 24
_NUMBER = regex.compile(r"(\d{1,3})(?:\s+(?P<note>\D.*))?", regex.DOTALL)
_MORE_OF_A_TIME = regex.compile(r"\d|(?:or|o|to|till?|until|hasta|and|y)\b", regex.IGNORECASE)
_DAY = timedelta(days=1)
_NAMED = 6


@dataclass(frozen=True)
class Offer:
    """`said`: the moment or length in words; `text`: what to send for it."""

    said: str
    text: str


def ask(turn: Turn, written: str) -> ReplyDraft:
    """No timer was started. `written`: what stood for a length or a time, with the note after it.
    A number alone is hours or minutes."""
    return turn.say(_unit(turn, written) or sentence(turn, written) or _general(turn))


def ask_clock(turn: Turn, written: str) -> ReplyDraft:
    """No timer was started. `written`: a time of day, with the note after it."""
    return turn.say(sentence(turn, written) or _general(turn))


def sentence(turn: Turn, written: str) -> str:
    """The question about the time in `written`; empty where there is none in it."""
    guess = guesses.guess(written)
    return _question(turn, guess) if guess else ""


def among(turn: Turn) -> ReplyDraft | None:
    """The same about the time among the words of somebody who goes in, or wants a timer; None where
    they name none."""
    guess = guesses.among(Text.of(turn.text))
    question = _question(turn, guess) if guess else ""
    return turn.say(question) if question else None


def _question(turn: Turn, guess: Guess) -> str:
    if guess.doubt:
        return _doubtful(turn, guess)
    if guess.length is not None:
        return _offered(turn, _length(turn, guess.length, guess.note, _LONGEST_ALONE))
    now = _here(turn)
    found = until.moment(guess.clock, now)
    if isinstance(found, Unclear):
        return _unclear(turn, guess, found, now)
    if found and found - now > turn.work.core.bounds.longest:
        return _too_long(turn)
    return _offered(turn, _moment(turn, found, now, guess.note, _LONGEST_ALONE)) if found else ""


def _offered(turn: Turn, offer: Offer | None) -> str:
    if offer is None:
        return ""
    return turn.tr.gettext(
        "No timer was started. For %(when)s text %(text)s.", when=offer.said, text=offer.text
    )


def _unit(turn: Turn, written: str) -> str:
    """The question whether a number is hours or minutes; empty where there is no such number."""
    found = _NUMBER.fullmatch(written.strip())
    if not found:
        return ""
    number, note = int(found[1]), (found["note"] or "").strip()
    guess = guesses.guess(written)
    if (guess and guess.length is not None) or (note and not _plain_note(note)):
        return ""
    shown = f" {note}" if note and len(note) <= _LONGEST_NOTE else ""
    word = turn.words.word(Command.IN, turn.session.lang)
    if number > _MOST_HOURS:
        return turn.tr.gettext(
            "No timer was started: %(n)s minutes? Then text %(text)s.",
            n=number,
            text=f"{word} {number}M{shown}",
        )
    return turn.tr.gettext(
        "No timer was started: %(n)s hours or minutes? Text %(first)s or %(last)s.",
        n=number,
        first=f"{word} {number}H{shown}",
        last=f"{word} {number}M{shown}",
    )


def _plain_note(note: str) -> bool:
    read = lengths.split(Text(f"45m {note}"))
    return read is not None and read.rest == note and not read.doubt


def _unclear(turn: Turn, guess: Guess, found: Unclear, now: datetime) -> str:
    _ = turn.tr.gettext
    longest = turn.work.core.bounds.longest
    near = [each for each in found.perhaps if each - now <= longest]
    offers = [_moment(turn, each, now, guess.note) for each in near[:2]]
    known = [offer for offer in offers if offer]
    if found.why is Why.NO_CLOCK:
        return _no_clock(turn, guess)
    if not known:
        return _too_long(turn) if found.perhaps else ""
    first, last = known[0], known[-1]
    match found.why:
        case Why.PASSED:
            passed = time_of_day(found.perhaps[0], turn.tr)
            if found.perhaps[0].date() == now.date() + _DAY:
                return _(
                    "No timer was started: %(time)s today has passed. For tomorrow text %(text)s.",
                    time=passed,
                    text=first.text,
                )
            return _(
                "No timer was started: %(time)s has passed. For %(when)s text %(text)s.",
                time=passed,
                when=first.said,
                text=first.text,
            )
        case Why.FAR:
            return _(
                "No timer was started: that is %(when)s, in more than 12 hours. If you mean it, "
                "text %(text)s.",
                when=first.said,
                text=first.text,
            )
        case Why.SKIPPED:
            return _(
                "No timer was started: clocks go forward that night and leave that time out. For "
                "%(when)s text %(text)s.",
                when=first.said,
                text=first.text,
            )
        case _ if first is last:
            return _offered(turn, first)
        case Why.HALF:
            return _(
                "No timer was started: morning or evening? Text %(first)s or %(last)s.",
                first=first.text,
                last=last.text,
            )
        case _:
            return _(
                "No timer was started: which day? For %(when)s text %(first)s. For %(then)s text "
                "%(last)s.",
                when=first.said,
                first=first.text,
                then=last.said,
                last=last.text,
            )


def _too_long(turn: Turn) -> str:
    return Refused(Reason.TOO_LONG, bound=turn.work.core.bounds.longest).sentence(turn.tr)


def _no_clock(turn: Turn, guess: Guess) -> str:
    """Only a day was named; empty where no example with it can be read."""
    example = f"9PM {guess.clock.upper()}"
    if len(guess.clock) > _LONGEST_NOTE or until.split(example) is None:
        return ""
    word = turn.words.word(Command.UNTIL, turn.session.lang)
    return turn.tr.gettext(
        "No timer was started: until what time? Text it like this: %(text)s.",
        text=f"{word} {example}",
    )


def _doubtful(turn: Turn, guess: Guess) -> str:
    """What follows the time may belong to it: what it would be with it, and without."""
    # Of two ways to the same moment the later one has more of the time and less of it in the note.
    offers = list({offer.said: offer for offer in _readings(turn, guess) if offer}.values())
    _ = turn.tr.gettext
    if not offers:
        return ""
    first, last = offers[0], offers[1 % len(offers)]
    if first is last:
        return _(
            'No timer was started: we are not sure what "%(words)s" means. For %(when)s text '
            "%(text)s.",
            words=guess.doubt,
            when=first.said,
            text=first.text,
        )
    return _(
        'No timer was started: we are not sure what "%(words)s" means. For %(when)s text '
        "%(first)s. For %(then)s text %(last)s.",
        words=guess.doubt,
        when=first.said,
        first=first.text,
        then=last.said,
        last=last.text,
    )


def _readings(turn: Turn, guess: Guess) -> Iterator[Offer | None]:
    now, note = _here(turn), guess.note
    if _MORE_OF_A_TIME.match(guess.doubt) and note.startswith(guess.doubt):
        note = note.removeprefix(guess.doubt).strip(" ,;")
    if guess.length is not None:
        yield _length(turn, guess.length, guess.note if note else "")
        return
    for clock, rest in (
        (guess.clock, guess.note if note else ""),
        (_shorter(guess.clock), f"{guess.clock.split()[-1]} {guess.note}"),
        (f"{guess.clock} {guess.doubt}", _without(guess.note, guess.doubt)),
    ):
        found = until.moment(clock, now) if clock else None
        if isinstance(found, Unclear):
            found = found.perhaps[0] if len(found.perhaps) == 1 else None
        if found:
            yield _moment(turn, found, now, rest)


def _shorter(clock: str) -> str:
    """The time without its last word, where that may begin the note; empty where it may not."""
    read = clocks.clock(clock)
    return clock.rpartition(" ")[0] if read and read.loose else ""


def _without(note: str, words: str) -> str:
    return " ".join(note.replace(words, "", 1).split())


def _length(turn: Turn, length: timedelta, note: str, longest: int = _LONGEST_NOTE) -> Offer | None:
    word = turn.words.word(Command.IN, turn.session.lang)
    written = format_duration(length).upper()
    for text in _with_note(turn, written, note, longest):
        read = lengths.split(Text(text))
        if read and read.duration == length and not read.doubt:
            return Offer(spoken(length, turn.tr), f"{word} {text}")
    return None


def _moment(
    turn: Turn, at: datetime, now: datetime, note: str, longest: int = _LONGEST_NOTE
) -> Offer | None:
    """The offer of a moment; None where no text would be read as just that."""
    word = turn.words.word(Command.UNTIL, turn.session.lang)
    for clock in _clocks(turn, at, now):
        for text in _with_note(turn, clock, note, longest):
            read = until.split(text)
            if read and not read.doubt and until.moment(read.clock, now) == at:
                return Offer(_said(turn, at, now), f"{word} {text}")
    return None


def _clocks(turn: Turn, at: datetime, now: datetime) -> Iterator[str]:
    """Ways to write the moment, the shortest first."""
    pgettext = turn.tr.pgettext
    minutes = f":{at:%M}" if at.minute else ""
    time = f"{at.hour % 12 or 12}{minutes}{'AM' if at.hour < 12 else 'PM'}"
    yield time
    if at.hour == at.minute == 0:
        yield pgettext("time in a text", "MIDNIGHT TONIGHT")
    days = (at.date() - now.date()).days
    if days == 0:
        yield f"{time} {pgettext('time in a text', 'TODAY')}"
    if days == 1:
        yield f"{time} {pgettext('time in a text', 'TOMORROW')}"
    if days <= _NAMED:
        name = format_date(at, "EEEE", locale=turn.tr.lang)
        yield f"{time} {dates.normalized(name).upper()}"
    yield f"{at.month}/{at.day} {time}"


def _with_note(turn: Turn, time: str, note: str, longest: int) -> Iterator[str]:
    """The time and the note behind it; marked as one where it would be taken for something else."""
    if longest == _LONGEST_ALONE:
        note = shorten(note, longest, placeholder="")
    if not note or len(note) > longest:
        yield time
    else:
        yield f"{time} {note}"
        yield f"{time} {turn.tr.pgettext('time in a text', 'NOTE')} {note}"


def _said(turn: Turn, at: datetime, now: datetime) -> str:
    return (time_of_day if at.date() == now.date() else with_day)(at, turn.tr)


def _here(turn: Turn) -> datetime:
    zone = zone_replies.zone(turn, turn.person())
    return turn.work.now.astimezone(ZoneInfo(zone.name))


def _general(turn: Turn) -> str:
    return turn.tr.gettext(
        "No timer was started: we did not understand for how long. Write it like this: "
        "IN 2H and a note, IN 90M, or UNTIL 11PM."
    )
