"""What comes in from Twilio: proved, acted on once, in any order."""

from datetime import timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from checkin.channels import Message
from checkin.notices import By, Kind
from checkin.outbox import Status
from checkin.tables import messages
from sms.carrier import Received
from sms.voice import script
from tests.phones import Phones
from tests.sms.signed import PUBLIC, TOKEN, post

ANA, SAM = "+12025550111", "+12025550122"


def alert(phones: Phones, by: By = By.TEXT) -> str:
    """Our id of the newest alert that went out by this channel."""
    with phones.parts.core.read(phones.now) as work:
        query = sa.select(messages.c.id).where(messages.c.kind == Kind.ALERT, messages.c.by == by)
        return str(
            work.conn.execute(query.order_by(messages.c.created_at.desc())).scalars().first()
        )


def status(phones: Phones, id: str) -> str:
    with phones.parts.core.read(phones.now) as work:
        return str(work.conn.scalar(sa.select(messages.c.status).where(messages.c.id == id)))


def test_a_signed_text_is_answered_in_twiml(client: FlaskClient) -> None:
    form = {"MessageSid": "SM1", "From": ANA, "Body": "MENU", "Surprise": "new parameter"}
    code, twiml = post(client, "/sms/inbound", form)
    assert code == 200
    assert "Reply with a number" in (ElementTree.fromstring(twiml).findtext("Message") or "")  # noqa: S314


@pytest.mark.parametrize("path", ["/sms/inbound", "/sms/status", "/voice/answer", "/voice/status"])
@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": "bm90IGl0"}])
def test_what_twilio_did_not_sign_is_refused(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    form = {"MessageSid": "SM1", "From": ANA, "Body": "MENU"}
    assert client.post(path, data=form, headers=headers).status_code == 403


def test_a_body_hash_in_the_query_is_refused_even_when_signed(client: FlaskClient) -> None:
    assert post(client, "/sms/inbound?bodySHA256=abc", {})[0] == 403


@pytest.mark.parametrize("raw", ["?id=%C3%B1", "?id=a%2Fb%3Ac", "?x=1&id=m"])
def test_the_signature_is_checked_against_the_request_line_as_it_was(
    client: FlaskClient, raw: str
) -> None:
    form = {"MessageStatus": "sent"}
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/sms/status{raw}", form)
    answer = client.post(
        f"/sms/status{raw}",
        data=form,
        headers={"X-Twilio-Signature": signature},
        environ_overrides={"RAW_URI": f"/sms/status{raw}"},
    )
    assert answer.status_code == 204


def test_behind_a_proxy_the_public_address_counts(client: FlaskClient) -> None:
    form = {"MessageSid": "SM1", "From": ANA, "Body": "MENU"}
    code, _ = post(client, "/sms/inbound", form, Host="10.0.0.7:9000")
    assert code == 200


def test_callbacks_in_any_order_and_twice_never_move_a_message_back(
    phones: Phones, client: FlaskClient
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait()
    id = alert(phones)
    for said in ("delivered", "sent", "queued", "delivered", "failed"):
        assert post(client, f"/sms/status?id={id}", {"MessageStatus": said})[0] == 204
    assert status(phones, id) == Status.DELIVERED


def test_an_undelivered_alert_passes_the_contact_over_and_tells_the_person(
    phones: Phones, client: FlaskClient
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait()
    form = {"MessageStatus": "undelivered", "ErrorCode": "30006"}
    post(client, f"/sms/status?id={alert(phones)}", form)
    phones.wait()
    assert "could not reach Sam" in phones.inbox(ANA)[-1]


def test_an_unheard_text_is_followed_by_a_call_that_can_be_answered_by_key(
    phones: Phones, client: FlaskClient
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait(timedelta(minutes=4))
    id = alert(phones, By.CALL)
    assert "Press 1" in phones.inbox(SAM)[-1]
    for _ in range(2):
        code, twiml = post(client, f"/voice/answer?id={id}", {"Digits": "1"})
        assert code == 200
        assert "you are on it" in twiml
    phones.wait()
    assert [b for b in phones.inbox(ANA) if "Sam is on it" in b] == ["Sam is on it."]


def test_a_key_that_means_nothing_changes_nothing(phones: Phones, client: FlaskClient) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait(timedelta(minutes=4))
    id = alert(phones, By.CALL)
    assert "did not understand" in post(client, f"/voice/answer?id={id}", {"Digits": "7"})[1]
    assert "being told" in phones.text(ANA, "STATUS")


def test_a_call_that_nobody_takes_passes_the_contact_over(
    phones: Phones, client: FlaskClient
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait(timedelta(minutes=4))
    id = alert(phones, By.CALL)
    post(client, f"/voice/status?id={id}", {"CallStatus": "no-answer"})
    assert status(phones, id) == Status.FAILED
    phones.wait()
    assert any("could not reach Sam" in body for body in phones.inbox(ANA))


def test_a_call_reads_the_alert_twice_and_waits_for_one_key(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS back door <3 & more")
    phones.wait()
    message = Message("m1", SAM, "Ana asks for help now. <3 & more", "es", phones.now, phones.now)
    twiml = ElementTree.fromstring(script(message, PUBLIC))  # noqa: S314
    gather = twiml.find("Gather")
    assert gather is not None
    assert [say.text for say in gather.findall("Say")] == [message.body] * 2
    assert {say.get("language") for say in gather.findall("Say")} == {"es-US"}
    assert gather.get("numDigits") == "1"
    assert urlsplit(gather.get("action") or "").query == "id=m1"


def test_an_ok_that_was_sent_while_we_were_down_counts_and_is_followed_by_the_all_clear(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    sent_at = phones.now + timedelta(minutes=59)
    phones.wait(timedelta(minutes=75))
    assert any("did not check in" in body for body in phones.inbox(SAM))
    late = [Received("SM-late", ANA, "OK", sent_at)]
    assert phones.parts.gateway.catch_up(late) == 1
    assert phones.parts.gateway.catch_up(late) == 0
    phones.wait()
    assert "All clear" in phones.inbox(SAM)[-1]
    assert "all-clear" in phones.inbox(ANA)[-1]


def test_a_timer_that_was_asked_for_while_we_were_down_runs_from_when_it_was_asked_for(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    asked_at = phones.now
    phones.wait(timedelta(minutes=2))
    phones.parts.gateway.catch_up([Received("SM-late", ANA, "IN 1H", asked_at)])
    assert "58 minutes left" in phones.text(ANA, "STATUS")
