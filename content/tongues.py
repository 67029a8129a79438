"""Tongues: languages that we do not speak, each with one sentence for whoever texts us in it.

Which ones is our choice: those that the American Community Survey names among the most spoken at
home after English and Spanish (tables B16001 and C16001 of the U.S. Census Bureau,
https://www.census.gov/topics/population/language-use/about.html), those we want to speak later, and
some that were cheap. The sentences are machine-made drafts; see the head of `tongues.yaml`.
"""

from datetime import date
from pathlib import Path
from typing import Final

from content import documents
from content.sources import Frozen, Words

FILE: Final = Path(__file__).parent / "tongues.yaml"
LATIN: Final = "Latin"


class Tongue(Frozen):
    """A language that we do not speak. code: its key in the file, as CLDR has it ("zh_Hant"). The
    head of `tongues.yaml` says what the other fields are."""

    code: Words
    danger: Words
    about: Words
    script: tuple[Words, ...] = (LATIN,)
    letters: str = ""
    words: tuple[Words, ...] = ()
    alone: tuple[Words, ...] = ()
    names: tuple[Words, ...] = ()
    reviewed_by: Words | None = None
    reviewed_on: date | None = None

    @property
    def sentence(self) -> str:
        """All that we can say in it."""
        return f"{self.danger} {self.about}"


class _File(Frozen):
    tongues: tuple[Tongue, ...]


def read(file: Path = FILE) -> tuple[Tongue, ...]:
    """Every tongue, in the order of the file. Raises ContentError with every fault."""
    document = documents.read(file.read_text("utf-8"), file)
    entries = [{"code": code, **entry} for code, entry in document.values.items()]
    return documents.Document(file, {"tongues": entries}).model(_File).tongues
