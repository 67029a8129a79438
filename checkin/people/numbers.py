"""Phone numbers of contacts, as people write them: one function for texts and for pages.

A number is read with its country: by its international prefix, else by a country named beside it,
else as one of the United States. Pure: no database.
"""

from collections.abc import Iterator
from functools import cache

import phonenumbers
import regex
from babel import Locale
from phonenumbers import (
    Leniency,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    PhoneNumberType,
)

from checkin.refusals import Reason, Refused

_HOME = "US"
_LONGEST = 160  # characters in which a number is looked for
_REACHABLE = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.VOIP,
)
_EDGES = regex.compile(r"^[\s\p{P}]+|[\s\p{P}]+$")
_DIGIT = regex.compile(r"\d")

# How people write what the library does not read: 00 and 011 for "+", a 1 that Mexico had before
# mobile numbers, 044 for +44, and 044 or 045 as Mexico's old prefixes of mobile numbers.
_REWRITTEN = (
    (regex.compile(r"(?<![\d+])(?:00|011)[\s.-]?(?=[1-9])"), "+"),
    (regex.compile(r"\+\s?52[\s.-]?1[\s.-]?(?=\d(?:[\s.()-]*\d){9}(?!\d))"), "+52 "),
)
_READINGS = (
    (regex.compile(r"(?!)"), ""),
    (regex.compile(r"(?<![\d+])0(?=44[\s.-]?\d|52[\s.-]?\d)"), "+"),
    (regex.compile(r"(?<![\d+])04[45][\s.-]?(?=\d)"), "+52 "),
)

_LANGUAGES = ("en", "es")
_ALSO = {
    "uk": "GB", "u.k.": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "great britain": "GB", "inglaterra": "GB", "gran bretaña": "GB", "mx": "MX", "mexico": "MX",
    "usa": "US", "u.s.": "US", "eeuu": "US", "ee.uu.": "US",
}  # fmt: skip
_ALSO_FIRST_NAMES = frozenset(
    {"georgia", "jordan", "chad", "israel", "india", "kenya", "malta", "dominica", "jersey", "cuba",
     "china", "america", "sudan", "iran", "lebanon", "peru", "france", "francia", "andorra"}
)  # fmt: skip
"""Countries that are names of people as well. They count only where the number would be none
without them."""


def read(typed: str) -> str:
    """The number in what was typed, in E.164. Raises Refused with the reason."""
    return find(typed)[0]


def find(text: str) -> tuple[str, str]:
    """The one number in the text, in E.164, and the words around it, such as the contact's name.

    Raises Refused when there is none or more than one, or when no text of ours could reach it.
    """
    if len(text) > _LONGEST:
        raise Refused(Reason.SEVERAL_NUMBERS)
    for sign, plain in _REWRITTEN:
        text = sign.sub(plain, text)
    problem: Refused | None = None
    for sign, plain in _READINGS:
        written = sign.sub(plain, text)
        for region, name in _regions(written):
            try:
                return _one(written, region, name)
            except Refused as refused:
                problem = _graver(problem, refused)
    raise problem or Refused(Reason.NO_NUMBER)


def spaced(phone: str) -> str:
    """A number in E.164 as people read it: "+1 202 555 0122"."""
    number = phonenumbers.parse(phone)
    shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return shown.replace("-", " ")


_GRAVITY = (
    Reason.NO_NUMBER,
    Reason.BAD_NUMBER,
    Reason.SERVICE_NUMBER,
    Reason.EXTENSION,
    Reason.SEVERAL_NUMBERS,
)


def _graver(first: Refused | None, second: Refused) -> Refused:
    """The reason that says more about what was written."""
    if first is None or _GRAVITY.index(second.reason) > _GRAVITY.index(first.reason):
        return second
    return first


def _one(written: str, region: str, country: str) -> tuple[str, str]:
    found = list(PhoneNumberMatcher(written, region, leniency=Leniency.POSSIBLE))
    if len(found) > 1:
        raise Refused(Reason.SEVERAL_NUMBERS)
    if not found:
        raise Refused(Reason.BAD_NUMBER if _DIGIT.search(written) else Reason.NO_NUMBER)
    number = found[0].number
    _check(number)
    around = (written[: found[0].start], written[found[0].end :])
    if country and number.country_code == phonenumbers.country_code_for_region(region):
        around = tuple(_without(part, country) for part in around)  # type: ignore[assignment]
    rest = " ".join(filter(None, (_EDGES.sub("", part) for part in around)))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), rest


def _check(number: PhoneNumber) -> None:
    if number.extension:
        raise Refused(Reason.EXTENSION)
    if not phonenumbers.is_valid_number(number):
        raise Refused(Reason.BAD_NUMBER)
    if phonenumbers.number_type(number) not in _REACHABLE:
        raise Refused(Reason.SERVICE_NUMBER)


def _regions(written: str) -> Iterator[tuple[str, str]]:
    """The countries to try, likeliest first, each with its name as it stands in the text; empty for
    our own."""
    folded = written.casefold()
    named = [
        (region, name)
        for name, region in _countries().items()
        # The first test is for speed: hardly any text names a country.
        if name in folded and regex.search(rf"(?<!\p{{L}}){regex.escape(name)}(?!\p{{L}})", folded)
    ]
    yield from (each for each in named if each[1] not in _ALSO_FIRST_NAMES)
    yield _HOME, ""
    yield from (each for each in named if each[1] in _ALSO_FIRST_NAMES)


def _without(part: str, country: str) -> str:
    named = regex.compile(rf"(?<!\p{{L}}){regex.escape(country)}(?!\p{{L}})", regex.IGNORECASE)
    return named.sub("", part)


@cache
def _countries() -> dict[str, str]:
    """Region code by name of the country, in `casefold`, the longest names first."""
    known = dict(_ALSO)
    for lang in _LANGUAGES:
        for region, name in Locale(lang).territories.items():
            if region in phonenumbers.SUPPORTED_REGIONS and region != _HOME:
                known[name.casefold()] = region
    return dict(sorted(known.items(), key=lambda each: -len(each[0])))
