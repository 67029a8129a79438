"""FORGET ME: no row, and no readable byte, is left."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from checkin.storage.tables import inbound, metadata
from peers.phones import Phones, table

ANA, SAM = "+12025550111", "+12025550122"
SAFE, DANGER = "1234", "9876"
# Tries: that a number was invited, under a keyed hash and for a day.
NOT_PERSONAL = {"workers", "counters", "daily_counters", "tries"}


def rows(phones: Phones) -> dict[str, int]:
    with phones.parts.core.read(phones.now) as work:
        found = {
            table.name: work.conn.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for table in metadata.sorted_tables
            if table is not inbound
        }
        # A text's bare id stays, so that it is never acted on again; nothing leads to a phone.
        personal = sa.or_(inbound.c.phone_hash != b"", inbound.c.reply_sealed.is_not(None))
        found[inbound.name] = work.conn.execute(
            sa.select(sa.func.count()).select_from(inbound).where(personal)
        ).scalar()
    return {name: n or 0 for name, n in found.items() if n and name not in NOT_PERSONAL}


def test_after_forget_me_no_row_of_the_person_is_left(phones: Phones) -> None:
    phones.text(ANA, "NAME Anabel")
    phones.invite(ANA, SAM, "Samuel")
    phones.wait()
    phones.text(ANA, "CONTACTS")
    phones.prove(ANA, "FORGET ME")
    assert rows(phones) == {}


def test_after_both_have_been_forgotten_not_even_sealed_bytes_are_left(
    phones: Phones, tmp_path: Path
) -> None:
    phones.befriend(ANA, SAM, "Samuel")
    phones.text(ANA, "IN 1H Hotel Rex")
    phones.wait(timedelta(minutes=5))
    phones.text(ANA, "OK")
    with phones.parts.core.read(phones.now) as work:
        sealed = [
            value
            for table in metadata.sorted_tables
            if table.name not in NOT_PERSONAL
            for row in work.conn.execute(sa.select(table))
            for value in row
            if isinstance(value, bytes)
        ]
    assert sealed
    for phone in (ANA, SAM):
        phones.prove(phone, "FORGET ME")
    phones.wait(timedelta(minutes=2))
    phones.parts.core.database.checkpoint()  # as the worker does every minute
    assert rows(phones) == {}
    held = b"".join(file.read_bytes() for file in tmp_path.glob("raincheck.db*"))
    assert not [value for value in sealed if value in held]


@pytest.mark.parametrize("pin", [SAFE, DANGER])
@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=10)])
def test_forget_me_does_not_tell_a_close_under_danger_from_a_safe_one(
    tmp_path: Path, pin: str, later: timedelta
) -> None:
    looks = []
    for closed in (SAFE, DANGER):
        with table(tmp_path / closed) as phones:
            phones.text(ANA, "NAME Ana")
            phones.befriend(ANA, SAM, "Sam")
            phones.text(ANA, f"PIN {SAFE} {DANGER}")
            phones.text(ANA, "IN 1H Hotel Rex")
            seen = [phones.text(ANA, f"OK {closed}")]
            phones.wait(later)
            seen += [phones.text(ANA, text) for text in ("FORGET ME", pin)]
            assert "Deleted" in seen[-1]
            seen += [phones.text(ANA, text) for text in ("STATUS", "CONTACTS", "IN 1H", "CODE")]
            phones.wait(timedelta(hours=2))
            seen += [*phones.inbox(ANA), phones.text(ANA, "STATUS")]
            looks.append([body for body in seen if not body.startswith("Your check-in code")])
            told = any("means danger" in body for body in phones.inbox(SAM))
            assert told is (DANGER in (closed, pin))
    assert looks[0] == looks[1]
