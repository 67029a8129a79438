"""The carrier that never leaves this machine behaves like the one that does."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlite_utils

from checkin.messages.channels import ChannelError, Message
from sms.simulator.faults import Condition
from sms.simulator.handset import Kind, Status, Totals
from sms.simulator.simulator import Report, SimulatedCaller, Simulator

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
SAM = "+12025550122"
_GONE = "You have successfully been unsubscribed. Reply START to resubscribe."


@pytest.fixture
def simulator(tmp_path: Path) -> Simulator:
    return Simulator(tmp_path / "simulator.db", lambda: NOW)


def message(id: str = "m1", body: str = "Hello") -> Message:
    return Message(id, SAM, body, "en", NOW, NOW + timedelta(hours=1))


def test_a_text_shows_on_the_phone_with_its_size(simulator: Simulator) -> None:
    simulator.send(message(body="x" * 161))
    (text,) = simulator.conversation(SAM)
    assert (text.encoding, text.segments, text.incoming) == ("GSM-7", 2, False)


def test_the_file_of_texts_is_for_its_owner_alone_under_any_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Simulator(tmp_path / "simulator.db", lambda: NOW).send(message())
    finally:
        os.umask(before)
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_a_text_that_was_sent_is_found_again_by_our_id(simulator: Simulator) -> None:
    assert simulator.find(message()) is None
    assert simulator.send(message()) == simulator.find(message())


def test_each_delivery_is_reported_once(simulator: Simulator) -> None:
    simulator.send(message("m1"))
    SimulatedCaller(simulator).send(message("m2"))
    simulator.receive(SAM, "MENU")
    assert simulator.receipts() == [
        Report("m1", "delivered", None),
        Report("m2", "delivered", None),
    ]
    assert simulator.receipts() == []


def test_stop_blocks_until_start_as_with_a_real_carrier(simulator: Simulator) -> None:
    simulator.receive(SAM, " stop ")
    with pytest.raises(ChannelError) as refused:
        simulator.send(message())
    assert refused.value.opted_out
    simulator.receive(SAM, "START")
    simulator.send(message())


def test_our_direct_reply_to_a_phone_that_sent_stop_does_not_reach_it(
    simulator: Simulator,
) -> None:
    simulator.receive(SAM, "STOP")
    simulator.reply(SAM, "Hello")
    assert [text.body for text in simulator.conversation(SAM)][-1] != "Hello"
    blocked = simulator.history(SAM)[-1]
    assert (blocked.body, blocked.status, blocked.code) == ("Hello", Status.REFUSED, "21610")


def test_what_the_carrier_says_is_marked_as_its_own(simulator: Simulator) -> None:
    for word in ("stop", "START", "Help"):
        simulator.receive(SAM, word)
        assert simulator.conversation(SAM)[-1].kind is Kind.CARRIER
    assert simulator.totals()[SAM] == Totals(received=3, received_segments=3)


def test_what_went_through_is_added_up_for_each_phone(simulator: Simulator) -> None:
    simulator.send(message("m1", "x" * 161))
    simulator.receive(SAM, "á" * 71)
    simulator.reply(SAM, "Hi")
    simulator.ring(message("m2"))
    assert simulator.totals() == {SAM: Totals(2, 3, 1, 2, calls=1)}


def test_a_key_belongs_to_its_call_and_is_no_text(simulator: Simulator) -> None:
    simulator.ring(message())
    [call] = simulator.conversation(SAM)
    simulator.press(call, SAM, "1", "Thank you.")
    key, said = simulator.conversation(SAM)[1:]
    assert (key.kind, key.body, key.call_id) == (Kind.KEY, "1", call.id)
    assert (said.kind, said.body, said.call_id) == (Kind.SAID, "Thank you.", call.id)
    assert simulator.totals()[SAM] == Totals(calls=1)


def test_two_processes_share_the_phones(simulator: Simulator, tmp_path: Path) -> None:
    other = Simulator(tmp_path / "simulator.db", lambda: NOW)
    other.send(message())
    assert simulator.phones() == [SAM]


def test_a_phone_that_was_added_is_in_use_before_its_first_text(simulator: Simulator) -> None:
    simulator.switch("+12025550133", Condition.ON)
    simulator.send(message())
    assert simulator.phones() == [SAM, "+12025550133"]


def test_a_file_of_an_earlier_version_opens_with_all_that_is_in_it(tmp_path: Path) -> None:
    file = tmp_path / "simulator.db"
    with sqlite_utils.Database(file) as earlier:
        row = {"phone": SAM, "sent_at": NOW.isoformat(), "reported": 1}
        earlier.table("texts").insert_all(
            [
                row | {"id": 1, "incoming": 1, "body": "STOP", "status": "received"},
                row | {"id": 2, "incoming": 0, "body": _GONE, "status": "delivered"},
                row | {"id": 3, "incoming": 0, "body": "x" * 161, "status": "delivered"},
                row | {"id": 4, "incoming": 0, "body": "Ring", "status": "call"},
                row | {"id": 5, "incoming": 0, "body": "Hello", "status": "delivered"},
            ],
            pk="id",
        )
        earlier.table("texts").update(4, {"message_id": "m4"}, alter=True)
        earlier.table("texts").update(5, {"message_id": "m5"})
        earlier.table("stopped").insert({"phone": SAM}, pk="phone")
    simulator = Simulator(file, lambda: NOW)
    texts = Simulator(file, lambda: NOW).history(SAM)
    assert [(text.kind, text.status, text.segments) for text in texts] == [
        (Kind.TEXT, Status.RECEIVED, 1),
        (Kind.CARRIER, Status.DELIVERED, 1),
        (Kind.REPLY, Status.DELIVERED, 2),
        (Kind.CALL, Status.DELIVERED, 1),
        (Kind.TEXT, Status.DELIVERED, 1),
    ]
    assert simulator.phones() == [SAM]
    with pytest.raises(ChannelError, match="STOP"):
        simulator.send(message("m6"))
