"""Check-in codes: closing one's timer by text from somebody else's phone."""

import secrets

import sqlalchemy as sa

from checkin.people import people
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from checkin.storage.tables import people as people_table

# No letters that are easily read as a digit or as each other.
_LETTERS = "ACDEFHJKLMNPRTUVWXY"
_LETTER_COUNT, _DIGIT_COUNT = 3, 5


def of(work: Work, person: Person) -> str:
    """The person's code, such as "KTX48213". Made when first asked for."""
    row = work.conn.execute(
        sa.select(people_table.c.code_sealed).where(people_table.c.id == person.id)
    ).one()
    known = work.open(row.code_sealed, _cell(person))
    return known or renew(work, person)


def renew(work: Work, person: Person) -> str:
    """Replace the person's code and return the new one. The old one stops working."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LETTER_COUNT))
    code = letters + "".join(str(secrets.randbelow(10)) for _ in range(_DIGIT_COUNT))
    work.conn.execute(
        people_table.update()
        .where(people_table.c.id == person.id)
        .values(code_sealed=work.seal(code, _cell(person)), code_hash=_hash(work, code))
    )
    return code


def owner(work: Work, code: str) -> Person:
    """The person whose code this is, in any case. Raises Refused if it is nobody's."""
    person = find(work, code)
    if person is None:
        raise Refused(Reason.CODE_UNKNOWN)
    return person


def find(work: Work, code: str) -> Person | None:
    """The same, None if it is nobody's. The statements are the same either way."""
    row = work.conn.execute(
        sa.select(people_table.c.id).where(people_table.c.code_hash == _hash(work, code))
    ).first()
    return people.get(work, row.id if row else people.NOBODY.id)


def _hash(work: Work, code: str) -> bytes:
    return work.core.vault.hash(f"code:{code.upper()}")


def _cell(person: Person) -> str:
    return f"people.code:{person.id}"
