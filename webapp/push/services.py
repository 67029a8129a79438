"""The push services that we send to, and no others: a browser names its own, so whoever subscribes
could have us write to any address (SSRF)."""

from collections.abc import Collection
from urllib.parse import urlsplit

LONGEST = 1000  # characters of an endpoint

# Whole host names. Chrome and what is built on it use Google's; the second is what a Chromium
# without Google's keys is given. Firefox: https://mozilla-services.github.io/autopush-rs/
_HOSTS = frozenset({"fcm.googleapis.com", "jmt17.google.com", "updates.push.services.mozilla.com"})

# Host names that end so. Safari: Apple asks for all of *.push.apple.com in "Sending web push
# notifications in web apps and browsers". Edge on Windows: WNS, whose "Request and response
# headers" name *.notify.windows.com.
_DOMAINS = (".push.apple.com", ".notify.windows.com")


def known(endpoint: str, further: Collection[str] = ()) -> bool:
    """Whether `endpoint` lies at a push service we know, or at one of the `further` origins that
    the host named. Elsewhere than at those only HTTPS on port 443."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable():
        return False
    if set(endpoint) & set(' \\"<>^`{|}'):
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if "@" in parts.netloc or parts.fragment:
        return False
    if origin(endpoint) in further:
        return True
    if parts.scheme != "https" or port not in (None, 443):
        return False
    label = host.removesuffix(next((each for each in _DOMAINS if host.endswith(each)), ""))
    return host in _HOSTS or (label != host and label.replace("-", "").replace(".", "").isalnum())


def origin(address: str) -> str:
    """Scheme, host and port, as a push service's token must name it (RFC 8292, section 2)."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()
