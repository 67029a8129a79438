"""The compiled library: one SQLite file with every card, every place's law and the search tables.

A cache: parsing Markdown and YAML takes seconds, reading this milliseconds. The file stores a
fingerprint of its sources, so that it is never used once they have changed.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlite_utils import Database

from content.card import Card, Front
from content.documents import Document
from content.files import Written
from content.host import Host
from content.law import StateLaw
from content.logo import Logo
from content.markdown import Block, Section

_FORMAT_VERSION = "4"  # change it whenever `write` stores something else


def fingerprint(files: Iterable[Path]) -> str:
    """A SHA-256 in hex over the names and bytes of the files and our format version."""
    digest = hashlib.sha256(_FORMAT_VERSION.encode())
    for file in files:
        digest.update(f"\0{file.name}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def made_from(file: Path) -> str | None:
    """The fingerprint of the sources that a compiled file was made from; None if there is no such
    file, or it is no compiled library."""
    if not file.exists():
        return None
    with _opened(file) as database:
        if "about" not in database.table_names():
            return None
        return str(next(database.query("SELECT sources FROM about"))["sources"])


def read(file: Path) -> Written:
    """Everything in a compiled file."""
    with _opened(file) as database:
        rows = list(database.query("SELECT * FROM texts ORDER BY place"))
        laws = database.query("SELECT law FROM laws ORDER BY place")
        about = next(database.query("SELECT * FROM about"))
        return Written(
            tuple(_card(row) for row in rows if not row["guide"]),
            tuple(_card(row) for row in rows if row["guide"]),
            tuple(StateLaw.model_validate_json(row["law"]) for row in laws),
            Host.model_validate_json(about["host"]) if about["host"] else None,
            Logo(about["logo_kind"], about["logo"]) if about["logo"] else None,
        )


@contextmanager
def writing(file: Path) -> Iterator[Database]:
    """A new database that replaces `file` atomically at the end, or not at all on an error."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".db", dir=file.parent)
    os.close(handle)
    made, database = Path(name), Database(name)
    try:
        yield database
        database.close()
        made.chmod(0o644)
        made.replace(file)
    finally:
        database.close()
        made.unlink(missing_ok=True)


def write(database: Database, written: Written, sources: str) -> None:
    """Write everything but the search tables. `sources`: the fingerprint of the source files."""
    texts = [(card, False) for card in written.cards] + [(guide, True) for guide in written.guides]
    database.table("texts").insert_all(
        {
            "place": place,
            "file": f"{card.file.parent.name}/{card.file.name}",
            "guide": guide,
            "front": card.front.model_dump_json(exclude_unset=True, by_alias=True),
            "sections": json.dumps([asdict(section) for section in card.sections]),
        }
        for place, (card, guide) in enumerate(texts)
    )
    database.table("laws").insert_all(
        {"place": place, "law": law.model_dump_json(exclude_unset=True, by_alias=True)}
        for place, law in enumerate(written.laws)
    )
    host, logo = written.host, written.logo
    database.table("about").insert(
        {
            "sources": sources,
            "host": host.model_dump_json(exclude_unset=True) if host else None,
            "logo": logo.body if logo else None,
            "logo_kind": logo.kind if logo else None,
        }
    )


def _card(row: dict[str, str]) -> Card:
    """The card of a row, without the line numbers of its front matter, which only checks need."""
    sections = tuple(
        Section(
            each["heading"],
            each["line"],
            tuple(Block(**(block | {"marks": tuple(block["marks"])})) for block in each["blocks"]),
        )
        for each in json.loads(row["sections"])
    )
    document = Document(Path(row["file"]), {})
    return Card(Front.model_validate_json(row["front"]), sections, document)


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    database = Database(sqlite3.connect(f"file:{file}?mode=ro", uri=True))
    try:
        yield database
    finally:
        database.close()
