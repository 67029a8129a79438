"""Language negotiation: which of our languages suits the tags a person asks for."""

from collections.abc import Iterable, Sequence

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from content.phrases import Language


def choose(wanted: Iterable[str], spoken: Sequence[Language]) -> Language | None:
    """The language of `spoken` for the first tag in `wanted` that matches any; None if none does.

    `wanted`: language tags, most preferred first, as in Accept-Language: "zh-CN", "pt-PT". For each
    tag the exact language wins ("pt-BR" → pt_BR), then one with the same language and script
    ("zh-CN" → zh_Hans, "pt-PT" → pt_BR). Another script never matches: a reader of traditional
    Chinese is not given simplified.
    """
    exact = {language.code.lower(): language for language in spoken}
    written = {_written(language.code): language for language in reversed(spoken)}
    for tag in wanted:
        code = tag.strip().replace("-", "_")
        found = exact.get(code.lower()) or written.get(_written(code))
        if found:
            return found
    return None


def _written(code: str) -> tuple[str, str] | None:
    """Language and script of a code, the script from CLDR's likely subtags if the code has none;
    None for an unknown code."""
    try:
        locale = Locale.parse(code)
        if locale.script is None:
            locale = Locale.parse(_likely(locale))
    except (ValueError, UnknownLocaleError):
        return None
    return locale.language, locale.script or ""


def _likely(locale: Locale) -> str:
    subtags = get_global("likely_subtags")
    territory = f"{locale.language}_{locale.territory}"
    return str(subtags.get(territory) or subtags.get(locale.language) or locale.language)
