"""Parts of sentences on law: spans of time, sums, ordinals, grades of offense, lists."""

from collections.abc import Iterable
from typing import Literal, assert_never

from babel.lists import format_list

from content.facts import Grade, Span
from content.phrases import Translator


def span(length: Span, t: Translator) -> str:
    """A span of time in words: "90 days", "1 year"."""
    if length.hours:
        return t.ngettext("%(num)d hour", "%(num)d hours", length.hours)
    if length.days:
        return t.ngettext("%(num)d day", "%(num)d days", length.days)
    if length.months:
        return t.ngettext("%(num)d month", "%(num)d months", length.months)
    return t.ngettext("%(num)d year", "%(num)d years", length.years or 0)


def capitalized(clause: str) -> str:
    """The clause with a capital first letter, the rest as it is."""
    return clause[:1].upper() + clause[1:]


def dollars(amount: int) -> str:
    """A sum of dollars as written in the US, in every language: "$1,000"."""
    return f"${amount:,}"


def listed(items: Iterable[str], t: Translator, *, style: Literal["standard", "or"]) -> str:
    """The items as a list: "a, b, and c", or with style "or" "a, b, or c"."""
    return format_list(list(items), style=style, locale=t.lang)


def ordinal(number: int, t: Translator) -> str:
    """An ordinal from 1 to 5: "second"."""
    match number:
        case 1:
            return t.pgettext("ordinal", "first")
        case 2:
            return t.pgettext("ordinal", "second")
        case 3:
            return t.pgettext("ordinal", "third")
        case 4:
            return t.pgettext("ordinal", "fourth")
        case _:
            return t.pgettext("ordinal", "fifth")


def grade(of: Grade, t: Translator) -> str:
    """A grade in words: "a class B misdemeanor", "a second-degree misdemeanor", "a felony"."""
    if of.level:
        return _level(of, of.level, t)
    if of.degree:
        return _degree(of, ordinal(of.degree, t), t)
    match of.kind:
        case "misdemeanor":
            return t.gettext("a misdemeanor")
        case "petty_misdemeanor":
            return t.gettext("a petty misdemeanor")
        case "gross_misdemeanor":
            return t.gettext("a gross misdemeanor")
        case "aggravated_misdemeanor":
            return t.gettext("an aggravated misdemeanor")
        case "felony":
            return t.gettext("a felony")
        case "state_jail_felony":
            return t.gettext("a state jail felony")
        case "crime":
            return t.gettext("a crime")
        case "petty_offense":
            return t.gettext("a petty offense")
        case "disorderly_persons_offense":
            return t.gettext("a disorderly persons offense")
        case "violation":
            return t.gettext("a violation")
        case _:
            assert_never(of.kind)


def _level(of: Grade, level: str, t: Translator) -> str:
    if of.called == "level":
        return t.gettext("a level %(level)s felony", level=level)
    if of.kind == "felony":
        return t.gettext("a class %(level)s felony", level=level)
    if of.kind == "petty_misdemeanor":
        return t.gettext("a class %(level)s petty misdemeanor", level=level)
    return t.gettext("a class %(level)s misdemeanor", level=level)


def _degree(of: Grade, degree: str, t: Translator) -> str:
    match of.kind:
        case "felony":
            # Translators: degree is first, second, third …
            return t.gettext("a %(degree)s-degree felony", degree=degree)
        case "crime":
            # Translators: degree is first, second, third …
            return t.gettext("a %(degree)s-degree crime", degree=degree)
        case _:
            # Translators: degree is first, second, third …
            return t.gettext("a %(degree)s-degree misdemeanor", degree=degree)
