"""Whether a timer runs, who was told and who will be: only `checkin/situation/` words it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from tests import ROOT

WORDED_IN = ROOT / "checkin" / "situation"
PACKAGES = ("checkin", "sms", "webapp")
CALLS = {"_", "gettext", "ngettext", "pgettext"}

SAYS_WHAT_STANDS = re.compile(
    r"timer (now |still )?(runs|running|goes on|is up|ends at)"
    r"|timer is (running|closed)|no timer (is|runs)"
    r"|being told|told (so far|at once)|(?<!would )\b(are|is|was|were) told\b"
    r"|\bwe (tell|are telling|told|have told|ask|call|text|try|tried) "
    r"(your contacts|them|others|someone|again|one person|%\()"
    r"|\bwe go on|nobody (was told|would be|will be|else (is|was)|is left|has answered|knows)"
    r"|(tried|times).*three times|all-clear|is on it|asked again|next, at|who knows"
    r"|will (not )?be told",
    re.IGNORECASE,
)

GENERAL = {
    # How it works, whoever reads it and whatever runs: no claim about this person's timer.
    "Set a time. If you do not close it, people you trust are told.",
    "If you do not come back in time, people you trust are told.",
    "The people who are told if you miss a check-in.",
    "Where nobody is left for a case, everyone who said yes is told.",
    "First, who should be told?",
    "The words of your texts are not kept. A note stays until its timer is closed, your contacts "
    "and settings until you text FORGET ME. Your phone, and your phone company, may keep texts "
    "too.",
    "The danger PIN is for when someone forces you. The screen looks just the same, but your "
    "contacts are told that you are in danger.",
    "From now on a timer closes with OK and your first PIN. With the second PIN it looks the same, "
    "but your contacts are told that you are in danger. Delete these texts.",
    "For someone who would rather give no number, or sits next to you. They are told by "
    "notifications alone, so it is safer to have someone with a number as well.",
    "%(who)s asks you to be a trusted contact: we text you only if they miss a check-in. Reply YES "
    "to agree or NO to refuse.",
    "It cannot be called back. If you are safe after all, “I'm OK” sends the all-clear.",
    "I'm OK: send the all-clear",
    "I'm on it",
    "I'm still on it",
    # What just happened to an invitation or a test, in the very reply to it.
    "Thank you. This number is off the list, and whoever gave it is told.",
    "A test, clearly marked, is on its way to: %(who)s. We tell you who answers.",
    "Thank you, the test worked. %(who)s is told.",
    "Choose who is told in which case",
    "One after another, until someone is on it",
    "Nothing was closed. The code or the PIN is not right, or no timer is running. Check both and "
    "try again.",
}

OFFLINE = ROOT / "webapp" / "templates" / "timer" / "offline.html"
"""The page without a connection: it cannot read the rows, and says what the phone last knew."""


def written(file: Path) -> Iterator[str]:
    """Every message to a translator in a module or template, with its line."""
    source = file.read_text("utf-8")
    if file.suffix == ".html":
        environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - only parsed
        for _, _, messages in environment.extract_translations(source):
            yield from [messages] if isinstance(messages, str) else filter(None, messages)
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in CALLS:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def files() -> list[Path]:
    """Every module and template outside the room that words the situation, but for the simulator,
    which tells whoever tries Raincheck out what to expect."""
    found = [
        file
        for package in PACKAGES
        for ending in ("py", "html")
        for file in (ROOT / package).rglob(f"*.{ending}")
    ]
    return [
        file
        for file in found
        if WORDED_IN not in file.parents and file != OFFLINE and "simulator" not in file.parts
    ]


def test_no_other_module_or_template_says_what_stands() -> None:
    saying = [
        f"{file.relative_to(ROOT)}: {message}"
        for file in files()
        for message in written(file)
        if SAYS_WHAT_STANDS.search(message) and message not in GENERAL
    ]
    assert saying == []


def test_every_exception_is_still_written_somewhere() -> None:
    everywhere = {message for file in files() for message in written(file)}
    assert GENERAL - everywhere == set()


@pytest.mark.parametrize("module", ["alerts", "replies", "notices", "pages", "for_contacts"])
def test_the_phrases_that_are_looked_for_are_those_of_the_room_itself(module: str) -> None:
    found = list(written(WORDED_IN / f"{module}.py"))
    assert [message for message in found if SAYS_WHAT_STANDS.search(message)]
