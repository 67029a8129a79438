"""Replies that ask which: a contact's answer may be for more than one open alert."""

from collections import Counter
from collections.abc import Sequence

import regex

from checkin.actions import answers
from checkin.actions.answers import Asked
from checkin.messages import texts
from checkin.people import people
from sms.parsing.normalize import bare
from sms.replies.turn import ReplyDraft, Turn

_WHICH = "which:"
"""Prefix of the pending question for which alerts; the number and the check-ins' ids follow."""

_OVER = 3  # closing several alerts takes one answer for each
_NUMBERED = regex.compile(r"(?:([1-3])(?!\d) ?)?(.*?)(?:(?<!\d) ?([1-3]))?")
_LETTERS = "abcdefghij"
_ALL = frozenset(
    {"both", "all", "all of them", "both of them", "ambos", "ambas", "los dos", "las dos"}
    | {"todos", "todas", "las 2", "los 2"}
)


def ask(turn: Turn, number: int, meant: Sequence[Asked]) -> ReplyDraft:
    """Ask for which of these alerts the contact's answer is. `number`: 1 to 3."""
    _ = turn.tr.gettext
    # One of each person's: the answer is for all of hers.
    one_each = {answers.whose(turn.work, each): each for each in reversed(meant)}
    meant = list(reversed(one_each.values()))[: len(_LETTERS)]
    names = _labels(turn, meant)
    lines = [f"{letter.upper()} {name}" for letter, name in zip(_LETTERS, names, strict=False)]
    opening = _(
        "Nothing was done yet: more than one person needs you. Who is your %(n)s for? Reply with "
        "the letter:",
        n=number,
    )
    if number != _OVER:
        lines.append(_("Or reply %(word)s.", word=_("ALL")))
    ids = ",".join(timer.checkin.id for timer, _contact in meant)
    return turn.say(opening, *lines, asks=f"{_WHICH}{number}:{ids}")


def chosen(turn: Turn, text: str, asked: Sequence[Asked]) -> tuple[int, list[Asked]] | None:
    """The answer's number and the alerts it is for, where the text names them: by a letter, after
    our question, or by a name. `asked`: the alerts open to this phone. None if it names none."""
    before, name, after = _NUMBERED.fullmatch(bare(text)).groups()  # type: ignore[union-attr]
    pending = turn.asked(_WHICH)
    number = before or after or (pending.partition(":")[0] if pending else None)
    if not number or not name or (before and after):
        return None
    found = _by_name(turn, name, asked) or _by_letter(name, int(number), pending, asked)
    return (int(number), found) if found else None


def _by_letter(name: str, number: int, pending: str | None, asked: Sequence[Asked]) -> list[Asked]:
    if pending is None:
        return []
    by_id = {pair[0].checkin.id: pair for pair in asked}
    ids = pending.partition(":")[2].split(",")
    if name in _ALL:
        return [by_id[id] for id in ids if id in by_id] if number != _OVER else []
    letter = _LETTERS.find(name) if len(name) == 1 else -1
    return [by_id[ids[letter]]] if 0 <= letter < len(ids) and ids[letter] in by_id else []


def _by_name(turn: Turn, name: str, asked: Sequence[Asked]) -> list[Asked]:
    found = [
        pair
        for pair, label in zip(asked, _labels(turn, asked), strict=True)
        if name in (bare(label), label.rstrip(")")[-4:])
    ]
    return found if len(found) == 1 else []


def _labels(turn: Turn, asked: Sequence[Asked]) -> list[str]:
    """What to call the person of each alert, no two alike where their numbers differ."""
    found = [people.get(turn.work, timer.person_id) for timer, _ in asked]
    names = [texts.called(person, turn.tr) if person else "" for person in found]
    often = Counter(names)
    return [
        f"{name} ({person.phone[-4:]})" if often[name] > 1 and person and person.phone else name
        for name, person in zip(names, found, strict=True)
    ]
