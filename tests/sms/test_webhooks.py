"""What comes in from Twilio: proved, acted on once, in any order."""

from datetime import timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import sqlalchemy as sa
from flask.testing import FlaskClient

from checkin.machine.notices import ChannelKind, Kind
from checkin.messages.channels import Message
from checkin.messages.outbox import Status
from checkin.storage.tables import messages
from peers.phones import Phones
from sms.calls.voice import script
from tests.sms.signed import PUBLIC, post, reply, text

ANA, SAM = "+12025550111", "+12025550122"


def alert(phones: Phones, channel: ChannelKind = ChannelKind.TEXT) -> str:
    """Our id of the newest alert that went out by this channel."""
    with phones.parts.core.read(phones.now) as work:
        query = sa.select(messages.c.id).where(
            messages.c.kind == Kind.ALERT, messages.c.channel == channel
        )
        return str(
            work.conn.execute(query.order_by(messages.c.created_at.desc())).scalars().first()
        )


def status(phones: Phones, id: str) -> str:
    with phones.parts.core.read(phones.now) as work:
        return str(work.conn.scalar(sa.select(messages.c.status).where(messages.c.id == id)))


def test_a_signed_text_is_answered_in_twiml(client: FlaskClient) -> None:
    code, twiml = post(client, "/sms/inbound", text(ANA, "MENU", Surprise="new parameter"))
    assert code == 200
    assert "Reply with a number" in reply(twiml)


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
    id = alert(phones, ChannelKind.CALL)
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
    id = alert(phones, ChannelKind.CALL)
    assert "did not understand" in post(client, f"/voice/answer?id={id}", {"Digits": "7"})[1]
    assert "being told" in phones.text(ANA, "STATUS")


def test_a_call_that_nobody_takes_passes_the_contact_over(
    phones: Phones, client: FlaskClient
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "SOS")
    phones.wait(timedelta(minutes=4))
    id = alert(phones, ChannelKind.CALL)
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
