"""The carrier that never leaves this machine behaves like the one that does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkin.channels import ChannelError, Message
from sms.simulator import SimulatedCaller, Simulator

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
SAM = "+12025550122"


@pytest.fixture
def simulator(tmp_path: Path) -> Simulator:
    return Simulator(tmp_path / "simulator.db", lambda: NOW)


def message(id: str = "m1", body: str = "Hello") -> Message:
    return Message(id, SAM, body, "en", NOW, NOW + timedelta(hours=1))


def test_a_text_shows_on_the_phone_with_its_size(simulator: Simulator) -> None:
    simulator.send(message(body="x" * 161))
    (text,) = simulator.conversation(SAM)
    assert (text.encoding, text.segments, text.incoming) == ("GSM-7", 2, False)


def test_a_text_that_was_sent_is_found_again_by_our_id(simulator: Simulator) -> None:
    assert simulator.find(message()) is None
    assert simulator.send(message()) == simulator.find(message())


def test_each_delivery_is_reported_once(simulator: Simulator) -> None:
    simulator.send(message("m1"))
    SimulatedCaller(simulator).send(message("m2"))
    simulator.receive(SAM, "MENU")
    assert simulator.receipts() == ["m1", "m2"]
    assert simulator.receipts() == []


def test_stop_blocks_until_start_as_with_a_real_carrier(simulator: Simulator) -> None:
    simulator.receive(SAM, " stop ")
    with pytest.raises(ChannelError) as refused:
        simulator.send(message())
    assert refused.value.opted_out
    simulator.receive(SAM, "START")
    simulator.send(message())


def test_two_processes_share_the_phones(simulator: Simulator, tmp_path: Path) -> None:
    other = Simulator(tmp_path / "simulator.db", lambda: NOW)
    other.send(message())
    assert simulator.phones() == [SAM]
