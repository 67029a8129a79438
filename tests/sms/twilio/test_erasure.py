"""What we have done with, the carrier does not keep either."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from twilio.rest import Client

from checkin.clock import system_clock
from checkin.messages import erasures
from checkin.messages.channels import ChannelError
from checkin.messages.erasures import LEASE, UNHEARD_FOR, Backlog
from checkin.storage.tables import erasures as table
from peers import EmulatedTwilio
from peers.phones import Phones
from peers.provider import Provider
from sms.twilio.carrier import connect
from sms.twilio.erasure import Eraser, erase
from tests.sms.line import Line, line, soon

ANA, SAM = "+12025550111", "+12025550122"
MINUTE = timedelta(minutes=1)
NOTHING = Backlog(waiting=0, overdue=0, given_up=0)


@pytest.fixture
def api(stand_in: Provider) -> Client:
    return connect(stand_in.account_sid, stand_in.auth_token, api_base=stand_in.base_url)


@pytest.fixture
def host(stand_in: Provider, tmp_path: Path) -> Iterator[Line]:
    with line(stand_in, tmp_path) as made:
        yield made


def digits(asked: str) -> str:
    return asked.partition(", reply ")[2][:2]


def invite(host: Line) -> None:
    host.text(ANA, digits(host.text(ANA, f"ADD {SAM} Sam")))


def befriend(host: Line) -> None:
    host.text(ANA, "NAME Ana")
    invite(host)
    host.text(SAM, "YES")


def arrive(host: Line) -> None:
    """All that was sent so far has reached its phone, and we have heard so."""
    ours = [kept for kept in host.provider.kept() if kept.message_id and kept.kind == "Messages"]
    soon(lambda: host.delivered() == len(ours))


def test_after_a_whole_alert_the_carrier_keeps_the_words_of_nothing(host: Line) -> None:
    befriend(host)
    host.text(ANA, "PIN 4821 9173")
    host.text(ANA, "IN 1H Hotel Rex, room 12")
    host.wait(75 * MINUTE)
    assert any("Hotel Rex" in body for body in host.heard(SAM))
    host.text(SAM, "1")
    host.text(ANA, "OK 4821")
    assert "All clear" in host.heard(SAM)[-1]
    arrive(host)
    host.wait(2 * MINUTE)
    assert len(host.provider.kept()) > 12
    assert host.left() == []
    assert host.backlog() == NOTHING


def test_a_pin_is_erased_within_a_minute_of_our_answer_and_not_before_it(host: Line) -> None:
    befriend(host)
    assert "PIN" in host.text(ANA, "PIN 4821 9173")
    host.chores()
    assert [kept.body for kept in host.left() if "4821" in kept.body] == ["PIN 4821 9173"]
    host.wait(MINUTE)
    assert not [kept for kept in host.left() if "4821" in kept.body]


def test_a_text_that_reached_us_late_is_acted_on_before_it_is_erased(host: Line) -> None:
    host.text(ANA, "NAME Ana")
    host.provider.send_webhooks_to("")
    for late in (f"ADD {SAM} Sam", ""):
        host.provider.inbound(ANA, late or digits(host.heard(ANA)[-1]))
        host.wait(MINUTE)
        host.settle()
    assert "Reply YES" in host.heard(SAM)[-1]
    arrive(host)
    host.wait(2 * MINUTE)
    assert host.left() == []


def test_a_text_of_which_no_receipt_comes_is_erased_once_it_has_left(host: Line) -> None:
    host.provider.weather()
    host.text(ANA, "NAME Ana")
    invite(host)
    (invitation,) = [kept for kept in host.provider.kept() if kept.to == SAM]
    host.wait(UNHEARD_FOR + MINUTE)
    assert invitation.sid in [kept.sid for kept in host.left()]
    host.provider.move(invitation.sid, "sent")
    host.wait(5 * MINUTE)
    assert host.left() == []


def test_who_leaves_before_the_receipts_come_leaves_no_words_there(host: Line) -> None:
    host.provider.weather()
    host.text(ANA, "NAME Ana")
    invite(host)
    host.text(ANA, digits(host.text(ANA, "FORGET ME")))
    said = host.heard(ANA, "outbound-reply")
    for kept in host.provider.kept():
        if kept.direction == "outbound-api":
            host.provider.move(kept.sid, "delivered")
    host.wait(UNHEARD_FOR + 2 * MINUTE)
    assert host.left() == []
    # Nor is any of what she texted before taken for a text that we missed.
    assert (host.heard(ANA), host.heard(ANA, "outbound-reply")) == ([], said)
    assert len(host.heard(SAM)) == 1


def test_a_receipt_for_a_text_whose_sender_died_is_enough_to_erase_it(host: Line) -> None:
    sid = host.provider.inbound(ANA, "anything")
    host.parts.gateway.report("nobody's", "delivered", None, sid)
    host.wait(MINUTE)
    assert sid not in [kept.sid for kept in host.left()]


@pytest.mark.parametrize("fault", ["unavailable", "throttled", "unauthorized"])
def test_a_carrier_in_trouble_puts_erasing_off_and_loses_none_of_it(
    host: Line, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    befriend(host)
    arrive(host)
    host.provider.weather(fault=fault, receipts=True, receipt_after=0.01)
    eraser = host.parts.chores[-1]
    for _ in range(30):
        host.now += MINUTE
        eraser.run()
    assert len(host.left()) == len(host.provider.kept())
    refusals = [r for r in caplog.records if "refuses to erase" in r.getMessage()]
    assert len(refusals) == (fault == "unauthorized")
    assert not any(phone in caplog.text for phone in (ANA, SAM))
    host.provider.weather(receipts=True, receipt_after=0.01)
    host.wait(2 * 60 * MINUTE)
    assert host.left() == []
    assert host.backlog() == NOTHING


def test_a_worker_that_dies_while_erasing_leaves_the_rest_to_the_next(
    stand_in: Provider, tmp_path: Path
) -> None:
    with line(stand_in, tmp_path) as first:
        befriend(first)
        arrive(first)
        first.now += UNHEARD_FOR
        with first.parts.core.write(first.now) as work:
            assert erasures.claim(work, 2)
        waiting = first.backlog().waiting
        later = first.now
    with line(stand_in, tmp_path) as second:
        second.now = later
        assert second.backlog().waiting == waiting > 2
        second.wait(LEASE + MINUTE)
        assert second.left() == []


def test_a_slow_carrier_does_not_let_erasing_hold_up_other_chores(host: Line, api: Client) -> None:
    sids = [host.provider.inbound(SAM, f"text {n}") for n in range(40)]
    soon(lambda: host.backlog().waiting == len(sids))
    host.now += MINUTE
    host.provider.weather(latency=0.2)
    eraser = Eraser(host.parts.core, api, system_clock, turn=timedelta(seconds=0.5))
    with host.parts.core.write(system_clock()) as work:
        erasures.release(work, [erasures.Erasure(sid, 0) for sid in sids], work.now)
    began = time.monotonic()
    eraser.run()
    assert time.monotonic() - began < 2
    assert 0 < host.backlog().waiting < len(sids)


def test_where_words_are_never_kept_there_is_nothing_of_ours_to_erase(
    stand_in: Provider, tmp_path: Path
) -> None:
    with line(stand_in, tmp_path, twilio_retention="discard") as host:
        stand_in.weather(redaction=True, receipts=True, receipt_after=0.01)
        host.text(ANA, "NAME Ana")
        invite(host)
        arrive(host)
        (invitation,) = [kept for kept in stand_in.kept() if kept.to == SAM]
        assert invitation.words == ""
        with host.parts.core.read(host.now) as work:
            queued = work.conn.execute(table.select()).all()
        assert invitation.sid not in [row.provider_id for row in queued]
        host.wait(2 * MINUTE)
        assert host.left() == []


def test_an_account_without_the_feature_sends_all_the_same_and_erases(
    stand_in: Provider, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with line(stand_in, tmp_path, twilio_retention="discard") as host:
        befriend(host)
        assert "Reply YES" in host.heard(SAM)[0]
        assert caplog.text.count("RAINCHECK_TWILIO_RETENTION=discard") == 1
        arrive(host)
        host.wait(UNHEARD_FOR + 2 * MINUTE)
        assert host.left() == []


def test_another_texts_of_the_same_account_are_not_ours_to_erase(host: Line, api: Client) -> None:
    theirs = api.messages.create(to=ANA, from_="+12025550177", body="from another application")
    host.provider.move(str(theirs.sid), "delivered")
    befriend(host)
    host.wait(30 * MINUTE)
    assert [kept.sid for kept in host.left()] == [theirs.sid]


def test_in_the_simulator_nothing_is_queued(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    with phones.parts.core.read(phones.now) as work:
        assert erasures.backlog(work) == NOTHING


@pytest.mark.parametrize("status", ["queued", "sending", "accepted"])
def test_a_text_that_still_waits_there_keeps_its_words(
    stand_in: Provider, api: Client, status: str
) -> None:
    sid = str(api.messages.create(to=SAM, from_="+12025550100", body="Where I am").sid)
    stand_in.move(sid, status)
    assert not erase(api, sid)
    assert stand_in.kept()[0].words == "Where I am"


def test_what_is_gone_already_is_done(api: Client) -> None:
    assert erase(api, "SM" + "9" * 32)


def test_a_refused_login_is_the_operators_to_mend(stand_in: Provider) -> None:
    stranger = connect(stand_in.account_sid, "guessed", api_base=stand_in.base_url)
    with pytest.raises(ChannelError) as refused:
        erase(stranger, "SM1")
    assert refused.value.operator


def test_words_and_pictures_go_at_a_twilio_that_nobody_here_wrote(
    twilio: EmulatedTwilio,
) -> None:
    api = connect(twilio.account_sid, twilio.auth_token, api_base=twilio.base_url)
    sent = api.messages.create(to=SAM, from_=twilio.number, body="Hello")
    assert not erase(api, str(sent.sid))
    pictured = api.messages.create(
        to=SAM, from_=twilio.number, body="Look", media_url=["https://rain.example/a.png"]
    )
    received = twilio.inbound(ANA, "PIN 4821 9173")
    for made in (sent, pictured):
        twilio.status(str(made.sid), "delivered")
    for sid in (str(sent.sid), str(pictured.sid), received["sid"]):
        assert erase(api, sid)
        assert erase(api, sid)
    left = [(kept["sid"], kept["body"]) for kept in twilio.messages()]
    assert left == [(sent.sid, ""), (received["sid"], "")]
