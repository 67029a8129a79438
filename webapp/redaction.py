"""The last line of defence of the log: whatever reaches it, of ours or of a library, what looks
like a number, an address, a token or a place on the internet is struck out, and errors are told
without their words, which may quote anything.

It stands where records are made, before any handler, so that it holds under every server.
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
        # What stands in links, headers and cookies after a word that gives it away.
        r"(?<=/c/)[\w-]+",
        r"(?<=://)[^/\s@]+(?=@)",
        r"(?i)(?<=bearer )\S+",
        r"(?i)(?P<kept>\b(?:token|press|signature|secret|password)=)[^\s&;,]+",
        # Web addresses keep their host.
        r"(?<=://)(?P<kept>[\w.\-\[\]:]+/)[^\s'\"<>)]+",
        # Signed words: what, about whom, signature.
        r"\b(?:ok|more|contact|person|of)\.[\w.-]+\.[\w-]{22}(?![\w-])",
        r"[\w.+%-]+@[\w-]+\.[\w.-]*\w",
        # Tokens of ours and of others: long, of small and big letters and something else.
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
    """Where an error came from and of which kind it is, with what led to it, and no word of what
    it says."""
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
    """A record that never held what it must not tell."""

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
    """For everything that this process logs from now on."""
    logging.setLogRecordFactory(_Record)


def catch_the_rest() -> None:
    """The same for errors that nobody catches, and for warnings: Python prints both by itself."""
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
