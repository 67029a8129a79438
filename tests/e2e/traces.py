"""Marks that a whole life leaves with us, and the search for them in whatever we leave behind."""

from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

PHONES_OF_OTHERS = "simulator.db"
"""The demo's stand-in for the telephone network: what it holds is on other people's phones."""


@dataclass
class Marks:
    """What was told to us in confidence, by what it is."""

    said: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, what: str) -> str:
        return self.said[what]

    def number(self, whose: str) -> str:
        """A phone's number in E.164; the mark is shorter, as people write it."""
        return f"+1{self.said[whose]}"

    def add(self, what: str, value: str) -> str:
        self.said[what] = value
        return value

    def found_in(self, traces: dict[str, bytes]) -> list[tuple[str, str]]:
        """Where which of them can be read: plain, or in a dress that anyone takes off."""
        return [
            (where, what)
            for where, left in traces.items()
            for what, value in self.said.items()
            if any(form in left for form in _forms(value))
        ]


def everything() -> Marks:
    """One word of every kind that appears nowhere else."""
    return Marks(
        {
            "person's number": "2025550161",
            "contact's number": "2025550172",
            "other phone's number": "2025550183",
            "person's name": "Quillonia",
            "contact's name": "Brunhildis",
            "note": "Zanzibar motel 4711b",
            "plan": "Insulin for Fluffington",
            "court note": "Bring Wombatson",
            "place": "40.71281",
            "PIN": "83649125",
            "danger PIN": "60318274",
            "search": "xylophonist",
        }
    )


def files(folder: Path) -> dict[str, bytes]:
    """Every file below, but for other people's phones."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith(PHONES_OF_OTHERS)
    }


def _forms(value: str) -> set[bytes]:
    raw = value.encode()
    return {raw, quote(value).encode(), raw.hex().encode(), b64encode(raw).rstrip(b"=")[:-1]}
