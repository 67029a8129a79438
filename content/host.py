"""The host, who runs this: name, words, colours, logo and help lines, from `host.yaml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from content import contrast, documents, logo
from content.facts import Phone
from content.findings import ContentError
from content.law import Help
from content.logo import Logo, LogoError
from content.phrases import Language, nearest
from content.sources import Day, Frozen, Source, Url, Words

FILE = "host.yaml"
BACKGROUNDS: Mapping[str, tuple[str, ...]] = {
    "light": ("#f4f2ec", "#fffefa"),
    "dark": ("#0c0f13", "#171c23"),
}
"""The pages' background colours, by theme."""


def _language(code: str) -> str:
    try:
        Language.of(code)
    except ValueError:
        raise ValueError(f"“{code}” names no language") from None
    return code


Code = Annotated[str, AfterValidator(_language)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Name = Annotated[Words, Field(max_length=60)]
About = Annotated[Words, Field(max_length=400)]
Short = Annotated[Words, Field(max_length=80)]


class Colours(Frozen):
    """The accent colour of buttons, for each theme. It must be readable on our backgrounds."""

    light: Colour
    dark: Colour

    @model_validator(mode="after")
    def _readable(self) -> "Colours":
        for theme, change in (("light", "darker"), ("dark", "lighter")):
            colour = getattr(self, theme)
            for background in BACKGROUNDS[theme]:
                ratio = contrast.ratio(colour, background)
                if ratio < contrast.LEAST:
                    raise ValueError(
                        f"{theme} {colour} cannot be read well on {background}: its contrast is "
                        f"{ratio:.2f}, and {contrast.LEAST} is the least. Make it {change}"
                    )
        return self


class Hotline(Frozen):
    """A help line of the group's own, or one it trusts. hours: in words, by language code;
    languages: codes of those spoken there; checked: the day someone last called it."""

    name: Name
    phone: Phone | None = None
    url: Url | None = None
    hours: Mapping[Code, Short] = {}
    languages: tuple[Code, ...] = ()
    checked: Day

    @model_validator(mode="after")
    def _reachable(self) -> "Hotline":
        if not (self.phone or self.url):
            raise ValueError("a phone number or a web address is needed")
        return self


class Host(Frozen):
    """The contents of `host.yaml`. about: who they are, by language code; url: their own web pages;
    logo: the name of a picture file beside it."""

    name: Name
    about: Mapping[Code, About] = {}
    url: Url | None = None
    colours: Colours | None = None
    logo: Annotated[str, StringConstraints(pattern=r"^[\w.-]+$")] | None = None
    hotlines: tuple[Hotline, ...] = ()

    @model_validator(mode="after")
    def _says_where_from(self) -> "Host":
        for line in self.hotlines:
            if not (line.url or self.url):
                raise ValueError(f"{line.name} needs a url, or the group does: readers see it")
        return self

    def said(self, lang: str) -> tuple[str, Language] | None:
        """Who they are, with the language of the words: in `lang`, else in English, else in the
        first language given; None if `about` is empty."""
        return spoken(self.about, lang)

    def helpers(self) -> tuple[Help, ...]:
        """The help lines as facts of law, to be shown among the contacts of every place."""
        return tuple(
            Help(
                kind="hotline",
                name=line.name,
                phone=line.phone,
                url=line.url,
                hours=tuple(line.hours.items()),
                languages=line.languages,
                from_host=True,
                confidence="high",
                sources=(
                    Source(title=self.name, url=line.url or self.url or "", date=line.checked),
                ),
            )
            for line in self.hotlines
        )


def spoken(words: Mapping[str, str], lang: str) -> tuple[str, Language] | None:
    """From words by language code, those nearest to `lang` and their language; None if empty."""
    code = nearest(words, lang)
    return None if code is None else (words[code], Language.of(code))


def read(folder: Path) -> tuple[Host, Logo | None] | None:
    """The host of a content folder and its logo; None without `host.yaml`. Raises ContentError."""
    file = folder / FILE
    if not file.exists():
        return None
    document = documents.read(file.read_text("utf-8"), file)
    host = document.model(Host)
    if host.logo is None:
        return host, None
    try:
        return host, logo.read(folder / host.logo)
    except LogoError as refused:
        raise ContentError([document.finding(("logo",), f"logo: {refused}")]) from refused
