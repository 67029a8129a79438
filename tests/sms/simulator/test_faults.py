"""What goes wrong at the simulated carrier, as the outbox would meet it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkin.messages.channels import ChannelError, Message
from sms.simulator.faults import Condition, Trouble
from sms.simulator.handset import Kind, Status
from sms.simulator.simulator import Report, SimulatedCaller, Simulator

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
SAM = "+12025550122"


@pytest.fixture
def simulator(tmp_path: Path) -> Simulator:
    return Simulator(tmp_path / "simulator.db", lambda: NOW)


def message(id: str = "m1") -> Message:
    return Message(id, SAM, "Hello", "en", NOW, NOW + timedelta(hours=1))


@pytest.mark.parametrize(("trouble", "code"), [(Trouble.SILENT, None), (Trouble.DOWN, "503")])
def test_a_carrier_that_takes_no_text_is_tried_again(
    simulator: Simulator, trouble: Trouble, code: str | None
) -> None:
    simulator.suffer(trouble)
    for tries in (1, 2):
        with pytest.raises(ChannelError) as refused:
            simulator.send(message())
        assert refused.value.doubtful
        assert not refused.value.permanent
        assert refused.value.code == code
        [waiting] = simulator.history(SAM)
        assert (waiting.status, waiting.tries) == (Status.REFUSED, tries)
    with pytest.raises(ChannelError):
        simulator.find(message())
    assert simulator.conversation(SAM) == []
    assert simulator.totals() == {}


def test_once_all_is_well_the_text_arrives_with_all_its_tries(simulator: Simulator) -> None:
    simulator.suffer(Trouble.DOWN)
    with pytest.raises(ChannelError):
        simulator.send(message())
    simulator.suffer(Trouble.NONE)
    assert simulator.find(message()) is None
    simulator.send(message())
    [arrived] = simulator.history(SAM)
    assert (arrived.status, arrived.tries) == (Status.DELIVERED, 2)


def test_a_text_whose_answer_got_lost_is_found_and_shows_once(simulator: Simulator) -> None:
    simulator.suffer(Trouble.LOST)
    with pytest.raises(ChannelError) as lost:
        simulator.send(message())
    assert lost.value.doubtful
    assert simulator.find(message())
    assert [text.status for text in simulator.history(SAM)] == [Status.DELIVERED]


def test_while_texting_is_down_calls_go_through(simulator: Simulator) -> None:
    simulator.suffer(Trouble.DOWN)
    assert SimulatedCaller(simulator).find(message()) is None
    SimulatedCaller(simulator).send(message())
    [call] = simulator.conversation(SAM)
    assert call.kind is Kind.CALL
    assert simulator.receipts() == [Report("m1", "delivered", None)]


def test_a_carrier_that_does_not_answer_takes_no_call_either(simulator: Simulator) -> None:
    simulator.suffer(Trouble.SILENT)
    with pytest.raises(ChannelError) as refused:
        SimulatedCaller(simulator).send(message())
    assert refused.value.doubtful


@pytest.mark.parametrize("trouble", [Trouble.SILENT, Trouble.DOWN])
def test_a_text_to_us_waits_at_the_carrier_and_is_handed_over_once(
    simulator: Simulator, trouble: Trouble
) -> None:
    simulator.suffer(trouble)
    assert simulator.receive(SAM, "OK") is None
    assert simulator.history(SAM)[0].status is Status.KEPT
    assert list(simulator.late()) == []
    simulator.suffer(Trouble.NONE)
    [late] = simulator.late()
    assert (late.phone, late.body, late.sent_at) == (SAM, "OK", NOW)
    assert list(simulator.late()) == []
    assert simulator.history(SAM)[0].status is Status.RECEIVED


def test_a_text_that_was_not_taken_in_is_handed_over_again(simulator: Simulator) -> None:
    simulator.suffer(Trouble.DOWN)
    simulator.receive(SAM, "OK")
    simulator.suffer(Trouble.NONE)
    next(simulator.late())
    assert [late.body for late in simulator.late()] == ["OK"]


def test_a_stop_that_waited_stops_once_it_is_handed_over(simulator: Simulator) -> None:
    simulator.suffer(Trouble.DOWN)
    simulator.receive(SAM, "STOP")
    simulator.suffer(Trouble.NONE)
    list(simulator.late())
    with pytest.raises(ChannelError, match="STOP"):
        simulator.send(message())


def test_receipts_that_never_came_come_late_when_all_is_well(simulator: Simulator) -> None:
    simulator.suffer(Trouble.UNHEARD)
    simulator.send(message())
    assert simulator.conversation(SAM)[0].status is Status.DELIVERED
    assert simulator.receipts() == []
    simulator.suffer(Trouble.NONE)
    assert simulator.receipts() == [Report("m1", "delivered", None)]


@pytest.mark.parametrize(
    ("condition", "code"), [(Condition.OFF, "30003"), (Condition.WRONG, "30005")]
)
def test_a_phone_that_cannot_be_reached_fails_after_the_text_was_taken(
    simulator: Simulator, condition: Condition, code: str
) -> None:
    simulator.switch(SAM, condition)
    assert simulator.send(message())
    SimulatedCaller(simulator).send(message("m2"))
    assert simulator.receipts() == [
        Report("m1", "undelivered", code),
        Report("m2", "undelivered", None),
    ]
    assert simulator.conversation(SAM) == []
    assert simulator.receive(SAM, "Hello?") is None
    simulator.switch(SAM, Condition.ON)
    simulator.send(message("m3"))
    assert [text.message_id for text in simulator.conversation(SAM)] == ["m3"]


def test_every_process_sees_the_same_switches(simulator: Simulator, tmp_path: Path) -> None:
    other = Simulator(tmp_path / "simulator.db", lambda: NOW)
    other.suffer(Trouble.DOWN)
    other.switch(SAM, Condition.OFF)
    assert simulator.trouble is Trouble.DOWN
    assert simulator.conditions() == {SAM: Condition.OFF}
