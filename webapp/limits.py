"""Rate limits: how often one network address may do what could be abused. No address is kept: what
is counted is a keyed hash of it, under a salt that only this process knows and renews every hour.

Starting a timer, closing it and SOS are never limited: many people share one address, and none may
keep another from an alarm. Wrong PINs are counted by person, in `checkin/people/pins.py`.
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
_NEIGHBOURS = 64  # bits: the prefix of IPv6 addresses that one household is given

FORMS = "3000 per hour"
"""All POST requests of one address, over all pages together."""

TRIES = {"code.act": "30 per hour", "settings.join": "30 per hour"}
"""Guesses that could succeed, for codes are short. Only failures are counted; beyond the limit the
right code is refused too, or guessing would pay."""

GUESSES = {
    "contact_link.look": "300 per hour",
    "contact_link.press": "300 per hour",
    "contact_link.manifest": "300 per hour",
}
"""Links that nobody can guess, so that guesses only cost us work. Whoever holds the right link
opens it, however many wrong ones came from the same address: an alert may be behind it."""

ACTS = {
    "contacts.act": "200 per hour",
    "push.mine": "200 per hour",
    "push.contacts_own": "200 per hour",
    "push.move": "200 per hour",
}
"""What makes us write to others, or keep an address that somebody names."""

_NEVER = frozenset({"checkin.act", "push.answer", "contact_link.press"})
_SIGNED = ("/sms/", "/voice/")  # the provider's webhooks, whose signature is checked
_SIMULATED = "/phone/"


class Veil:
    """Pseudonyms for addresses, the same within an hour, useless after it. `clock`: seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._salt, self._until = b"", -math.inf

    def name(self, address: str) -> str:
        """The pseudonym of an address; one household's IPv6 addresses share one."""
        if self._clock() >= self._until:
            self._salt, self._until = os.urandom(_SALT_BYTES), self._clock() + _SALT_SECONDS
        return hmac.digest(self._salt, _household(address).encode(), "sha256").hex()


def init_app(app: Flask) -> None:
    """Call it once every page is registered: limits are put around views by their endpoints."""
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
    """A limit behind a view, not before it: failures are counted, and beyond the limit become 429;
    what succeeds is never refused."""

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
        found = ip_address(_without_port(address))
    except ValueError:
        return address
    if isinstance(found, IPv4Address) or found.ipv4_mapped:
        return str(found if isinstance(found, IPv4Address) else found.ipv4_mapped)
    return str(ip_network((found, _NEIGHBOURS), strict=False))


def _without_port(address: str) -> str:
    """Some proxies write "1.2.3.4:5678" or "[::1]:80" into what they forward."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, _, port = address.rpartition(":")
    return host if port.isdecimal() and ":" not in host and host else address
