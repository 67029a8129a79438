"""The grammar: from a text to its meaning, one grammar for all languages.

A chain of readers (`_READERS`): each in turn may understand the text, and the first that does
decides. Only exact words touch a timer, a contact or what we hold; a near miss is asked back. SOS
leans the other way: any text that begins with it alerts.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import regex

from checkin.times.durations import parse_duration
from content.phrases import SOURCE
from sms.parsing import arguments, court_talk, deleting, near_misses, optout, telling
from sms.parsing.acts import (
    BadDuration,
    Extend,
    ForgetMe,
    Link,
    ListContacts,
    NearCommand,
    Ok,
    ShowCode,
    Sos,
    Status,
    TestAlert,
    Unlink,
)
from sms.parsing.commands import Command
from sms.parsing.meanings import (
    Card,
    CarrierHelp,
    Digit,
    Foreign,
    Hello,
    Menu,
    NearCard,
    Next,
    No,
    OptIn,
    OptOut,
    Parsed,
    Reaction,
    SetLanguage,
    SetPlace,
    Thanks,
    Understood,
    Unknown,
    Yes,
)
from sms.parsing.normalize import SOS_SIGN, Text, bare
from sms.parsing.vocabulary import Vocabulary

_WITHOUT_ARGUMENTS: dict[Command, Parsed] = {
    Command.MENU: Menu(),
    Command.NEXT: Next(),
    Command.CONTACTS: ListContacts(),
    Command.STATUS: Status(),
    Command.OK: Ok(None),
    Command.FORGET_ME: ForgetMe(),
    Command.YES: Yes(),
    Command.NO: No(),
    Command.CODE: ShowCode(),
    Command.TEST: TestAlert(),
    Command.LINK: Link(),
    Command.UNLINK: Unlink(),
    Command.HELLO: Hello(),
    Command.THANKS: Thanks(),
}
_HARMLESS = {Command.MENU, Command.NEXT, Command.CONTACTS, Command.STATUS}
_ORDINARY_WORDS = frozenset(
    {"al", "as", "de", "hi", "id", "in", "la", "ma", "me", "mi", "oh", "ok", "or", "pa", "va"}
)
"""Postal codes of states that are also words of English or Spanish. Alone in a text they name the
state only when written in capitals; after STATE always."""

_MOST_CARDS = 3
_POLITE_WORDS = 2  # that may follow a harmless command, as in "next please"
_MINUTE = timedelta(minutes=1)
_BARE_MINUTES = regex.compile(r"[0-9]{1,4}")
_BARE_NUMBER = regex.compile(r"0?[1-9]|[1-9][0-9]")
_RUN_ON = regex.compile(r"[\s\p{P}]*([\p{L}\p{M}]+)[^\s\p{L}\p{M}\p{N}'’]+")  # "sos,they took me"


def parse(text: str, words: Vocabulary, *, lang: str) -> Understood:
    """What the text means. `lang`: the language we know the person to use, else the host's.

    Never raises. A text that no reader understands is Unknown: perhaps a question to search for.
    """
    written = Text.of(text)
    for read in _READERS:
        understood = read(written, words, lang)
        if understood:
            return understood
    return Understood(Unknown(written.written), None)


def _reserved(text: Text, words: Vocabulary, _lang: str) -> Understood | None:
    as_sent, compared = text.written.casefold(), text.bare
    if compared in optout.OPT_IN:
        return Understood(OptIn(by_carrier=as_sent in optout.OPT_IN), None)
    meaning: Parsed
    if language := optout.OPT_OUT.get(compared):
        meaning = OptOut(by_carrier=as_sent in optout.OPT_OUT_BY_CARRIER)
    elif language := optout.HELP.get(compared):
        meaning = CarrierHelp(by_carrier=as_sent in optout.HELP_BY_CARRIER)
    else:
        return None
    # Opt-out words are known in more languages than we can answer in.
    spoken = {each.code for each in words.spoken} - {SOURCE}
    return Understood(meaning, language if language in spoken else None)


def _reaction(text: Text, _words: Vocabulary, _lang: str) -> Understood | None:
    return Understood(Reaction(), None) if text.is_reaction else None


def _number(text: Text, _words: Vocabulary, _lang: str) -> Understood | None:
    compared = text.bare
    if _BARE_NUMBER.fullmatch(compared):
        return Understood(Digit(int(compared)), None)
    if by_code := arguments.by_code(compared):
        return Understood(by_code, None)
    if compared.startswith("+"):
        more = text.plain[1:].strip()
        try:
            unit = _MINUTE if _BARE_MINUTES.fullmatch(more) else None
            return Understood(Extend(parse_duration(more, bare=unit)), None)
        except ValueError:
            return None
    return None


def _sos(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    if text.written.startswith(SOS_SIGN):
        return Understood(Sos(text.written.lstrip(SOS_SIGN).strip()), None)
    entry, count = words.leading_command([word.bare for word in text.words], lang)
    if entry and entry.meaning is Command.SOS:
        return Understood(Sos(text.after(count).written), entry.reveals)
    run_on = _RUN_ON.match(text.written)
    entry = words.command(bare(run_on[1]), lang) if run_on else None
    if run_on and entry and entry.meaning is Command.SOS:
        return Understood(Sos(text.written[run_on.end() :].strip()), entry.reveals)
    return None


def _command_alone(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    entry = words.command(text.bare, lang)
    if not entry or entry.meaning not in _WITHOUT_ARGUMENTS:
        return None
    if entry.meaning is Command.OK and text.is_doubtful:
        return Understood(NearCommand(Command.OK, text.written), entry.reveals)
    return Understood(_WITHOUT_ARGUMENTS[entry.meaning], entry.reveals)


def _card(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    how: Literal["exact", "folded"] = "exact"
    entry = words.card(text.plain, lang)
    if not entry:
        how, entry = "folded", words.card_folded(text.bare, lang)
    if not entry:
        return None
    if len(entry.meaning) > 1:
        return Understood(NearCard(entry.meaning[:_MOST_CARDS], text.written), entry.reveals)
    return Understood(Card(entry.meaning[0], entry.lang, how), entry.reveals)


def _language_or_place(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    if words.command(text.bare, lang):
        return None
    if text.bare in words.languages:
        return Understood(SetLanguage(words.languages[text.bare]), None)
    if code := words.tongues.named(text.bare):
        return Understood(Foreign(code, text.written), None)
    in_capitals = text.written == text.written.upper()
    if text.bare in words.places and (in_capitals or text.bare not in _ORDINARY_WORDS):
        return Understood(SetPlace(words.places[text.bare], text.written), None)
    return None


def _command_with_arguments(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    entry, count = words.leading_command([word.bare for word in text.words], lang)
    if not entry:
        return None
    rest = text.after(count)
    meaning = arguments.understand(entry.meaning, rest, text, words)
    if isinstance(meaning, BadDuration):  # "in custody", "in Spanish"
        known = _card(rest, words, lang) or _language_or_place(rest, words, lang)
        known = known or _foreign(text, words, lang)
        return known or Understood(meaning, entry.reveals)
    return Understood(meaning, entry.reveals) if meaning else None


def _telling(text: Text, _words: Vocabulary, _lang: str) -> Understood | None:
    asked = NearCommand(Command.SOS, text.written)
    return Understood(asked, None) if telling.wants(text) else None


def _deleting(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    entry = words.command(text.bare, lang)
    if entry or not deleting.wants(text):
        return None
    return Understood(NearCommand(Command.FORGET_ME, text.written), None)


def _court_talk(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    entry, _count = words.leading_command([word.bare for word in text.words], lang)
    if (entry and entry.meaning is Command.COURT) or court_talk.find(text) is None:
        return None
    return Understood(NearCommand(Command.COURT, text.written), None)


def _near_command(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    meaning = near_misses.near(text, words, lang)
    return Understood(meaning, None) if meaning else None


def _foreign(text: Text, words: Vocabulary, _lang: str) -> Understood | None:
    code = words.tongues.of(text)
    return None if code is None else Understood(Foreign(code, text.written), None)


def _near_opt_out(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    meaning = near_misses.near_opt_out(text, words, lang)
    return Understood(meaning, None) if meaning else None


def _near_card(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    found = tuple(words.near_cards(text.bare, lang)[:_MOST_CARDS])
    return Understood(NearCard(found, text.written), None) if found else None


def _near_harmless(text: Text, words: Vocabulary, lang: str) -> Understood | None:
    found = words.near_commands(text.bare, lang)
    # "next please"
    entry, count = words.leading_command([word.bare for word in text.words], lang)
    if entry and len(text.words) <= count + _POLITE_WORDS:
        found.append(entry.meaning)
    command = next((command for command in found if command in _HARMLESS), None)
    return Understood(_WITHOUT_ARGUMENTS[command], None) if command else None


_READERS: tuple[Callable[[Text, Vocabulary, str], Understood | None], ...] = (
    _reserved,
    _reaction,
    _number,
    _sos,
    _command_alone,
    _telling,
    _card,
    _language_or_place,
    _near_opt_out,
    _court_talk,
    _deleting,
    _command_with_arguments,
    _near_command,
    _foreign,
    _near_card,
    _near_harmless,
)
