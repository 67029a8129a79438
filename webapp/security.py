"""Security headers on every response, and protection of every form against CSRF."""

import logging
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit, urlunsplit

from flask import Flask, Request, Response, request
from flask_wtf import CSRFProtect

# No log line for each forged form or request over a limit: a flood of them would fill the disk.
logging.getLogger("flask_wtf.csrf").setLevel(logging.WARNING)
logging.getLogger("flask-limiter").setLevel(logging.WARNING)

LARGEST_FORM = 64 * 1024

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self' sms:",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_POWERS = "camera=(), geolocation={}, microphone=(), payment=(), usb=()"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": _POWERS.format("()"),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ALLOWING_PLACE = _POWERS.format("(self)")
# No CSRF token: these are signed, by the provider, or by us in a notification.
_SIGNED = ("/sms/", "/voice/", "/push/")

_ASCII = bytes(range(0x21, 0x7F))

_csrf = CSRFProtect()


class AnyRequest(Request):
    """A request whose query can be read whatever bytes it holds: those that should have been
    percent-encoded are taken as if they had been."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.query_string = quote_from_bytes(self.query_string, safe=_ASCII).encode()


def init_app(app: Flask) -> None:
    core = app.extensions["raincheck"].core
    https = core.public_url.startswith("https:")
    app.request_class = AnyRequest
    newest, *older = core.vault.subkeys("cookies")
    app.config.update(
        SECRET_KEY=newest,
        SECRET_KEY_FALLBACKS=older,
        SESSION_COOKIE_NAME="__Host-form" if https else "form",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        # "I'm OK" must still work on a page that has been open for days, and our referrer policy
        # leaves nothing for the strict check to look at.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    _csrf.init_app(app)
    app.before_request(_check_form)
    app.after_request(_guard)
    app.after_request(_stay_here)
    if https:
        app.after_request(_stay_on_https)


def _check_form() -> None:
    if request.routing_exception or request.path.startswith(_SIGNED):
        return
    _csrf.protect()


def _guard(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _stay_here(response: Response) -> Response:
    """Redirects within the app name no host: the one in the request may be anybody's word."""
    where = urlsplit(response.location or "")
    if where.netloc and where.netloc == request.host:
        response.headers["Location"] = urlunsplit(("", "", *where[2:]))
    return response


def allow_place(response: Response) -> Response:
    """Let scripts ask for the phone's place: only on pages with a button to share it."""
    response.headers["Permissions-Policy"] = ALLOWING_PLACE
    return response


def _stay_on_https(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
