"""Symptoms, which the doctor finds: each says what it is, why it matters and what mends it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Symptom:
    """One line of the doctor's report. `mend` is a command wherever one does it."""

    state: State
    about: str
    what: str
    why: str = ""
    mend: str = ""


def fine(about: str, what: str) -> Symptom:
    return Symptom(State.FINE, about, what)


def note(about: str, what: str, why: str = "", mend: str = "") -> Symptom:
    """Works, but whoever runs the server should know."""
    return Symptom(State.NOTE, about, what, why, mend)


def wrong(about: str, what: str, why: str, mend: str) -> Symptom:
    return Symptom(State.WRONG, about, what, why, mend)
