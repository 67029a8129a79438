"""Whether a webhook really comes from Twilio.

The signature covers the exact public URL and every form field, so the URL is built from the
configured public address and the raw request line, never from what a proxy left of it.
"""

from flask import Blueprint, Request, abort, request
from twilio.request_validator import RequestValidator


def only_genuine(hooks: Blueprint, *, auth_token: str | None, public_url: str) -> None:
    """Have every webhook of `hooks` refuse what Twilio did not sign."""

    @hooks.before_request
    def _only_twilio() -> None:
        if not genuine(request, auth_token=auth_token, public_url=public_url):
            abort(403)


def genuine(request: Request, *, auth_token: str | None, public_url: str) -> bool:
    """True only for a signed form; without a token of ours, nothing is genuine."""
    signature = request.headers.get("X-Twilio-Signature")
    # With a body hash in the query and an empty form, the SDK would leave the body unchecked.
    if not auth_token or not signature or "bodySHA256" in request.args:
        return False
    address = public_url + raw_uri(request)
    return bool(RequestValidator(auth_token).validate(address, request.form, signature))


def raw_uri(request: Request) -> str:
    """Path and query as they stood on the request line, percent signs and all."""
    raw: str = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or ""
    if not raw.startswith("/"):
        return request.full_path.rstrip("?")
    return raw
