"""What a month costs is reckoned from what the gateway says, and the documents say the same."""

from decimal import Decimal
from pathlib import Path

import pytest

from bench.costs import ANA, BEGIN, SAM, Act, Use, acts, costs
from bench.dialogue import talk
from content import report
from sms.encoding.price import US
from tests import ROOT

DOC = (ROOT / "docs" / "host.md").read_text("utf-8")


@pytest.mark.usefixtures("thorough")
def test_the_costs_in_the_docs_are_those_of_the_gateway(tmp_path: Path) -> None:
    """When they are not: raincheck bench costs --into docs/host.md."""
    assert report.replaced(DOC, "\n".join(costs(tmp_path)), begin=BEGIN) == DOC


def test_each_act_is_played_to_its_end(tmp_path: Path) -> None:
    with talk(tmp_path) as said:
        played = {act.what.split(":")[0]: act for act in acts(said, "en", Use())}
        kinds = [text.kind for text in said.texts if text.phone == SAM and text.kind]
        assert said.texts[-1].phone in (ANA, SAM)
    assert kinds == ["invitation", "test", "alert", "all_clear"]
    # Seven texts to us to join, each of one segment; two for a timer; three for one that is missed.
    assert [act.received for act in played.values() if "card" not in act.what] == [7, 2, 3]
    assert all(act.sent >= act.received for act in played.values())


@pytest.mark.parametrize(
    ("received", "sent", "fee", "dollars"),
    [(0, 1, "0", "0.0083"), (1, 0, "0", "0.0083"), (2, 3, "0.0025", "0.0540")],
)
def test_a_segment_costs_its_price_and_the_fee(
    received: float, sent: float, fee: str, dollars: str
) -> None:
    assert Act("", received, sent, 1).dollars(US, Decimal(fee)) == Decimal(dollars)


def test_twice_the_people_cost_twice_as_much(tmp_path: Path) -> None:
    def together(people: int) -> float:
        lines = costs(tmp_path / str(people), people=people)
        total = next(line for line in lines if "together" in line)
        return float(total.split("**")[3].split()[0])

    assert together(200) == pytest.approx(2 * together(100), abs=0.01)
