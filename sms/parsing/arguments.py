"""What follows a command: a duration, a phone number, a place, two PINs."""

import regex

from checkin.people import numbers
from checkin.refusals import Refused
from checkin.times import until
from sms.parsing import lengths
from sms.parsing.acts import (
    AddContact,
    Arm,
    ArmUntil,
    BadContact,
    BadDuration,
    BadPins,
    Court,
    NearCommand,
    Ok,
    OkByCode,
    RemoveContact,
    SetPins,
)
from sms.parsing.commands import Command
from sms.parsing.meanings import (
    AskLanguage,
    AskPlace,
    Foreign,
    Parsed,
    SetLanguage,
    SetName,
    SetPlace,
)
from sms.parsing.normalize import SOS_SIGN, Text
from sms.parsing.vocabulary import Vocabulary

_ASKS_BACK = (AskLanguage, AskPlace, BadContact, BadDuration, BadPins, NearCommand)
_MAY_BEGIN_A_QUESTION = {
    Command.LANG,
    Command.STATE,
    Command.ADD,
    Command.REMOVE,
    Command.PIN,
    Command.UNTIL,
}

_PIN = regex.compile(r"[0-9]{4,8}")
_CHECKIN_CODE = regex.compile(r"([acdefhjklmnprtuvwxy]{3})[ -]?([0-9]{5})(?: ([0-9]{4,8}))?")
_BETWEEN_PINS = regex.compile(r"[\s\p{P}]+")
_MINUTES = regex.compile(r"\+?[1-9][0-9]{0,2}")
_FILLERS = regex.compile(
    r"^(?:(?:me|another|otros?|otras?|unos|like)\b ?)+"
    r"|(?: ?\b(?:more|mas|más|extra|please|pls|to it|to (?:my|the) timer|por favor|al reloj))+$"
)
_LIST_NUMBER = regex.compile(r"[1-9][0-9]?")
_EDGES = regex.compile(r"^[\s\p{P}]+|[\s\p{P}]+$")
_VISIBLE = regex.compile(r"[\p{L}\p{N}\p{S}]")
_NAME_WORDS = 4


def understand(command: Command, rest: Text, whole: Text, words: Vocabulary) -> Parsed | None:
    """What a command means together with its arguments. rest: what follows it; whole: all of it.

    None when this command takes no arguments, or when they read more like a question in own words
    ("place to sleep tonight").
    """
    meaning = _meaning(command, rest, whole, words)
    timed = command is Command.UNTIL and isinstance(meaning, NearCommand)
    if command in _MAY_BEGIN_A_QUESTION and isinstance(meaning, _ASKS_BACK) and not timed:
        question = len(rest.words) > 2 and not regex.search(r"\d", rest.bare)
        return None if question else meaning
    return meaning


def complete(command: Command, rest: Text, whole: Text, words: Vocabulary) -> bool:
    """Whether `rest` holds all the arguments that the command needs to act."""
    meaning = _meaning(command, rest, whole, words)
    return meaning is not None and not isinstance(meaning, _ASKS_BACK)


def _meaning(command: Command, rest: Text, whole: Text, words: Vocabulary) -> Parsed | None:
    match command:
        case Command.IN:
            return _timer(rest)
        case Command.UNTIL:
            return _until(rest, whole)
        case Command.OK if _PIN.fullmatch(rest.bare) and not whole.is_doubtful:
            return Ok(rest.bare)
        case Command.OK if (found := by_code(rest.bare)) and not whole.is_doubtful:
            return found
        case Command.REMOVE if _LIST_NUMBER.fullmatch(rest.bare):
            return RemoveContact(int(rest.bare))
        case Command.OK | Command.REMOVE | Command.FORGET_ME:
            asked = Command.SOS if SOS_SIGN in whole.written else command
            return NearCommand(asked, whole.written)
        case Command.PIN:
            return _pins(rest)
        case Command.ADD if _is_time(rest):  # "add 30 min": to a timer
            return NearCommand(Command.EXTEND, whole.written)
        case Command.ADD:
            return contact(rest)
        case Command.LANG:
            lang = words.language(rest.bare)
            if lang:
                return SetLanguage(lang)
            code = words.tongues.tagged(rest.bare)
            return Foreign(code, whole.written) if code else AskLanguage(rest.written)
        case Command.STATE:
            place_id = words.places.get(rest.bare)
            return SetPlace(place_id) if place_id else AskPlace(rest.written)
        case Command.COURT:
            return Court(rest.written)
        case Command.NAME if len(rest.words) <= _NAME_WORDS:
            name = _EDGES.sub("", rest.written)
            return SetName(name if _VISIBLE.search(name) else "")
        case _:
            return None


def _is_time(rest: Text) -> bool:
    """Whether what follows ADD is a length of time and nothing else."""
    words = _FILLERS.sub("", rest.plain)
    found = lengths.split(Text(words))
    return bool(_MINUTES.fullmatch(words)) or (found is not None and not found.rest)


def by_code(bare: str) -> OkByCode | None:
    """The meaning of a `bare` text that is a check-in code, with a PIN after it or without."""
    code = _CHECKIN_CODE.fullmatch(bare)
    return OkByCode(code[1].upper() + code[2], code[3]) if code else None


def contact(text: Text) -> AddContact | BadContact:
    """The contact to add: the one phone number in the text, and the words around it as the name."""
    try:
        phone, name = numbers.find(text.written)
    except Refused as refused:
        return BadContact(text.written, refused.reason)
    return AddContact(phone, name)


def _timer(rest: Text) -> Arm | BadDuration:
    found = lengths.split(rest)
    if found is None or found.doubt:
        return BadDuration(rest.written)
    return Arm(found.duration, found.rest)


def _until(rest: Text, whole: Text) -> ArmUntil | BadDuration | NearCommand:
    if lengths.split(rest):  # "until 2 hours"
        return NearCommand(Command.IN, whole.written)
    found = until.split(rest.written)
    if found is None:
        return BadDuration(rest.written)
    if found.doubt:
        return NearCommand(Command.UNTIL, whole.written)
    return ArmUntil(found.clock, found.rest)


def _pins(rest: Text) -> SetPins | BadPins:
    pins = _BETWEEN_PINS.split(rest.bare)
    if len(pins) != 2:
        return BadPins("not two")
    if not all(map(_PIN.fullmatch, pins)):
        return BadPins("not 4 to 8 digits")
    safe, duress = pins
    return SetPins(safe, duress) if safe != duress else BadPins("the same")
