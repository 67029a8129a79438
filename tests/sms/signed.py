"""Webhooks as Twilio signs them."""

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

TOKEN = "the account's token"
PUBLIC = "http://127.0.0.1:8000"


def post(client: FlaskClient, path: str, form: dict[str, str], **headers: str) -> tuple[int, str]:
    """Status and body of the answer to a signed form."""
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC + path, form)
    answer = client.post(path, data=form, headers={"X-Twilio-Signature": signature} | headers)
    return answer.status_code, answer.text
