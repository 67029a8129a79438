"""The stand-in answers Twilio's own SDK as Twilio would, and fails only as it is told."""

import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from peers.provider import Provider
from sms.twilio.carrier import connect

SAM = "+12025550122"


@pytest.fixture
def twilio(stand_in: Provider) -> Client:
    return connect(stand_in.account_sid, stand_in.auth_token, api_base=stand_in.base_url)


def text(twilio: Client, body: str, **more: str) -> str:
    return str(twilio.messages.create(to=SAM, from_="+12025550100", body=body, **more).sid)


def test_what_it_takes_it_lists_newest_first_and_by_pages(twilio: Client) -> None:
    sids = [text(twilio, f"text {n}") for n in range(7)]
    assert [sent.sid for sent in twilio.messages.list(to=SAM, page_size=3)] == sids[::-1]
    assert twilio.messages.list(to="+12025550199") == []
    assert twilio.messages(sids[2]).fetch().body == "text 2"


def test_a_text_that_still_waits_to_be_sent_has_no_date_to_be_found_by(twilio: Client) -> None:
    text(twilio, "waiting")
    assert twilio.messages.list(date_sent_after=datetime.now(UTC) - timedelta(hours=1)) == []


def test_calls_are_kept_apart_from_texts(twilio: Client) -> None:
    twilio.calls.create(to=SAM, from_="+12025550100", twiml="<Response/>")
    assert len(twilio.calls.list(to=SAM)) == 1
    assert twilio.messages.list(to=SAM) == []


@pytest.mark.parametrize(("fault", "status"), [("unavailable", 503), ("throttled", 429)])
def test_a_refused_text_was_not_taken(
    stand_in: Provider, twilio: Client, fault: str, status: int
) -> None:
    stand_in.weather(fault=fault)
    with pytest.raises(TwilioRestException) as refusal:
        text(twilio, "no")
    assert refusal.value.status == status
    assert stand_in.kept() == []
    assert stand_in.counts()["refused"] == {fault: 1}


@pytest.mark.parametrize(("fault", "taken"), [("lost", 1), ("dropped", 0)])
def test_a_lost_answer_leaves_the_sender_in_doubt(
    stand_in: Provider, twilio: Client, fault: str, taken: int
) -> None:
    stand_in.weather(fault=fault)
    with pytest.raises(requests.ConnectionError):
        text(twilio, "perhaps")
    assert len(stand_in.kept()) == taken


def test_a_login_that_is_not_ours_is_refused(stand_in: Provider) -> None:
    stranger = connect(stand_in.account_sid, "guessed", api_base=stand_in.base_url)
    with pytest.raises(TwilioRestException, match="Authenticate"):
        text(stranger, "let me in")


def test_receipts_and_inbound_texts_are_signed_as_twilio_signs(
    stand_in: Provider, twilio: Client
) -> None:
    heard: list[tuple[dict[str, str], bool]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
            signature = self.headers["X-Twilio-Signature"]
            url = f"http://127.0.0.1:{server.server_port}{self.path}"
            genuine = RequestValidator(stand_in.auth_token).validate(url, form, signature)
            heard.append((form, genuine))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        address = f"http://127.0.0.1:{server.server_port}/hook?id=1"
        stand_in.weather(receipts=True, receipt_after=0.02)
        stand_in.send_webhooks_to(address)
        text(twilio, "hello ñ", status_callback=address)
        stand_in.inbound(SAM, "OK ñ")
        deadline = time.monotonic() + 5
        while len(heard) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        server.shutdown()
        serving.join()
    assert all(genuine for _, genuine in heard)
    assert sorted(form.get("MessageStatus", form.get("Body", "")) for form, _ in heard) == [
        "OK ñ",
        "delivered",
        "sent",
    ]


def test_a_body_can_only_be_emptied_and_only_once_the_text_has_ended(
    stand_in: Provider, twilio: Client
) -> None:
    sid = text(twilio, "where I am")
    with pytest.raises(TwilioRestException, match="not complete"):
        twilio.messages(sid).update(body="")
    stand_in.move(sid, "delivered")
    with pytest.raises(TwilioRestException):
        twilio.messages(sid).update(body="something else")
    assert twilio.messages(sid).update(body="").body == ""
    (kept,) = stand_in.kept()
    assert (kept.body, kept.words) == ("where I am", "")


@pytest.mark.parametrize("redaction", [True, False])
def test_words_are_not_kept_where_the_account_has_the_feature(
    stand_in: Provider, twilio: Client, redaction: bool
) -> None:
    stand_in.weather(redaction=redaction)
    if not redaction:
        with pytest.raises(TwilioRestException) as refusal:
            text(twilio, "where I am", content_retention="discard")
        assert refusal.value.code == 30029
        return
    sid = text(twilio, "where I am", content_retention="discard")
    stand_in.move(sid, "sent")
    assert twilio.messages(sid).fetch().body == ""
