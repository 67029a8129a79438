"""Sources of statements, and the base model of all content."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Frozen(BaseModel):
    """The base model of all content: immutable, and unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Source(Frozen):
    """A published page, law or ruling.

    date: of publication or, if that is not known, when someone last read it: "2026", "2026-02" or
    "2026-02-14"; id: by which the blocks of a card refer to it, as `[^id]`.
    """

    title: Words
    url: Url
    date: Day
    id: str | None = None
