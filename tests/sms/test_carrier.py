"""Twilio as a channel, against a stateful Twilio that nobody here wrote."""

from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from checkin.channels import ChannelError, Message
from sms.carrier import TwilioCarrier, connect, named, received
from sms.errors import VERDICTS
from sms.voice import TwilioCaller
from tests.peers import EmulatedTwilio

SAM = "+12025550122"


def now() -> datetime:
    return datetime.now(UTC)


def message(body: str = "Ana did not check in.", lang: str = "en", id: str = "m1") -> Message:
    return Message(id, SAM, body, lang, now(), now() + timedelta(hours=1))


def carrier(twilio: EmulatedTwilio, **sender: str) -> TwilioCarrier:
    client = connect(twilio.account_sid, twilio.auth_token, api_base=twilio.base_url)
    return TwilioCarrier(
        client,
        public_url="https://rain.example",
        clock=now,
        **(sender or {"number": twilio.number}),
    )


def test_a_text_is_handed_over_and_found_again_by_its_words(twilio: EmulatedTwilio) -> None:
    ours = carrier(twilio)
    receipt = ours.send(message())
    assert ours.find(message()) == receipt
    assert ours.find(message(body="Something else.")) is None


def test_a_text_goes_out_through_the_messaging_service_where_there_is_one(
    twilio: EmulatedTwilio,
) -> None:
    carrier(twilio, messaging_service_sid=twilio.messaging_service_sid).send(message())
    (sent,) = twilio.messages(to=SAM)
    assert sent["messaging_service_sid"] == twilio.messaging_service_sid


def test_a_text_is_fitted_to_its_language_before_it_leaves(twilio: EmulatedTwilio) -> None:
    carrier(twilio).send(message("Según su nota, está en la habitación número 12. " * 2, "es"))
    (sent,) = twilio.messages(to=SAM)
    assert "Segun su nota, esta en" in sent["body"]


@pytest.mark.parametrize("code", sorted(VERDICTS))
def test_each_code_of_the_table_is_acted_on(code: int) -> None:
    error = named(TwilioRestException(400, "/", code=code))
    verdict = VERDICTS[code]
    assert (error.permanent, error.opted_out, error.operator, error.code) == (
        verdict.permanent,
        verdict.opted_out,
        verdict.operator,
        str(code),
    )


@pytest.mark.parametrize(
    ("trouble", "doubtful"),
    [
        (requests.ConnectTimeout(), False),
        (requests.ReadTimeout(), True),
        (requests.ConnectionError(), True),
        (TwilioRestException(503, "/", code=20503), True),
        (TwilioRestException(429, "/", code=20429), False),
    ],
)
def test_what_may_have_been_taken_is_doubtful_and_nothing_unknown_is_final(
    trouble: Exception, doubtful: bool
) -> None:
    error = named(trouble)
    assert error.doubtful is doubtful
    assert not error.permanent


def test_a_wrong_token_is_the_operators_business(twilio: EmulatedTwilio) -> None:
    client = connect(twilio.account_sid, "wrong", api_base=twilio.base_url)
    wrong = TwilioCarrier(
        client, public_url="https://rain.example", clock=now, number=twilio.number
    )
    with pytest.raises(ChannelError) as refused:
        wrong.send(message())
    assert refused.value.operator
    assert not refused.value.permanent


def test_the_providers_list_of_texts_to_us_holds_what_our_webhook_never_got(
    twilio: EmulatedTwilio,
) -> None:
    twilio.inbound(SAM, "OK")
    carrier(twilio).send(message())
    client = connect(twilio.account_sid, twilio.auth_token, api_base=twilio.base_url)
    (text,) = received(client, now() - timedelta(minutes=5))
    assert (text.phone, text.body) == (SAM, "OK")


def test_a_call_is_placed_and_reads_the_alert_aloud(twilio: EmulatedTwilio) -> None:
    client = connect(twilio.account_sid, twilio.auth_token, api_base=twilio.base_url)
    caller = TwilioCaller(client, number=twilio.number, public_url="https://rain.example")
    receipt = caller.send(message())
    (call,) = twilio.calls(to=SAM)
    assert call["sid"] == receipt.provider_id
