"""Where a statement comes from."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Frozen(BaseModel):
    """What every part of the content is: fixed once read, and closed to names we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Source(Frozen):
    """A published page, law or ruling.

    date: when it was published or, where it does not say, when it was last read: "2026",
    "2026-02" or "2026-02-14". id: what the blocks of a card point to it by, as `[^id]`.
    """

    title: Words
    url: Url
    date: Day
    id: str | None = None
