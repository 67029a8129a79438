"""State law as typed facts, one YAML file per place in `content/us/`. `content.sentences` puts them
into words."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from content.clearing import Sealing, Survivors
from content.facts import Dollars, Fact, Grade, Phone, Span
from content.sources import Day, Frozen, Url, Words


class Step(Frozen):
    """What changes from the conviction with this number on, such as the second."""

    conviction: int = Field(ge=2, le=5)
    grade: Grade | None = Field(default=None, alias="class")
    max_jail: Span | None = None
    max_fine: Dollars | None = None
    min_jail: Span | None = None
    min_fine: Dollars | None = None


class Offense(Fact):
    """Selling sex as an adult. max_jail and max_fine (dollars) are for a first conviction.

    in_public, near_school, with_hiv: the grade in that case (with_hiv: for someone who knows that
    they have it); hiv_test: whether a court orders one; loitering: waiting about to sell sex is an
    offense of its own; survivor_defense: having been trafficked is a defense to the charge;
    diversion: the law has a way to end a case without a conviction; repeat: later convictions.
    """

    status: Literal["crime", "not_a_crime", "licensed_houses_only"] = "crime"
    grade: Grade | None = Field(default=None, alias="class")
    max_jail: Span | None = None
    min_jail: Span | None = None
    max_fine: Dollars | None = None
    min_fine: Dollars | None = None
    in_public: Grade | None = None
    near_school: Grade | None = None
    with_hiv: Grade | None = None
    hiv_test: Literal["required", "possible"] | None = None
    loitering: bool | None = None
    survivor_defense: bool | None = None
    diversion: Literal["first_case", "possible"] | None = None
    repeat: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _graded(self) -> "Offense":
        if self.known and self.status != "not_a_crime" and self.grade is None:
            raise ValueError("a crime needs its class")
        return self


class StopIdentify(Fact):
    """Stop-and-identify law: what a person on foot must tell police, and when.

    duty: "may_be_asked" if the law lets police ask but does not make anyone answer; asks: what must
    or may be asked for; unless: when the name must be given all the same; after_warning: only after
    police have said that refusing is a crime; hold: how long police may hold someone to find out;
    only_in: the cities that have such a law, if the state has none; cities_differ: some cities have
    rules of their own.
    """

    duty: Literal["none", "may_be_asked", "must_give"]
    asks: tuple[
        Literal["name", "address", "birth_date", "explanation", "destination", "id_if_carried"], ...
    ] = ()
    when: Literal["stopped", "arrested", "loitering", "ticketed", "other_crimes"] = "stopped"
    unless: tuple[Literal["ticketed", "booked"], ...] = ()
    refusal: Literal["arrestable", "not_by_itself", "part_of_loitering", "unclear"]
    after_warning: bool = False
    hold: Span | None = None
    only_in: tuple[Words, ...] = ()
    cities_differ: bool = False
    false_name_is_crime: bool | None = None
    drivers_show_license: bool = True

    @model_validator(mode="after")
    def _asked(self) -> "StopIdentify":
        if (self.duty == "none") == bool(self.asks):
            raise ValueError("asks lists what must or may be asked for, and is empty with no duty")
        return self


class Recording(Fact):
    """Whose consent you need to record a talk you are in. "all_told": telling all is enough."""

    in_person: Literal["one_party", "all_party", "all_told"]
    calls: Literal["one_party", "all_party"]


class RecordingPolice(Fact):
    """The right to film police openly, at work in public. authority: the ruling or statute for it,
    as lawyers cite it."""

    right: Literal["protected", "not_settled"]
    authority: Words | None = None
    stay_back_feet: int | None = Field(default=None, gt=0)


class Entrapment(Fact):
    """The test of the entrapment defense. "subjective": were you willing already; "objective":
    would the pressure move most people."""

    test: Literal["subjective", "objective", "both_needed", "either_works"]
    you_must_prove_it: bool | None = None


class ReportingImmunity(Fact):
    """Whether someone who reports violence is safe from a charge for selling sex."""

    law: Literal["yes", "none_found", "not_a_crime"]
    who: tuple[Literal["victim", "witness"], ...] = ()
    shields_from: tuple[Literal["arrest", "prosecution"], ...] = ()
    acts: tuple[Literal["reporting", "seeking_care", "helping_case"], ...] = ("reporting",)
    crimes: Literal["any", "listed"] | None = None


class Condoms(Fact):
    """Condoms as evidence or as a ground for arrest in a case of selling sex."""

    evidence: Literal["barred", "limited"] | None = None
    arrest_ground: Literal["barred"] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Condoms":
        if not (self.evidence or self.arrest_ground):
            raise ValueError("give evidence, arrest_ground or both")
        return self


class PoliceSexualContact(Fact):
    """When sexual contact by an officer is a crime in itself.

    crime_when: the situations of the other person, of which "jail" is being locked up, under a law
    that names only staff there; stings_barred: sex is never part of an officer's job in an
    operation against selling sex.
    """

    law: Literal["yes", "none_found"] = "yes"
    officers: Literal["any", "federal"] = "any"
    crime_when: tuple[
        Literal["stopped", "arrested", "detained", "custody", "jail", "investigation", "informant"],
        ...,
    ] = ()
    consent_no_defense: bool | None = None
    stings_barred: bool | None = None

    @model_validator(mode="after")
    def _when(self) -> "PoliceSexualContact":
        if self.law == "none_found" and self.crime_when:
            raise ValueError("crime_when is empty where no law was found")
        if self.known and self.law == "yes" and not (self.crime_when or self.stings_barred):
            raise ValueError("crime_when says when it is a crime")
        return self


class Mugshots(Fact):
    """Booking photos: sites that ask money to take one down, and police posting them.

    remove_if: what a request must show; sue_for: the least that a court awards against a site, in
    dollars; police_posting: "confidential" if jail records as a whole are.
    """

    pay_for_removal: Literal["banned"] | None = None
    remove_within: Span | None = None
    remove_if: Literal["no_conviction", "cleared"] | None = None
    sue_for: Dollars | None = None
    police_posting: Literal["limited", "barred", "confidential"] | None = None


class Contact(Fact):
    """Somewhere to turn to. from_host: given by the host in its own content, not by us."""

    name: Words
    url: Url | None = None
    phone: Phone | None = None
    from_host: bool = False

    @model_validator(mode="after")
    def _reachable(self) -> "Contact":
        if not (self.url or self.phone):
            raise ValueError("a phone number or a web address is needed")
        return self


class Lookup(Contact):
    """Where to look up someone in custody. area: a part of the state, such as a county."""

    covers: Literal[
        "county_jail", "city_jail", "most_jails", "state_prison", "federal_prison", "immigration"
    ]
    area: Words | None = None


class Help(Contact):
    """Who helps. hours: pairs of language code and words; languages: codes of those spoken."""

    kind: Literal[
        "legal_aid", "public_defender", "sex_worker_led", "court_forms", "bail_fund", "hotline"
    ]
    hours: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()


class Change(Frozen):
    """A correction of a fact, or of our confidence in it, and why."""

    date: Day
    fact: Words
    what: Words


class StateLaw(Frozen):
    """All that is recorded of one place.

    code: its postal code, "US" for the country; timezones: IANA names, the one most people live in
    first; review_by: the day by which someone must check all of it again.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Words
    timezones: tuple[Words, ...] = ()
    review_by: date | None = None

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

    history: tuple[Change, ...] = ()

    @model_validator(mode="after")
    def _changes_name_facts(self) -> "StateLaw":
        for change in self.history:
            if change.fact not in FACTS:
                raise ValueError(f"there is no fact “{change.fact}”")
        return self


_ABOUT_THE_FILE = frozenset({"code", "name", "timezones", "review_by", "history"})
FACTS = tuple(name for name in StateLaw.model_fields if name not in _ABOUT_THE_FILE)
"""The names of all facts."""

SLOTS = frozenset(FACTS) - {"recording_police"}
"""The names of all slots. "recording" tells both facts of recording."""
