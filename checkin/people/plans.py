"""Plans: what contacts should know and do if the person is arrested, or if they go missing.

One plan for each of the two cases. A plan is kept until changed, and added to a check-in's note.
"""

from enum import StrEnum

import sqlalchemy as sa

from checkin.people.people import Person
from checkin.storage.core import Work
from checkin.storage.tables import plans

LONGEST = 600


class About(StrEnum):
    """The case that an alert, a plan or a contact is for."""

    MISSING = "missing"
    ARRESTED = "arrested"


def get(work: Work, person: Person, about: About) -> str:
    """The person's plan for this case; empty if there is none."""
    row = work.conn.execute(
        sa.select(plans.c.body_sealed).where(plans.c.person_id == person.id, plans.c.about == about)
    ).first()
    return (work.open(row.body_sealed, _cell(person, about)) or "") if row else ""


def write(work: Work, person: Person, about: About, body: str) -> None:
    """Save the plan for this case, at most `LONGEST` characters of it. Empty deletes it."""
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
