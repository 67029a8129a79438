"""Phrases: every translation outside the web pages, from the gettext catalogues in `locales/`.

A language is a folder `locales/<lang>/LC_MESSAGES/` with two catalogues: `messages` (interface,
texts, law phrases, command words) and `cards`. English is the source language and has none.
"""

import gettext as gnu
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError

from content.findings import ContentError, Finding, shown


def nearest(codes: Iterable[str], lang: str) -> str | None:
    """Which of `codes` suits a reader of `lang`: the same, else English, else the first. None if
    `codes` is empty."""
    written = tuple(codes)
    return next((code for code in (lang, SOURCE, *written) if code in written), None)


def _find_locales() -> Path:
    """The folder of catalogues: beside the packages in a clone, in this package in a wheel."""
    package = Path(str(resources.files("content")))
    installed = package / "locales"
    return installed if installed.is_dir() else package.parent / "locales"


LOCALES = _find_locales()
SOURCE = "en"
DOMAINS = ("messages", "cards")
Direction = Literal["ltr", "rtl"]


class UntranslatedError(LookupError):
    """A strict translator has no current translation of a message."""


@dataclass(frozen=True)
class Language:
    """A language.

    code: as its folder in `locales/`, such as "es" or "zh_Hans"; tag: the same for HTML, "zh-Hans";
    name: in the language itself, "Español"; direction: "ltr" or "rtl".
    """

    code: str
    tag: str
    name: str
    direction: Direction

    @classmethod
    def of(cls, code: str) -> "Language":
        """Raises ValueError for a code that names no language."""
        try:
            locale = Locale.parse(code)
        except UnknownLocaleError as unknown:
            raise ValueError(f"“{code}” names no language") from unknown
        name = locale.get_display_name() or code
        direction: Direction = "rtl" if locale.text_direction == "rtl" else "ltr"
        return cls(code, code.replace("_", "-"), name[:1].upper() + name[1:], direction)


class _Missing(gnu.NullTranslations):
    """The fallback of a catalogue: gettext asks it for messages without a current translation, and
    it raises."""

    def gettext(self, message: str) -> str:
        raise UntranslatedError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise UntranslatedError(msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        raise UntranslatedError(context, message)


_ENGLISH = gnu.NullTranslations()


class Translator:
    """Translates into one language, falling back to English message by message.

    Parameters, `%(name)s`, are filled in only when any are given, so a lone "%" is safe.
    """

    def __init__(self, lang: str, catalogue: gnu.NullTranslations, *, strict: bool = False) -> None:
        self.lang = lang
        self._catalogue = catalogue
        self._strict = strict

    def gettext(self, message: str, **params: object) -> str:
        """The message in this language."""
        try:
            found = self._catalogue.gettext(message)
        except UntranslatedError:
            found = self._untranslated(message)
        return found % params if params else found

    def ngettext(self, one: str, many: str, n: int, **params: object) -> str:
        """The message in the plural form for `n`; `n` is also the parameter `num`."""
        try:
            found = self._catalogue.ngettext(one, many, n)
        except UntranslatedError:
            found = self._untranslated(_ENGLISH.ngettext(one, many, n))
        return found % {"num": n, **params}

    def pgettext(self, context: str, message: str, **params: object) -> str:
        """The message in a gettext context, such as "command" for a word people text us."""
        try:
            found = self._catalogue.pgettext(context, message)
        except UntranslatedError:
            found = self._untranslated(message)
        return found % params if params else found

    def strict(self) -> "Translator":
        """The same language, but raising UntranslatedError instead of falling back to English."""
        return Translator(self.lang, self._catalogue, strict=True)

    def _untranslated(self, message: str) -> str:
        if self._strict:
            raise UntranslatedError(message)
        return message


class Phrases:
    """The catalogues of every language. `languages`: English first, the others by code."""

    def __init__(
        self,
        locales: Path,
        languages: tuple[Language, ...],
        catalogues: Mapping[tuple[str, str], gnu.NullTranslations],
    ) -> None:
        self.locales = locales
        self.languages = languages
        self._catalogues = catalogues

    @classmethod
    def load(cls, locales: Path) -> "Phrases":
        """Read the compiled catalogues. Raises ContentError when one is missing or unreadable."""
        languages: list[Language] = [Language.of(SOURCE)]
        catalogues: dict[tuple[str, str], gnu.NullTranslations] = {}
        findings: list[Finding] = []
        for folder in sorted(path.parent for path in locales.glob("*/LC_MESSAGES")):
            try:
                languages.append(Language.of(folder.name))
            except ValueError as unknown:
                findings.append(Finding(shown(folder), 0, str(unknown)))
                continue
            for domain in DOMAINS:
                file = folder / "LC_MESSAGES" / f"{domain}.mo"
                try:
                    catalogues[folder.name, domain] = _read(file)
                except OSError as fault:
                    findings.append(Finding(shown(file), 0, _missing_reason(fault)))
        if findings:
            raise ContentError(findings)
        return cls(locales, tuple(languages), catalogues)

    def files(self) -> Iterator[Path]:
        """The path of every compiled catalogue (`.mo`)."""
        for language in self.languages[1:]:
            for domain in DOMAINS:
                yield self.locales / language.code / "LC_MESSAGES" / f"{domain}.mo"

    def language(self, code: str) -> Language:
        """The language with this code; English for a code we do not speak."""
        return next((each for each in self.languages if each.code == code), self.languages[0])

    def translator(self, lang: str) -> Translator:
        """The translator for interface, texts, law phrases and command words; English for a
        language that we do not speak."""
        return self._translator(lang, "messages")

    def cards_translator(self, lang: str) -> Translator:
        """The translator for cards; English for a language that we do not speak."""
        return self._translator(lang, "cards")

    def _translator(self, lang: str, domain: str) -> Translator:
        catalogue = self._catalogues.get((lang, domain))
        return Translator(lang, catalogue) if catalogue else Translator(SOURCE, _ENGLISH)


def _read(file: Path) -> gnu.GNUTranslations:
    with file.open("rb") as opened:
        catalogue = gnu.GNUTranslations(opened)
    catalogue.add_fallback(_Missing())
    return catalogue


def _missing_reason(fault: OSError) -> str:
    what = "not there" if isinstance(fault, FileNotFoundError) else f"unreadable ({fault})"
    return f"this compiled catalogue is {what}; run `make install`, or `pybabel compile` by hand"
