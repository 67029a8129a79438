"""Which addresses a push may go to: a browser could name any."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.provisional import domains, urls
from urllib3.util import parse_url

from webapp.push.services import known, origin

REAL = (
    "https://fcm.googleapis.com/fcm/send/abc:APA91bH_-x",
    "https://jmt17.google.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAAB-_=",
    "https://web.push.apple.com/QGx5",
    "https://api.push.apple.com/QGx5",
    "https://wns2-by3p.notify.windows.com/w/?token=BQYAAA%2b%2f",
)
OURS = {"fcm.googleapis.com", "jmt17.google.com", "updates.push.services.mozilla.com"}
TRICKS = (
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://a:b@fcm.googleapis.com/x",
    "https://127.0.0.1\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\.evil.example/x",
    "https://fcm.googleapis.com%2eevil.example/x",
    "https://fcm.googleapis.com%00.evil.example/x",
    "https://evil.example#.push.apple.com",
    "https://evil.example?.push.apple.com",
    "https://evil.example/.push.apple.com",
    "https://push.apple.com/x",
    "https://.push.apple.com/x",
    "https://evilpush.apple.com/x",
    "https://notify.windows.com.evil.example/x",
    "https://fcm.googleapis.com./x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1].push.apple.com/x",
    "https://169.254.169.254/latest/meta-data",
    "https://fcm。googleapis。com/x",
    "https://fcm.googleapis.com\r\nHost: evil.example/x",
    "\thttps://fcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
    "file:///etc/passwd",
    "https://fcm.googleapis.com:x/",
    "https://fcm.googleapis.com/" + "x" * 1000,
    "",
)


def theirs(host: str) -> bool:
    return host in OURS or host.endswith((".push.apple.com", ".notify.windows.com"))


@pytest.mark.parametrize("endpoint", REAL)
def test_what_browsers_are_given_is_taken(endpoint: str) -> None:
    assert known(endpoint)


@pytest.mark.parametrize("endpoint", TRICKS)
def test_what_only_looks_like_it_is_not(endpoint: str) -> None:
    assert not known(endpoint)


@given(urls())
def test_no_other_address_is_ever_taken(address: str) -> None:
    assert not known(address) or theirs(urlsplit(address).hostname or "")


@given(st.ip_addresses(), st.sampled_from(["https", "http"]), st.integers(0, 65535))
def test_no_address_of_a_machine_is_taken(address: object, scheme: str, port: int) -> None:
    host = f"[{address}]" if ip_address(str(address)).version == 6 else str(address)
    assert not known(f"{scheme}://{host}:{port}/")


@given(
    st.text("abc.:/@#?\\%[]-_ \t\n\0é。1", max_size=12),
    st.sampled_from([*sorted(OURS), "push.apple.com", "notify.windows.com"]),
    st.text("abc.:/@#?\\%[]-_ \t\n\0é。1", max_size=12),
)
def test_what_is_taken_goes_to_where_the_sender_takes_it_to_go(
    before: str, host: str, after: str
) -> None:
    # The sender reads the address in its own way: both must see the same host.
    address = f"https://{before}{host}{after}"
    if known(address):
        read = parse_url(address)
        assert theirs(read.host or "")
        assert (read.scheme, read.port in (None, 443), read.auth) == ("https", True, None)


@given(domains())
def test_a_domain_of_a_stranger_becomes_none_of_theirs_by_its_path(domain: str) -> None:
    if not theirs(domain):
        assert not known(f"https://{domain}/fcm.googleapis.com")


def test_a_service_that_the_host_named_is_taken_at_its_very_origin() -> None:
    further = (origin("https://Push.Example:8443/"), "http://localhost:4000")
    assert known("https://push.example:8443/up?x", further)
    assert known("http://localhost:4000/notify/1", further)
    assert not known("https://push.example/up", further)
    assert not known("http://localhost:4001/notify/1", further)
    assert not known("https://push.example:8443@evil.example/up", further)
