"""What should be known and done if she is arrested, and if she goes missing: two plans, each with
contacts of its own if wished."""

from enum import StrEnum

import sqlalchemy as sa

from checkin.people.people import Person
from checkin.storage.core import Work
from checkin.storage.tables import plans

LONGEST = 600


class About(StrEnum):
    MISSING = "missing"
    ARRESTED = "arrested"


def get(work: Work, person: Person, about: About) -> str:
    """What the person wrote for this case; empty when nothing."""
    row = work.conn.execute(
        sa.select(plans.c.body_sealed).where(plans.c.person_id == person.id, plans.c.about == about)
    ).first()
    return (work.open(row.body_sealed, _cell(person, about)) or "") if row else ""


def write(work: Work, person: Person, about: About, body: str) -> None:
    """Keep what the person wrote for this case. Empty takes it away."""
    this = sa.and_(plans.c.person_id == person.id, plans.c.about == about)
    work.conn.execute(plans.delete().where(this))
    kept = body.strip()[:LONGEST]
    if kept:
        sealed = work.seal(kept, _cell(person, about))
        work.conn.execute(
            plans.insert().values(person_id=person.id, about=about, body_sealed=sealed)
        )


def _cell(person: Person, about: About) -> str:
    return f"plans.body:{person.id}:{about}"
