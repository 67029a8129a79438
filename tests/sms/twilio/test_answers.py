"""Answers of Twilio's that are none: a proxy's page, half a body, a refusal in another form."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from checkin.machine.notices import ChannelKind
from checkin.messages.channels import Acceptance, Channel, ChannelError, Message
from checkin.messages.outbox import Outgoing
from checkin.worker import delivery
from sms.calls.voice import TwilioCaller
from sms.twilio.carrier import TwilioCarrier

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
MESSAGE = Message("m1", "+12025550122", "Hello", "en", NOW, NOW + timedelta(days=1))
PROBLEM = {"type": "https://www.twilio.com/docs/errors/1", "title": "Not now", "code": 20503}


class Saying(HttpClient):
    """Answers every request with the same status and body."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(None, False, None)  # type: ignore[no-untyped-call]
        self._answer = status, body

    def request(self, *_: object, **__: object) -> Response:
        return Response(*self._answer)


def channel(kind: ChannelKind, status: int, body: str) -> Channel:
    client = Client("AC" + "4" * 32, "token", http_client=Saying(status, body))
    if kind is ChannelKind.CALL:
        return TwilioCaller(client, number="+12025550100", public_url="https://rain.example")
    return TwilioCarrier(
        client, public_url="https://rain.example", clock=lambda: NOW, number="+12025550100"
    )


def result(kind: ChannelKind, status: int, body: str) -> Acceptance | ChannelError:
    outgoing = Outgoing(MESSAGE, "alert", kind, None, None, None, 1, doubtful=False)
    return delivery.attempt({kind: channel(kind, status, body)}, outgoing)


KINDS = pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.CALL])


@KINDS
@pytest.mark.parametrize("status", [200, 201])
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        "[]",
        "null",
        "<html>Sign in to this network</html>",
        '{"sid": null}',
        '{"sid": ""}',
        '{"sid": 7}',
        '{"sid": "error"}',
        '{"sid": "SM',
    ],
)
def test_an_answer_without_an_id_is_no_acceptance_and_may_have_been_one(
    kind: ChannelKind, status: int, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    lost = result(kind, status, body)
    assert isinstance(lost, ChannelError)
    assert lost.doubtful
    assert not (lost.permanent or lost.operator or lost.opted_out)
    assert "Traceback" not in caplog.text, "nothing that nobody foresaw"
    assert MESSAGE.to not in caplog.text


@KINDS
@pytest.mark.parametrize(
    ("status", "code", "doubtful"), [(503, 20503, True), (429, 20429, False), (400, 21610, False)]
)
def test_a_refusal_in_the_form_of_rfc_9457_is_read_like_any_other(
    kind: ChannelKind, status: int, code: int, doubtful: bool
) -> None:
    refused = result(kind, status, json.dumps({**PROBLEM, "status": status, "code": code}))
    assert isinstance(refused, ChannelError)
    assert (refused.code, refused.doubtful, refused.opted_out) == (
        str(code),
        doubtful,
        code == 21610,
    )


@KINDS
@pytest.mark.parametrize("said", ["503", None, {}])
def test_a_refusal_that_gives_no_number_as_its_status_may_have_been_an_acceptance(
    kind: ChannelKind, said: object
) -> None:
    refused = result(kind, 503, json.dumps({**PROBLEM, "status": said}))
    assert isinstance(refused, ChannelError)
    assert refused.doubtful
