"""The law of clearing a criminal record, as typed facts: for any record, and for trafficking
survivors."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from content.facts import Fact, Span
from content.sources import Day, Frozen, Url, Words

Event = Literal[
    "case_end",
    "dismissal",
    "acquittal",
    "no_charges",
    "arrest",
    "release",
    "probation",
    "sentence",
    "conviction",
    "diversion",
    "pardon",
]


class Route(Frozen):
    """One way to clear a record.

    relief: what the law calls the result; how: who acts, or whom to ask; after: the event from
    which the wait runs; wait: None for as soon as that has happened, "varies" if it differs by
    case; only_if: conditions; cases_from, cases_before: only for cases from that day on, or before
    it; fee: dollars, 0 if there is none; running: "unknown" if a law orders it but nobody could
    confirm that it has begun; judge_may_refuse: meeting the conditions is not enough.
    """

    relief: Literal[
        "sealing",
        "expunction",
        "expungement",
        "erasure",
        "restriction",
        "nondisclosure",
        "limited_access",
        "shielding",
        "annulment",
        "confidential",
        "off_website",
        "off_certificate",
        "dismissal",
        "set_aside",
        "vacatur",
    ]
    how: Literal["automatic", "court", "prosecutor", "arresting_agency", "state_agency", "pardon"]
    wait: Span | Literal["varies"] | None = None
    after: Event
    only_if: tuple[
        Literal[
            "adjudication_withheld",
            "deferred_adjudication",
            "suspended_imposition",
            "no_new_conviction",
            "no_other_conviction",
            "no_felony",
            "once_in_life",
            "sentence_paid",
            "state_certificate",
            "no_probation",
            "under_25",
            "judge_ordered",
            "false_accusation",
            "not_excluded",
        ],
        ...,
    ] = ()
    cases_from: Day | None = None
    cases_before: Day | None = None
    fee: Annotated[int, Field(ge=0)] | None = None
    running: Literal["unknown"] | None = None
    judge_may_refuse: bool | None = None
    cite: Words | None = None


class Sealing(Fact):
    """Whether a record can be cleared, and by which routes.

    available: "no" means not in most cases, so there may be routes under conditions; old_cases_by:
    the day by which courts must have cleared old cases automatically.
    """

    available: Literal["yes", "no"]
    routes: tuple[Route, ...] = ()
    old_cases_by: date | None = None
    forms: Url | None = None


class Survivors(Fact):
    """Relief for trafficking survivors: clearing convictions that came from being trafficked.

    covers: which charges; must_help_police: only for those who did; proof_needed: False if nobody
    has to show that they were trafficked.
    """

    relief: Literal["vacate", "expunge", "seal", "nondisclosure", "set_aside", "none"]
    covers: Literal["prostitution", "listed", "nonviolent", "any"] | None = None
    wait: Span | None = None
    must_help_police: bool | None = None
    free: bool | None = None
    federal_cases_only: bool = False
    minors_only: bool = False
    prosecutor_must_agree: bool | None = None
    proof_needed: bool | None = None
