"""Who is texting: before an act that `acts.PROOF` names, the phone answers one question.

Where PINs are set it is answered by a PIN alone, elsewhere by two digits, which only the real phone
was sent: whoever fakes its number does not see them.
"""

import re
from dataclasses import dataclass, replace

from checkin.actions import proof
from checkin.people import pins
from checkin.people.pins import Verdict
from checkin.refusals import Reason, Refused
from sms.parsing import acts, grammar
from sms.parsing.acts import ForgetMe, Proof
from sms.parsing.meanings import No, Parsed, Yes
from sms.parsing.normalize import bare
from sms.replies.proof import echo, proof_questions
from sms.replies.turn import ReplyDraft, Turn

_PROVE = "prove:"
"""Prefix of the pending question. The digits (none for a PIN), how often it was asked and the text
that asked for the act follow, parted by colons."""

_PIN = re.compile(r"[0-9]{4,8}")


@dataclass(frozen=True, slots=True)
class Proven:
    """The phone has answered our question. `turn`: the context in which to do what its earlier text
    asked for; `meaning`: of that text."""

    turn: Turn
    meaning: Parsed


def waits(turn: Turn) -> bool:
    """Whether we have asked this phone to prove who it is."""
    return turn.asked(_PROVE) is not None


def waits_for_pin(turn: Turn) -> bool:
    """Whether a PIN alone answers our question, rather than closes a timer."""
    return (turn.asked(_PROVE) or "").startswith(":")


def ask(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """The question before this act; None where it needs none, or has been answered. Raises Refused
    where the act would."""
    needed = acts.proof(meaning)
    if needed is None or turn.proven is not None:
        return None
    person = turn.person()
    by_pin = person is not None and pins.needed(turn.work, person)
    if needed is Proof.PIN and not by_pin:
        return None
    return _question(turn, meaning, turn.text, by_pin=by_pin)


def settle(turn: Turn, meaning: Parsed) -> ReplyDraft | Proven | None:
    """Take the text for the answer to our question. None if we had not asked, or if it is none: the
    question is then dropped, and nothing was changed."""
    waiting = turn.asked(_PROVE)
    if waiting is None:
        return None
    digits, times, text = waiting.split(":", 2)
    answer, earlier = bare(turn.text), grammar.parse(text, turn.words, lang=turn.session.lang)
    again = _Again(text, earlier.meaning, int(times), by_pin=not digits)
    match meaning:
        case No() if isinstance(earlier.meaning, ForgetMe):
            return turn.say(turn.tr.gettext("Nothing was deleted."))
        case No():
            return turn.say(turn.tr.gettext("Nothing was changed."))
        case Yes():
            return again.ask(turn, turn.tr.gettext("Nothing was changed."))
    if digits and echo.sent(turn):
        return _by_digits(turn, answer == digits, again)
    if not digits and _PIN.fullmatch(answer):
        return _by_pin(turn, answer, again)
    return None


@dataclass(frozen=True, slots=True)
class _Again:
    """Our question, as it was asked `times` times."""

    text: str
    meaning: Parsed
    times: int
    by_pin: bool

    def ask(self, turn: Turn, wrong: str) -> ReplyDraft:
        """Say what was wrong, and ask once more unless that was done. `wrong`: a sentence."""
        asked = None
        if self.times < echo.MOST_TIMES:
            asked = _question(turn, self.meaning, self.text, self.times + 1, by_pin=self.by_pin)
        return asked.headed(wrong) if asked and asked.asks else turn.say(wrong)

    def proven(self, turn: Turn, verdict: Verdict) -> Proven:
        """Our question was answered."""
        return Proven(replace(turn, proven=verdict, text=self.text), self.meaning)


def _by_digits(turn: Turn, right: bool, again: _Again) -> ReplyDraft | Proven:
    if right:
        echo.known(turn)
        return again.proven(turn, Verdict.SAFE)
    echo.missed(turn)
    return again.ask(
        turn, turn.tr.gettext("Nothing was changed: those are not the digits we sent.")
    )


def _by_pin(turn: Turn, pin: str, again: _Again) -> ReplyDraft | Proven:
    try:
        verdict = proof.prove(turn.work, turn.ensure_person(), pin)
    except Refused as refused:
        if refused.reason is not Reason.PROOF_WRONG:
            raise
        return again.ask(turn, refused.sentence(turn.tr))
    return again.proven(turn, verdict)


def _question(
    turn: Turn, meaning: Parsed, text: str, times: int = 1, *, by_pin: bool
) -> ReplyDraft | None:
    _ = turn.tr.gettext
    if not by_pin and echo.tried_out(turn):
        return turn.say(
            _(
                "Nothing was changed: too many answers were wrong. Please try again tomorrow, or "
                "do it in the app."
            )
        )
    digits = "" if by_pin else echo.fresh()
    # Translators: Stands for %(answer)s in "To add Sam, reply %(answer)s."
    said = proof_questions.sentence(turn, meaning, digits or _("with your PIN alone"))
    return turn.say(said, asks=f"{_PROVE}{digits}:{times}:{text}") if said else None
