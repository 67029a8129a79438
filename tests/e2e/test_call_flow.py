"""A call in, through real processes and a Twilio that nobody here wrote."""

from pathlib import Path

import pytest

from peers import EmulatedTwilio
from tests.e2e.running import raincheck

ANA = "+12025550111"
_SECRET = "a secret of at least thirty-two characters"


@pytest.mark.parametrize(("token", "status"), [(None, "200"), ("another", "403")])
def test_a_call_through_twilios_own_webhook_is_answered_if_the_account_is_ours(
    twilio: EmulatedTwilio, tmp_path: Path, token: str | None, status: str
) -> None:
    with raincheck(
        "web",
        tmp_path / "instance",
        RAINCHECK_SECRET_KEYS=_SECRET,
        TWILIO_ACCOUNT_SID=twilio.account_sid,
        TWILIO_AUTH_TOKEN=token or twilio.auth_token,
        TWILIO_API_BASE=twilio.base_url,
        RAINCHECK_SMS_FROM=twilio.number,
    ) as app:
        twilio.send_webhooks_to(voice=f"{app.url}/voice/inbound")
        twilio.inbound_call(ANA)
        assert twilio.webhooks()[0][:3] == ["call.inbound", f"{app.url}/voice/inbound", status]
