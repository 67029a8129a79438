"""How often one address may do what others would abuse. No address is kept: what is counted is a
keyed hash of it, under a salt that only this process knows and forgets within the hour.

Starting, closing and SOS are never limited: many people share one address, and none of them may be
kept from an alarm by another. Wrong PINs are counted by person, in `checkin/people/pins.py`.
"""

import hmac
import math
import os
import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from flask import Flask, Response, make_response, request
from flask_limiter import Limiter
from werkzeug.middleware.proxy_fix import ProxyFix

_SALT_BYTES = 32
_SALT_SECONDS = 3600.0
_NEIGHBOURS = 64  # bits of an IPv6 address: what one household is given

FORMS = "3000 per hour"
"""Everything that is posted by one address, all pages together."""

TRIES = {"code.act": "30 per hour"}
"""What may fail: only what did is counted, and then the right one is refused too, or guessing would
pay: codes are short."""

GUESSES = {
    "contact_link.look": "300 per hour",
    "contact_link.press": "300 per hour",
    "contact_link.manifest": "300 per hour",
}
"""What nobody can guess, so that guesses are only a burden. Whoever holds the right link opens it,
however many wrong ones came from the same address: an alert may be behind it."""

ACTS = {
    "contacts.act": "200 per hour",
    "push.mine": "200 per hour",
    "push.contacts_own": "200 per hour",
    "push.move": "200 per hour",
}
"""What makes us write to others, or keep an address that somebody names."""

_NEVER = frozenset({"checkin.act", "push.answer", "contact_link.press"})
_SIGNED = ("/sms/", "/voice/")  # by the provider
_SIMULATED = "/phone/"


class Veil:
    """Names for addresses, the same within an hour and of no use after it. `clock`: seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._salt, self._until = b"", -math.inf

    def name(self, address: str) -> str:
        """The name of an address; of one household's IPv6 addresses, the same."""
        if self._clock() >= self._until:
            self._salt, self._until = os.urandom(_SALT_BYTES), self._clock() + _SALT_SECONDS
        return hmac.digest(self._salt, _household(address).encode(), "sha256").hex()


def init_app(app: Flask) -> None:
    """Only once every page is there: limits are put around views by their names."""
    settings = app.extensions["raincheck"].settings
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0
        )
    veil = Veil()
    limiter = Limiter(
        lambda: veil.name(request.remote_addr or ""),
        app=app,
        application_limits=[FORMS],
        application_limits_exempt_when=_unlimited,
        storage_uri="memory://",
    )
    around: dict[str, Any] = {
        view: limiter.limit(most, deduct_when=_failed) for view, most in TRIES.items()
    }
    around |= {view: limiter.limit(most, methods=["POST"]) for view, most in ACTS.items()}
    around |= {view: _after(limiter.limit(most)) for view, most in GUESSES.items()}
    for view, limit in around.items():
        app.view_functions[view] = limit(app.view_functions[view])


def _after(limit: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The limit put behind a view: what failed is counted, and refused beyond the limit."""

    def around(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def limited(**address: str) -> Response:
            response = make_response(view(**address))
            if _failed(response):
                with limit:
                    pass
            return response

        return limited

    return around


def _unlimited() -> bool:
    return (
        request.method != "POST"
        or request.endpoint in _NEVER
        or request.path.startswith((*_SIGNED, _SIMULATED))
    )


def _failed(response: Response) -> bool:
    return response.status_code >= 400


def _household(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address) or found.ipv4_mapped:
        return str(found if isinstance(found, IPv4Address) else found.ipv4_mapped)
    return str(ip_network((found, _NEIGHBOURS), strict=False))
