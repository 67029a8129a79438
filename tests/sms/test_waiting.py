"""Phones that leap over idle minutes get what phones get that live through every one of them."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peers.phones import Phones, table

ANA, SAM, KIM = "+12025550111", "+12025550122", "+12025550133"
ADDRESS = re.compile(r"https?://\S+")
Step = tuple[str, str, timedelta]


class Plodding(Phones):
    """Awake at every minute."""

    def _next(self) -> datetime:
        return self.now


def lived(folder: Path, steps: Sequence[Step], kind: type[Phones]) -> list[tuple[object, ...]]:
    """Everything every phone got, when, and whether it was a text or a call."""
    with table(folder) as made:
        phones = kind(made.parts, made.worker, made.now)
        # One clock for both: the worker looks at that of the phones that it was made with.
        phones.__dict__ = made.__dict__
        for contact, name in ((SAM, "Sam"), (KIM, "Kim")):
            phones.befriend(ANA, contact, name)
        for phone, words, length in steps:
            phones.text(phone, words)
            phones.wait(length)
        simulator = phones.parts.simulator
        assert simulator
        return [
            (phone, text.sent_at, text.kind, ADDRESS.sub("LINK", text.body))
            for phone in (ANA, SAM, KIM)
            for text in simulator.history(phone, last=200)
        ]


WORDS = st.one_of(
    st.tuples(
        st.just(ANA),
        st.sampled_from(
            ["IN 15 min", "IN 1h", "OK", "SOS", "STATUS", "COURT 11/25 3pm", "COURT 12/4 9am"]
        ),
    ),
    st.tuples(st.sampled_from([SAM, KIM]), st.sampled_from(["1", "2", "STOP", "hello"])),
)
LENGTHS = st.sampled_from([0, 1, 7, 40, 95]).map(lambda minutes: timedelta(minutes=minutes))


@pytest.mark.usefixtures("thorough")
@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(st.tuples(WORDS, LENGTHS), min_size=1, max_size=5))
def test_whatever_happens_the_same_is_sent_at_the_same_minute(
    tmp_path_factory: pytest.TempPathFactory, life: list[tuple[tuple[str, str], timedelta]]
) -> None:
    steps = [(phone, words, length) for (phone, words), length in life]
    leapt = lived(tmp_path_factory.mktemp("leapt"), steps, Phones)
    assert leapt == lived(tmp_path_factory.mktemp("plodded"), steps, Plodding)


@pytest.mark.usefixtures("thorough")
def test_a_missed_timer_and_a_court_date_are_told_of_at_the_same_minute(tmp_path: Path) -> None:
    steps = [
        (ANA, "COURT 11/25 3pm", timedelta(hours=1)),
        (ANA, "IN 30 min", timedelta(hours=3)),
        (SAM, "1", timedelta(minutes=30)),
        (ANA, "OK", timedelta(days=1)),
    ]
    leapt = lived(tmp_path / "leapt", steps, Phones)
    assert {ANA, SAM, KIM} == {phone for phone, *_ in leapt}
    assert leapt == lived(tmp_path / "plodded", steps, Plodding)
