"""Whether a webhook really comes from Twilio.

The signature covers the exact public URL and every form field, so the URL is built from the
configured public address and the raw request line, never from what a proxy left of it.
"""

from urllib.parse import quote, urlsplit

from flask import Blueprint, Request, abort, request
from twilio.request_validator import RequestValidator


def only_genuine(hooks: Blueprint, *, auth_token: str | None, public_url: str) -> None:
    """Let nothing reach these webhooks but what Twilio has signed and posted."""

    @hooks.before_request
    def _only_twilio() -> None:
        if request.method != "POST":
            abort(405)
        if not genuine(request, auth_token=auth_token, public_url=public_url):
            abort(403)

    # Or a page with an address of the same form would be looked for.
    hooks.add_url_rule("/<path:_>", "other", lambda _: abort(404), methods=["GET", "POST"])


def genuine(request: Request, *, auth_token: str | None, public_url: str) -> bool:
    """True only for a signed form; without a token of ours, nothing is genuine. While tokens
    change at Twilio, `auth_token` is several, with commas between: each of them may have signed."""
    signature = request.headers.get("X-Twilio-Signature")
    # With a body hash in the query and an empty form, the SDK would leave the body unchecked.
    hashed = any(name.lower() == "bodysha256" for name in request.args)
    if not auth_token or not signature or hashed:
        return False
    address = _address(public_url, raw_uri(request))
    return any(
        RequestValidator(token).validate(address, request.form, signature)
        for token in tokens(auth_token)
    )


def tokens(auth_token: str) -> list[str]:
    """The account's tokens, newest first."""
    return [token for part in auth_token.split(",") if (token := part.strip())]


def raw_uri(request: Request) -> str:
    """Path and query as they stood on the request line, percent signs and all."""
    environ = request.environ
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if raw.startswith("/"):
        return raw
    # A server that keeps neither has decoded the path, which for ours is plain, but not the query.
    path = quote(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""), encoding="latin-1")
    query = environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _address(public_url: str, uri: str) -> str:
    """Below a path of the public address, a proxy may leave that path on the request line or take
    it away."""
    path = urlsplit(public_url).path
    kept = path and uri.startswith(f"{path}/")
    return public_url.removesuffix(path) + uri if kept else public_url + uri
