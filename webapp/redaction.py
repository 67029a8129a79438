"""Redaction, the log's last line of defence. In every record, ours or a library's, whatever looks
like a phone number, an address, a token or the path of a URL is struck out; errors are logged
without their message, which may quote anything.

Done in the factory of log records, before any handler, so that it holds under every server.
"""

import logging
import re
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

STRUCK = "[…]"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # Secrets in links, headers and cookies, after a word that gives them away.
        r"(?<=/c/)[\w-]+",
        r"(?<=://)[^/\s@]+(?=@)",
        r"(?i)(?<=bearer )\S+",
        r"(?i)(?P<kept>\b(?:token|press|signature|secret|password)=)[^\s&;,]+",
        # Web addresses keep their host.
        r"(?<=://)(?P<kept>[\w.\-\[\]:]+/)[^\s'\"<>)]+",
        # Capabilities: what they allow, about whom, signature.
        r"\b(?:ok|more|contact|person|of)\.[\w.-]+\.[\w-]{22}(?![\w-])",
        r"[\w.+%-]+@[\w-]+\.[\w.-]*\w",
        # Tokens of ours and of others: long, of small and capital letters and something else.
        r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*[\d_-])[\w-]{20,}(?![\w-])",
        # Numbers of phones, however they are written; no dates.
        r"(?<![\w.])(?!\d{4}-\d\d-\d\d)(?:%2B|\+)?(?:1 ?)?\(?\d(?:\)?[ .-]{0,2}\d){6,14}(?!\w)",
        r"(?:%2B|\+)\d{7,15}",
        # An error that a library wrote down itself.
        r"(?m)^(?P<kept>[\w.]+(?:Error|Exception|Refused): ).+$",
    )
)


def redact(text: str) -> str:
    """The text without what could lead to somebody."""
    for pattern in _PATTERNS:
        text = pattern.sub(_struck, text)
    return text


def _struck(found: re.Match[str]) -> str:
    return found.groupdict().get("kept", "") + STRUCK


def told(error: BaseException) -> str:
    """The traceback and type of an error and of those that led to it, without any message."""
    parts: list[str] = []
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        frames = "".join(traceback.format_tb(step.__traceback__))
        parts.append(f"{frames}{type(step).__module__}.{type(step).__qualname__}")
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "\n\nThat came of this:\n".join(["Where it happened:\n" + parts[0], *parts[1:]])


class _Record(logging.LogRecord):
    """A log record that is redacted as it is made, so that no handler ever sees more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        try:
            said = super().getMessage()
        except Exception:
            # Python would print the very values that do not fit.
            said = f"A line of the log could not be put together in {self.module}."
        self.msg, self.args = redact(said), None
        if self.exc_info and self.exc_info[1]:
            self.exc_text = redact(told(self.exc_info[1]))
            self.exc_info = None


def install() -> None:
    """Redact everything that this process logs from now on."""
    logging.setLogRecordFactory(_Record)


def catch_the_rest() -> None:
    """Log uncaught errors and warnings, redacted too: Python would print them by itself."""
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logging.getLogger(__name__).critical("Stopped by an error.", exc_info=error)


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value and not isinstance(args.exc_value, SystemExit):
        logging.getLogger(__name__).critical("A thread ended by an error.", exc_info=args.exc_value)
