"""What every fact of law is made of: how sure we are, where it is from, lengths of time, grades.

A fact is shown only when it is known: confidence "high" (the text of the law was read, or two
sources agree) or "medium" (one secondary source). "low" is kept for whoever checks it next and
renders as "we could not confirm this".
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
    """What every statement of law carries.

    cite: the statute or ruling, as lawyers cite it; note: for whoever checks the fact next,
    never shown.
    """

    confidence: Confidence
    cite: Words | None = None
    sources: tuple[Source, ...] = ()
    note: Words | None = None

    @property
    def known(self) -> bool:
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
    """How serious an offense is.

    level: its class, "A" or "1", called `called` there; degree: 1 for first-degree.
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
