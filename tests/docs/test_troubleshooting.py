"""What the page for hosts in trouble says is what the programs say."""

import re
from pathlib import Path
from typing import get_args

import pytest
import sqlite_utils

from checkin.machine.advance import State
from checkin.machine.checkin import Outcome, Standing
from checkin.messages.outbox import Status
from checkin.worker import delivery
from peers.phones import Phones
from sms.twilio.errors import VERDICTS
from tests import ROOT

PAGE = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
QUERIES = re.findall(r'"(select .*?)" --table', PAGE, re.S)


def test_every_code_with_a_verdict_of_ours_is_explained() -> None:
    table = PAGE.partition("### What the codes say")[2]
    assert {str(code) for code in VERDICTS} - set(re.findall(r"\d{5}", table)) == set()


def test_every_outcome_of_an_attempt_is_explained() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `outcome`"))
    assert set(re.findall(r"`(\w+)`:", row)) == set(get_args(delivery.Outcome))


def test_every_state_it_names_is_one_there_is() -> None:
    rows = PAGE.partition("| the trace says |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)(?: \(\w+\))?`", rows))
    assert named <= {*State, *Status, *Standing, *Outcome}


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_every_look_into_the_database_works(query: str, phones: Phones, tmp_path: Path) -> None:
    del phones
    (file,) = tmp_path.glob("**/raincheck.db")
    assert list(sqlite_utils.Database(file).query(query)) is not None
