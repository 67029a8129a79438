"""Facts of law: confidence, sources, and the types they share, such as spans of time and grades.

A fact is known, and so shown, if its confidence is "high" (the text of the law was read, or two
sources agree) or "medium" (one secondary source). A "low" one is kept for whoever checks it next;
readers are told that we could not confirm it.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from content import rendering
from content.sources import Frozen, Source, Words

Confidence = Literal["high", "medium", "low"]


def _dialable(number: str) -> str:
    if not rendering.phones(number):
        raise ValueError(f"{number} is not a phone number in use")
    return number


Phone = Annotated[str, StringConstraints(pattern=r"^\d{3}-\d{3}-\d{4}$"), AfterValidator(_dialable)]
Dollars = Annotated[int, Field(gt=0)]


class Fact(Frozen):
    """The fields that every fact has. A known fact needs a source.

    cite: the statute or ruling, as lawyers cite it; note: for whoever checks the fact next, never
    shown to readers.
    """

    confidence: Confidence
    cite: Words | None = None
    sources: tuple[Source, ...] = ()
    note: Words | None = None

    @property
    def known(self) -> bool:
        """Whether the fact may be shown."""
        return self.confidence != "low"

    @model_validator(mode="after")
    def _sourced(self) -> "Fact":
        if self.known and not self.sources:
            raise ValueError(f"a fact of {self.confidence} confidence needs a source")
        return self


class Span(Frozen):
    """A length of time in exactly one unit."""

    hours: int | None = Field(default=None, gt=0)
    days: int | None = Field(default=None, gt=0)
    months: int | None = Field(default=None, gt=0)
    years: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_unit(self) -> "Span":
        if len(self.model_fields_set) != 1:
            raise ValueError("give one of hours, days, months or years")
        return self


class Grade(Frozen):
    """The grade of an offense: how serious the law takes it.

    level: its class, such as "A" or "1"; called: what that state calls the level; degree: 1 for
    first-degree.
    """

    kind: Literal[
        "misdemeanor",
        "petty_misdemeanor",
        "gross_misdemeanor",
        "aggravated_misdemeanor",
        "felony",
        "state_jail_felony",
        "crime",
        "petty_offense",
        "disorderly_persons_offense",
        "violation",
    ]
    level: Words | None = None
    called: Literal["class", "level"] = "class"
    degree: int | None = Field(default=None, ge=1, le=5)
