"""Requests as nobody's browser makes them: any method, path, header and body, right words among
the wrong ones."""

import io
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from flask import Flask
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import create_environ

from peers.addresses import EXAMPLES, address

METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "GET\x00"]
SPITE = [
    b"", b"\x00", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", "‮⁦".encode(), "😀".encode() * 50,
    b"..%2f..", b"%", b"%zz", b"<script>", b"' or 1=1 --", b"{{7*7}}", b"%s%n", b"\r\nX: y",
    b"9" * 400, "²".encode(), "٣٠".encode(), b"-1", b"1e309", b"nan", b"0x1f", b"x" * 5000,
    b"2026-13-45", b"99:99", b"24:00", b"9999-12-31", b"0001-01-01", b"+", b"+1", b"+120255501",
    b"yes", b"None", b"null", b"[]", b"Etc/GMT+12", b"../../etc/passwd", b"\xef\xbb\xbf",
]  # fmt: skip
WORDS = {
    "do": [
        "start", "ok", "cancel", "more", "sos", "place", "no_place", "add", "link", "renew",
        "test", "up", "down", "remove", "about", "reading", "checkins", "join", "unlink", "code",
        "new_code", "pins", "on", "off", "yes", "no", "works", "leave", "ack", "cannot", "resolve",
    ],
    "name": ["Sam"],
    "phone": ["+12025550177", "202 555 0177"],
    "about": ["missing", "arrested"],
    "arrested": ["A lawyer's name"],
    "missing": ["Call my sister"],
    "minutes_chosen": ["30", "until"],
    "hours": ["2"],
    "minutes": ["30"],
    "until": ["11:30 PM", "23:30"],
    "zone": ["America/New_York", "America/Chicago"],
    "plan": ["Room 12"],
    "pin": ["1234"],
    "safe": ["1234"],
    "danger": ["9876"],
    "code": ["AAA00000"],
    "link_code": ["KTXR DFHM"],
    "latitude": ["40.7"],
    "longitude": ["-73.9"],
    "within": ["30"],
    "late": ["1"],
    "of": ["x 0123456789abcdef"],
    "language": ["es"],
    "lang": ["es", "en"],
    "place": ["us-ny"],
    "police": ["never", "after"],
    "at_once": ["yes"],
    "day": ["2026-12-03"],
    "clock": ["09:00", "9 AM"],
    "note": ["Courtroom 4"],
    "endpoint": ["https://fcm.googleapis.com/fcm/send/a", "http://127.0.0.1:1/"],
    "p256dh": ["BAAA"],
    "auth": ["AAAAAAAAAAAAAAAAAAAAAA"],
    "MessageSid": ["SM00000000000000000000000000000001"],
    "From": ["+12025550111", "+12025550177"],
    "Body": ["IN 2H", "OK", "SOS"],
    "NumMedia": ["1"],
    "Digits": ["0", "1", "1234#"],
    "MessageStatus": ["delivered", "failed"],
    "ErrorCode": ["30003"],
    "CallStatus": ["completed", "busy"],
}  # fmt: skip
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ["es", "es;q=nan, *;q=9", "zh-Hans-CN-x-" + "a" * 900, ",;=,"],
    "HTTP_ACCEPT_ENCODING": ["br", "gzip;q=0", "*;q=x"],
    "HTTP_ACCEPT": ["application/openmetrics-text; version=9", "*/*;q=y"],
    "HTTP_IF_NONE_MATCH": ['W/"', "*"],
    "HTTP_IF_MODIFIED_SINCE": ["Thu, 99 Foo 0000", "1"],
    "HTTP_RANGE": ["bytes=0-0", "bytes=9-1,-5", "lines=1-"],
    "HTTP_HOST": ["", "a b", "[::", "evil.example:99999", "xn--\xff"],
    "HTTP_X_FORWARDED_FOR": ["1.2.3.4, \xff", "::ffff:1.2.3.4"],
    "HTTP_X_HTTP_METHOD_OVERRIDE": ["DELETE"],
    "HTTP_AUTHORIZATION": ["Bearer \xe9", "Basic !!!", "Digest x"],
    "HTTP_X_TWILIO_SIGNATURE": ["AAAA", "\xff\xfe", ""],
    "HTTP_X_CSRFTOKEN": ["x", "\xff"],
    "HTTP_COOKIE": [
        "rc=x; form=y", "rc=\xff\xfe", 'rc="\\377\\000"', "form=eyJhIjoxfQ.aaaa.bbbb", "=;=;",
        "lang=" + "x" * 4000, "place=%00; lang=%ff", "; ".join(f"c{n}=1" for n in range(300)),
    ],
    "REMOTE_ADDR": ["", "not an address", "fe80::1%eth0"],
}  # fmt: skip
TYPES = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=\xff", "application/json", "text/plain", "", "/",
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=b",
]  # fmt: skip


@dataclass(frozen=True)
class Attack:
    """One request, before somebody signs it or puts a token into it."""

    endpoint: str
    method: str
    path: bytes
    query: bytes
    headers: tuple[tuple[str, str], ...]
    kind: str
    form: tuple[tuple[str, bytes], ...]

    def environ(self, **known: str) -> dict[str, Any]:
        """As a server hands it to the app. `known`: fields that the attacker has come by."""
        fields = [*known.items(), *self.form]
        body = _body(self.kind, fields)
        made = create_environ("/", "http://127.0.0.1:8000")
        made |= {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": self.path.decode("latin-1"),
            "QUERY_STRING": self.query.decode("latin-1"),
            "RAW_URI": quote_from_bytes(self.path) + "?" + self.query.decode("latin-1"),
            "CONTENT_TYPE": self.kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        return made | dict(self.headers)


def attacks(app: Flask, *ids: str, only: str = "/") -> st.SearchStrategy[Attack]:
    """Requests to every address under `only`; `ids` are names of rows that the attacker knows."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(only)]
    # What takes forms has more to lose.
    rules += 4 * [rule for rule in rules if "POST" in (rule.methods or ())]
    spite = st.sampled_from(SPITE) | st.binary(max_size=40)
    right = st.sampled_from(sorted(WORDS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from([w.encode() for w in WORDS[name]]))
    )
    named = st.sampled_from(["contact", "date", "of", "move", "press", "csrf_token", "number"])
    wrong = st.tuples(st.sampled_from(sorted(WORDS)) | named | st.text(max_size=9), spite)
    known = st.tuples(named, st.sampled_from([id.encode() for id in ("x", *ids)]))
    wish = st.sampled_from(WORDS["do"]).map(lambda word: ("do", word.encode()))
    fields = st.lists(right | right | wrong | known, max_size=15)
    form = fields | st.tuples(wish, fields).map(lambda both: [both[0], *both[1]])
    large = st.sampled_from([[("do", b"x" * 70_000)], [("a", b"")] * 3000])
    header = st.sampled_from(sorted(HEADERS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(HEADERS[name]))
    )
    return st.builds(
        lambda rule, method, path, query, headers, kind, fields: Attack(
            rule.endpoint, method, path, query, tuple(headers), kind, tuple(fields)
        ),
        rule := st.shared(st.sampled_from(rules), key="rule"),
        st.just("POST") | rule.flatmap(_methods),
        rule.flatmap(lambda rule: _paths(rule, spite)),
        spite | form.map(lambda fields: urlencode(fields).encode()),
        st.lists(header, max_size=3),
        st.sampled_from([TYPES[0]] * 6 + TYPES),
        form | form | form | large,
    )


def _methods(rule: Rule) -> st.SearchStrategy[str]:
    return st.sampled_from([*sorted(rule.methods or ()), *METHODS])


def _paths(rule: Rule, spite: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    right = address(rule).encode()
    examples = [value.encode() for value in EXAMPLES.values() if value.encode() in right]
    if not examples:
        return st.just(right) | spite.map(lambda more: right + more)
    broken = st.tuples(st.sampled_from(examples), spite).map(lambda x: right.replace(x[0], x[1]))
    return st.just(right) | st.just(right) | broken


def _body(kind: str, fields: list[tuple[str, Any]]) -> bytes:
    if kind.startswith("application/json"):
        return json.dumps({name: str(value) for name, value in fields}).encode()
    if kind.startswith("multipart"):
        parts = (
            b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
            % (name.encode("utf-8", "surrogatepass"), _bytes(value))
            for name, value in fields
        )
        return b"".join(parts) + b"--b--\r\n"
    return "&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(_bytes(value))}"
        for name, value in fields
    ).encode()


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
