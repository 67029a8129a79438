"""State law as typed facts, one file a place in `content/us/`. `sentences` says them in words."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from content.facts import Dollars, Fact, Grade, Phone, Span
from content.sources import Frozen, Url, Words


class Step(Frozen):
    """What changes from the second, third … conviction on."""

    conviction: int = Field(ge=2, le=5)
    grade: Grade | None = Field(default=None, alias="class")
    min_jail: Span | None = None


class Offense(Fact):
    """Selling sex as an adult. max_jail and max_fine (dollars) are for a first conviction."""

    status: Literal["crime", "not_a_crime", "licensed_houses_only"] = "crime"
    grade: Grade | None = Field(default=None, alias="class")
    max_jail: Span | None = None
    min_jail: Span | None = None
    max_fine: Dollars | None = None
    near_school: Grade | None = None
    repeat: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _graded(self) -> "Offense":
        if self.known and self.status != "not_a_crime" and self.grade is None:
            raise ValueError("a crime needs its class")
        return self


class StopIdentify(Fact):
    """What a person on foot must tell police, and when.

    duty: "may_be_asked" where the law lets police ask and gives no duty to answer; unless: when
    a name must be given all the same.
    """

    duty: Literal["none", "may_be_asked", "must_give"]
    asks: tuple[
        Literal["name", "address", "birth_date", "explanation", "destination", "id_if_carried"], ...
    ] = ()
    when: Literal["stopped", "arrested", "loitering", "ticketed"] = "stopped"
    unless: tuple[Literal["ticketed", "booked"], ...] = ()
    refusal: Literal["arrestable", "not_by_itself", "part_of_loitering", "unclear"]
    false_name_is_crime: bool | None = None
    drivers_show_license: bool = True

    @model_validator(mode="after")
    def _asked(self) -> "StopIdentify":
        if (self.duty == "none") == bool(self.asks):
            raise ValueError("asks lists what must or may be asked for, and is empty with no duty")
        return self


class Recording(Fact):
    """Whose agreement it takes to record a conversation you are part of."""

    in_person: Literal["one_party", "all_party"]
    calls: Literal["one_party", "all_party"]


class RecordingPolice(Fact):
    """Openly filming police at work in public. authority: the ruling or statute, as cited."""

    right: Literal["protected", "not_settled"]
    authority: Words | None = None
    stay_back_feet: int | None = Field(default=None, gt=0)


class Entrapment(Fact):
    """subjective: were you already willing; objective: would the pressure move most people."""

    test: Literal["subjective", "objective", "both_needed", "either_works"]
    you_must_prove_it: bool | None = None


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
]


class Route(Frozen):
    """One way to clear a record.

    wait: none means as soon as `after` has happened; "varies" that it differs by case.
    """

    relief: Literal[
        "sealing", "expunction", "restriction", "nondisclosure", "dismissal", "set_aside"
    ]
    how: Literal["automatic", "court", "arresting_agency", "state_agency"]
    wait: Span | Literal["varies"] | None = None
    after: Event
    only_if: tuple[
        Literal[
            "adjudication_withheld",
            "deferred_adjudication",
            "no_new_conviction",
            "once_in_life",
            "sentence_paid",
            "state_certificate",
            "no_probation",
        ],
        ...,
    ] = ()
    cite: Words | None = None


class Sealing(Fact):
    """Clearing a record.

    available: "no" may still have routes that hold only under conditions; old_cases_by: the day
    by which courts must have cleared old cases where that is automatic.
    """

    available: Literal["yes", "no"]
    routes: tuple[Route, ...] = ()
    old_cases_by: date | None = None
    forms: Url | None = None


class Survivors(Fact):
    """Relief for convictions that came from being trafficked."""

    relief: Literal["vacate", "expunge", "seal", "nondisclosure", "set_aside", "none"]
    covers: Literal["prostitution", "listed", "nonviolent", "any"] | None = None
    wait: Span | None = None
    must_help_police: bool | None = None
    free: bool | None = None
    federal_cases_only: bool = False


class ReportingImmunity(Fact):
    """Whether someone who reports violence is safe from a charge for selling sex."""

    law: Literal["yes", "none_found"]
    who: tuple[Literal["victim", "witness"], ...] = ()
    shields_from: tuple[Literal["arrest", "prosecution"], ...] = ()
    acts: tuple[Literal["reporting", "seeking_care", "helping_case"], ...] = ("reporting",)
    crimes: Literal["any", "listed"] | None = None


class Condoms(Fact):
    """Condoms as evidence or as a ground for arrest in a case of selling sex."""

    evidence: Literal["barred", "limited"]
    arrest_ground: Literal["barred"] | None = None


class PoliceSexualContact(Fact):
    """When sexual contact by an officer is a crime by itself."""

    officers: Literal["any", "federal"] = "any"
    crime_when: tuple[Literal["arrested", "detained", "custody", "investigation"], ...]
    consent_no_defense: bool | None = None


class Mugshots(Fact):
    """Booking photos: sites that ask money to take one down, and police posting them."""

    pay_for_removal: Literal["banned"] | None = None
    remove_within: Span | None = None
    police_posting: Literal["limited"] | None = None


class Contact(Fact):
    """A place to turn to."""

    name: Words
    url: Url | None = None
    phone: Phone | None = None

    @model_validator(mode="after")
    def _reachable(self) -> "Contact":
        if not (self.url or self.phone):
            raise ValueError("a phone number or a web address is needed")
        return self


class Lookup(Contact):
    """Where to find someone in custody."""

    covers: Literal[
        "county_jail", "city_jail", "most_jails", "state_prison", "federal_prison", "immigration"
    ]
    area: Words | None = None


class Help(Contact):
    kind: Literal[
        "legal_aid", "public_defender", "sex_worker_led", "court_forms", "bail_fund", "hotline"
    ]


class StateLaw(Frozen):
    """All we know of one place. timezones: IANA names, the one most people live in first."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Words
    timezones: tuple[Words, ...] = ()

    offense: Offense | None = None
    stop_identify: StopIdentify | None = None
    recording: Recording | None = None
    recording_police: RecordingPolice | None = None
    entrapment: Entrapment | None = None
    sealing_arrest: Sealing | None = None
    sealing_conviction: Sealing | None = None
    survivors: Survivors | None = None
    reporting_immunity: ReportingImmunity | None = None
    condoms: Condoms | None = None
    police_sexual_contact: PoliceSexualContact | None = None
    mugshots: Mugshots | None = None
    find: tuple[Lookup, ...] = ()
    legal_help: tuple[Help, ...] = ()


FACTS = tuple(name for name in StateLaw.model_fields if name not in {"code", "name", "timezones"})
SLOTS = frozenset(FACTS) - {"recording_police"}
