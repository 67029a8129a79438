"""Who runs this: the group's name, words, colours, picture and help lines, from its `host.yaml`."""

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
"""What the pages are painted on, by theme."""


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
    """The accent: of buttons, in either theme."""

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
    """A line of the group's own, or one it trusts. checked: the day someone last called it;
    hours: in words, by language; languages: spoken there."""

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
    """about: who they are, by language; url: their own pages; logo: a file beside this one."""

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
        """Who they are, in this language, else in English, else as it is written; None if it is
        not."""
        return spoken(self.about, lang)

    def helpers(self) -> tuple[Help, ...]:
        """The help lines as the pages and texts show contacts."""
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
    """Of words by language those for this reader, and their language."""
    code = nearest(words, lang)
    return None if code is None else (words[code], Language.of(code))


def read(folder: Path) -> tuple[Host, Logo | None] | None:
    """The host of a content folder and its picture; None without `host.yaml`. Raises
    ContentError."""
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
