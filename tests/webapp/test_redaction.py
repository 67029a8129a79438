"""What the log strikes out, whoever writes to it."""

import io
import logging
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.messages import capabilities
from checkin.messages.capabilities import May
from checkin.storage.core import new_id
from checkin.storage.vault import Vault, new_secret, new_token
from webapp import redaction
from webapp.redaction import STRUCK, redact, told

NOTE = "Hotel by the river, room 12"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger of a library's own, with a handler and a format of its own."""
    before = logging.getLogRecordFactory()
    redaction.install()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("some.library")
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)
    logging.setLogRecordFactory(before)


@pytest.mark.parametrize(
    "number",
    [
        "+12025550111", "12025550111", "2025550111", "(202) 555-0111", "202-555-0111",
        "202.555.0111", "+1 202 555 0111", "+1 (202) 555-0111",
        "%2B12025550111", "+447700900123", "+33 6 12 34 56 78",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["to {}", "'{}'", "To={}&x=1", "<{}>", "phone:{}.", "({})"])
def test_no_number_of_a_phone_is_left(number: str, around: str) -> None:
    assert "555" not in redact(around.format(number))
    assert "12 34" not in redact(around.format(number))
    assert "7700" not in redact(around.format(number))


@pytest.mark.parametrize(
    "text",
    [
        "3 alerts and 12 messages were brought back.",
        "Running upgrade 0003 -> 0004",
        "2026-11-26 10:15:00 is when it began",
        'File "checkin/actions/timers.py", line 131, in _verdict',
        "Message 8f14e45fceea167a5a36dedd4bea2543 cannot be opened; it keeps its lease.",
        "Twilio refuses us (code 30034): see raincheck doctor.",
        "Listening at: http://127.0.0.1:8000 (4711)",
        "sqlalchemy.exc.OperationalError",
    ],
)
def test_what_a_host_needs_to_read_stays(text: str) -> None:
    assert redact(text) == text


@given(st.binary(min_size=18, max_size=18))
def test_a_token_in_a_link_is_struck_out_whatever_it_is(raw: bytes) -> None:
    token = urlsafe_b64encode(raw).decode()
    for text in (f"GET /c/{token}", f"https://rain.example/c/{token}/push", f"?token={token}&a=1"):
        assert token not in redact(text)


def test_what_opens_something_is_struck_out_wherever_it_stands(tmp_path: object) -> None:
    vault = Vault.unlock(f"sqlite:///{tmp_path}/keyring.db", [new_secret()])
    word = capabilities.sign(vault, May.OK, new_id())
    vault.keyring.close()
    for secret in (word, "sam@example.org", "https://push.example/send/AbC-123"):
        assert secret not in redact(f"it was {secret}, they said")
    assert "push.example" in redact("https://push.example/send/AbC-123")
    assert "hunter2" not in redact("postgresql://rain:hunter2@db/rain")
    struck = [STRUCK in redact(f"cookie {new_token()} of them") for _ in range(1000)]
    assert sum(struck) > 950


def test_an_error_is_told_without_its_words_and_with_what_led_to_it() -> None:
    def fail() -> None:
        try:
            raise ValueError(NOTE)
        except ValueError as error:
            raise RuntimeError(f"could not: {NOTE}") from error

    with pytest.raises(RuntimeError) as raised:
        fail()
    text = told(raised.value)
    assert NOTE not in text.replace("raise ValueError(NOTE)", "")
    assert text.index("builtins.RuntimeError") < text.index("builtins.ValueError")
    assert "in fail" in text


@pytest.mark.promise(
    "Our logs hold no number and no word of yours, even when something fails.", of=3
)
def test_a_library_that_logs_a_text_with_its_error_tells_neither(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    try:
        raise ValueError(NOTE)
    except ValueError:
        logger.exception("To %s failed", "+12025550111")
    logger.warning("%d fits nothing", NOTE)
    logger.warning("Traceback (most recent call last):\nValueError: %s", NOTE)
    said = written.getvalue()
    assert "builtins.ValueError" in said
    assert "could not be put together" in said
    assert NOTE not in said
    assert "555" not in said


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize("where", ["fail()", "threading.Thread(target=fail).start()"])
def test_what_nobody_catches_is_told_the_same_way(where: str) -> None:
    program = (
        "import logging, sys, threading\nfrom webapp import redaction\n"
        "logging.basicConfig()\nredaction.install()\nredaction.catch_the_rest()\n"
        f"def fail():\n    raise ValueError(sys.argv[1])\n{where}\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, NOTE], capture_output=True, text=True, check=False
    )
    assert "builtins.ValueError" in ran.stderr
    assert NOTE not in ran.stderr + ran.stdout
