"""Places: states, and the country for what holds everywhere. One file each in `us/`; the country is
`us/US.yaml`."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from content import documents
from content.documents import Document
from content.findings import ContentError, Finding, shown
from content.law import StateLaw
from content.phrases import Translator

COUNTRY = "us"
_CONTACTS: Final = frozenset({"find", "legal_help"})


@dataclass(frozen=True)
class Place:
    """A state, D.C. or Puerto Rico; or the country, while no state is chosen.

    id: such as "us-ny", "us" for the country; code: such as "NY", "US" for the country.
    """

    id: str
    code: str
    law: StateLaw

    @property
    def is_country(self) -> bool:
        """Whether it is the country, so that no state is chosen."""
        return self.id == COUNTRY

    @property
    def timezones(self) -> tuple[str, ...]:
        """IANA names, the one most people live in first; empty for the country."""
        return self.law.timezones

    @property
    def timezone(self) -> str | None:
        """The place's only time zone; None when it spans several, and for the country."""
        return self.timezones[0] if len(self.timezones) == 1 else None

    def name(self, translator: Translator) -> str:
        """The name in the translator's language."""
        return translator.pgettext("place", self.law.name)


def read(root: Path, overlay: Path | None) -> tuple[StateLaw, ...]:
    """The law of every place, the country's first. A file in `overlay` replaces ours fact by fact;
    its contacts come before ours and replace only those of the same name. Raises ContentError with
    every fault.
    """
    laws: dict[str, StateLaw] = {}
    findings: list[Finding] = []
    files = {file.stem: file for file in sorted(root.glob("*.yaml"))}
    theirs = {file.stem: file for file in sorted(overlay.glob("*.yaml"))} if overlay else {}
    for stem in sorted({**files, **theirs}, key=lambda stem: (stem != COUNTRY.upper(), stem)):
        layers = [each[stem] for each in (files, theirs) if stem in each]
        try:
            laws[stem] = _law(layers)
        except ContentError as refused:
            findings.extend(refused.findings)
    if not findings and COUNTRY.upper() not in laws:
        findings.append(Finding(shown(root / "US.yaml"), 0, "the country's own file is missing"))
    if findings:
        raise ContentError(findings)
    return tuple(laws.values())


def _law(layers: list[Path]) -> StateLaw:
    ours, *theirs = (documents.read(file.read_text("utf-8"), file) for file in layers)
    document = ours
    for over in theirs:
        values = {**document.values, **over.values}
        for name in _CONTACTS & over.values.keys():
            values[name] = _theirs_first(over.values[name], document.values.get(name))
        document = Document(over.file, values, over.lines)
    law = document.model(StateLaw)
    if law.code != document.file.stem:
        raise ContentError([document.finding(("code",), f"the file is not named {law.code}.yaml")])
    return law


def _theirs_first(theirs: Any, ours: Any) -> Any:
    """Their contacts, then ours of other names. A value that is no list is returned as it is, for
    the model to refuse."""
    if not isinstance(theirs, list):
        return theirs
    named = {each.get("name") for each in theirs if isinstance(each, dict)}
    marked = [{**each, "from_host": True} if isinstance(each, dict) else each for each in theirs]
    return [*marked, *(each for each in ours or () if each.get("name") not in named)]


def by_name(places: Iterable[Place], translator: Translator) -> list[Place]:
    """The country first, then by name in the translator's language, whatever the accents."""
    return sorted(
        places, key=lambda place: (not place.is_country, _unaccented(place.name(translator)))
    )


def _unaccented(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))


def arranged(laws: tuple[StateLaw, ...]) -> Mapping[str, Place]:
    """The places by id, the country first. Each state's contacts are followed by the national
    ones."""
    country = laws[0]
    places = {COUNTRY: Place(COUNTRY, country.code, country)}
    for law in laws[1:]:
        shared = {
            "find": law.find + country.find,
            "legal_help": tuple(dict.fromkeys(law.legal_help + country.legal_help)),
        }
        id = f"{COUNTRY}-{law.code.lower()}"
        places[id] = Place(id, law.code, law.model_copy(update=shared))
    return places
