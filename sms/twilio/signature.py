"""Webhook signatures: does a request really come from Twilio?

Twilio's signature covers the exact public URL and every form field. The URL is built from the
configured public address and the raw request line, because a proxy may rewrite host and path.
"""

from urllib.parse import quote, urlsplit

from flask import Blueprint, Request, abort, request
from twilio.request_validator import RequestValidator


def only_genuine(hooks: Blueprint, *, auth_token: str | None, public_url: str) -> None:
    """Guard the blueprint: 405 for anything but POST, 403 without a genuine signature."""

    @hooks.before_request
    def _only_twilio() -> None:
        if request.method != "POST":
            abort(405)
        if not genuine(request, auth_token=auth_token, public_url=public_url):
            abort(403)

    # Catch other addresses below the prefix, which would otherwise be looked for among the pages.
    hooks.add_url_rule("/<path:_>", "other", lambda _: abort(404), methods=["GET", "POST"])


def genuine(request: Request, *, auth_token: str | None, public_url: str) -> bool:
    """Whether the signature is right. `auth_token`: may be several, with commas between, while they
    are rotated; each may have signed. Without one, nothing is genuine."""
    signature = request.headers.get("X-Twilio-Signature")
    # With `bodySHA256` in the query and an empty form, the SDK would not check the body at all.
    hashed = any(name.lower() == "bodysha256" for name in request.args)
    if not auth_token or not signature or hashed:
        return False
    address = _address(public_url, raw_uri(request))
    return any(
        RequestValidator(token).validate(address, request.form, signature)
        for token in tokens(auth_token)
    )


def tokens(auth_token: str) -> list[str]:
    """The account's auth tokens, newest first; several only while they are rotated."""
    return [token for part in auth_token.split(",") if (token := part.strip())]


def raw_uri(request: Request) -> str:
    """Path and query as on the request line, still percent-encoded."""
    environ = request.environ
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if raw.startswith("/"):
        return raw
    # This server keeps neither. It has decoded the path, which is plain ASCII for our webhooks, but
    # not the query.
    path = quote(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""), encoding="latin-1")
    query = environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _address(public_url: str, uri: str) -> str:
    """The full URL that Twilio signed. If the public address has a path, a proxy may have removed
    that path from the request line or left it there."""
    path = urlsplit(public_url).path
    kept = path and uri.startswith(f"{path}/")
    return public_url.removesuffix(path) + uri if kept else public_url + uri
