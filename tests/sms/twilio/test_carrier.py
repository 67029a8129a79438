"""What we ask of Twilio, and how we reach it: through whatever proxy the host has named."""

import logging
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import sqlalchemy as sa

from checkin.machine.notices import Kind
from checkin.messages.channels import ChannelError, Message
from checkin.messages.outbox import Status
from checkin.storage.tables import messages
from peers.phones import Phones
from peers.provider import Provider
from sms.twilio.carrier import Retention, TwilioCarrier, connect

ANA, SAM = "+12025550111", "+12025550122"
NOW = datetime.now(UTC)
SERVICE = "MG" + "3" * 32
ALLOWED = {
    "To",
    "From",
    "MessagingServiceSid",
    "Body",
    "StatusCallback",
    "ValidityPeriod",
    "SmartEncoded",
    "ShortenUrls",
}
NEVER_KEPT = {"ContentRetention": "discard", "AddressRetention": "obfuscate"}
IDS = count()


@pytest.fixture(autouse=True)
def _redacting(stand_in: Provider) -> None:
    stand_in.weather(redaction=True)


def carrier(stand_in: Provider, **settings: object) -> TwilioCarrier:
    client = connect(stand_in.account_sid, stand_in.auth_token, api_base=stand_in.base_url)
    sender = {} if "messaging_service_sid" in settings else {"number": stand_in.number}
    return TwilioCarrier(
        client,
        public_url="https://rain.example",
        clock=lambda: NOW,
        **sender,
        **settings,  # type: ignore[arg-type]
    )


def message(body: str = "Hello", useful: timedelta = timedelta(days=1)) -> Message:
    return Message(f"m{next(IDS)}", SAM, body, "en", NOW, NOW + useful)


@pytest.mark.parametrize("settings", [{}, {"messaging_service_sid": SERVICE}])
def test_nothing_is_sent_to_twilio_but_what_it_needs(
    stand_in: Provider, settings: dict[str, str]
) -> None:
    receipt = carrier(stand_in, **settings).send(message())
    asked = stand_in.asked(receipt.provider_id)
    assert set(asked) == ALLOWED - {"From" if settings else "MessagingServiceSid"}
    assert receipt.kept


def test_twilio_rewrites_no_word_and_shortens_no_link(stand_in: Provider) -> None:
    sid = carrier(stand_in).send(message("“¿Estás bien?” https://rain.example/c/abc")).provider_id
    asked = stand_in.asked(sid)
    assert (asked["SmartEncoded"], asked["ShortenUrls"]) == ("false", "false")
    assert "https://rain.example/c/abc" in asked["Body"]


def test_where_words_are_never_kept_only_that_is_said_as_well(stand_in: Provider) -> None:
    receipt = carrier(stand_in, retention=Retention.DISCARD).send(message())
    asked = stand_in.asked(receipt.provider_id)
    assert {name: asked[name] for name in set(asked) - ALLOWED} == NEVER_KEPT
    assert not receipt.kept


@pytest.mark.parametrize(
    ("useful", "seconds"),
    [
        (timedelta(minutes=10), 600),
        (timedelta(seconds=90.5), 91),
        (timedelta(milliseconds=1), 1),
        (-timedelta(minutes=1), 1),
        (timedelta(hours=10), 36_000),
        (timedelta(days=1), 36_000),
    ],
)
def test_twilio_gives_up_on_a_text_once_it_is_useless_and_at_the_latest_when_it_must(
    stand_in: Provider, useful: timedelta, seconds: int
) -> None:
    sid = carrier(stand_in).send(message(useful=useful)).provider_id
    assert stand_in.asked(sid)["ValidityPeriod"] == str(seconds)


@pytest.mark.parametrize("retention", list(Retention))
def test_a_text_whose_answer_was_lost_is_found_while_it_waits_there(
    stand_in: Provider, retention: Retention
) -> None:
    ours, lost = carrier(stand_in, retention=retention), message()
    stand_in.weather(redaction=True, fault="lost")
    with pytest.raises(ChannelError):
        ours.send(lost)
    stand_in.weather()
    (kept,) = stand_in.kept()
    found = ours.find(lost)
    assert found
    assert (found.provider_id, found.kept) == (kept.sid, retention is Retention.REDACT)


def test_where_words_are_never_kept_one_that_has_left_is_not_found_and_sent_again(
    stand_in: Provider,
) -> None:
    ours, lost = carrier(stand_in, retention=Retention.DISCARD), message()
    stand_in.weather(redaction=True, fault="lost")
    with pytest.raises(ChannelError):
        ours.send(lost)
    stand_in.move(stand_in.kept()[0].sid, "sent")
    assert ours.find(lost) is None


def test_a_text_like_one_that_was_erased_is_not_taken_for_it(stand_in: Provider) -> None:
    ours = carrier(stand_in)
    sid = ours.send(message("OK?")).provider_id
    stand_in.move(sid, "delivered")
    client = connect(stand_in.account_sid, stand_in.auth_token, api_base=stand_in.base_url)
    client.messages(sid).update(body="")
    assert ours.find(message("OK?")) is None


@pytest.mark.parametrize(("code", "status"), [("30036", Status.EXPIRED), ("30003", Status.FAILED)])
def test_what_ran_out_of_time_in_twilios_queue_is_told_from_what_failed(
    phones: Phones, code: str, status: Status
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait()
    with phones.parts.core.read(phones.now) as work:
        id = work.conn.scalar(sa.select(messages.c.id).where(messages.c.kind == Kind.ALERT))
    phones.parts.gateway.report(str(id), "undelivered", code)
    with phones.parts.core.read(phones.now) as work:
        row = work.conn.execute(sa.select(messages).where(messages.c.id == id)).one()
    assert (row.status, row.error) == (status, code)
    phones.wait()
    assert any("could not reach Sam" in body for body in phones.inbox(ANA))


def test_the_hosts_proxy_and_certificates_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/ssl/ours.pem")
    session = connect("AC1", "token").http_client.session
    assert session.proxies["https"] == "http://proxy.example:3128"
    assert session.verify == "/etc/ssl/ours.pem"


def test_a_host_that_needs_no_proxy_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "api.twilio.com")
    assert connect("AC1", "token").http_client.session.proxies == {}


def test_the_sdk_writes_no_request_into_the_log() -> None:
    assert not logging.getLogger("twilio.http_client").isEnabledFor(logging.INFO)
