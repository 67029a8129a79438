"""Which of our languages a person asked for."""

from collections.abc import Iterable, Sequence

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from content.phrases import Language


def choose(wanted: Iterable[str], spoken: Sequence[Language]) -> Language | None:
    """The spoken language that suits the first wanted tag that any suits, or None.

    `wanted` holds language tags in order of preference, as Accept-Language has them: "zh-CN",
    "pt-PT". A whole tag wins ("pt-BR" → pt_BR), then the same language in the same script
    ("zh-CN" → zh_Hans, "pt-PT" → pt_BR). A different script never matches: a reader of
    traditional Chinese is not given simplified.
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
    """Language and script, the script filled in from CLDR's likely subtags."""
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
