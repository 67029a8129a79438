"""First replies to what people write in their own words, in every state a phone can be in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from bench.dialogue import ECHO, Talk, cell, talk
from sms.encoding.segments import measure

_ANA, _SAM = "+12025550111", "+12025550122"
_HOUR = timedelta(hours=1)

Setting = Callable[[Talk], str]
"""Brings a table of phones into a state; returns the phone that texts then."""


def _stranger(_said: Talk) -> str:
    return "+12025550199"


def _with_contact(said: Talk) -> str:
    said.text(_ANA, "NAME Ana")
    said.text(_ANA, f"ADD {_SAM} Sam")
    said.text(_ANA, ECHO)
    said.text(_SAM, "YES")
    return _ANA


def _running(said: Talk) -> str:
    _with_contact(said)
    said.text(_ANA, "IN 1H blue door")
    return _ANA


def _in_grace(said: Talk) -> str:
    _running(said)
    said.wait(_HOUR + timedelta(minutes=1))
    return _ANA


def _alert_out(said: Talk) -> str:
    _in_grace(said)
    said.wait(timedelta(minutes=10))
    return _ANA


def _alerted(said: Talk) -> str:
    _alert_out(said)
    return _SAM


def _invited(said: Talk) -> str:
    said.text(_ANA, "NAME Ana")
    said.text(_ANA, f"ADD {_SAM} Sam")
    said.text(_ANA, ECHO)
    return _SAM


_SAID: tuple[tuple[str, Setting, tuple[str, ...]], ...] = (
    (
        "a number we do not know",
        _stranger,
        (
            "he wont let me leave",
            "cops r at my door what do i do",
            "my friend took something and wont wake up",
            "i dont want to be alive anymore",
            "me esta pegando y no puedo salir",
            "i was raped last night",
            "can they look in my purse",
            "how do i get my record cleared",
            "good evening",
            "Ayuko nyumbani, asante sana rafiki yangu",
            "https://example.com/x",
        ),
    ),
    (
        "someone whose contact Sam has said yes",
        _with_contact,
        (
            "he has a knife",
            "can you check on me later tonight",
            "im home safe",
            "did you tell sam",
            "i got a new phone",
        ),
    ),
    (
        "her, while a timer runs",
        _running,
        ("i need more time", "turn it off", "made it home", "hes scaring me", "hm"),
    ),
    (
        "her, once the time is up",
        _in_grace,
        ("sorry i forgot im fine", "what did you do", "can they search my car"),
    ),
    ("her, after Sam was told", _alert_out, ("cancel it", "false alarm", "who knows about this")),
    (
        "Sam, who was just told",
        _alerted,
        ("omg what happened", "on my way", "i cant right now", "wrong number", "should i call 911"),
    ),
    ("Sam, who was just asked", _invited, ("who is this", "yes of course", "no thanks")),
)


def own_words(folder: Path) -> str:
    """Markdown tables: each text is the next one of a table of phones of its own."""
    return "\n".join(_tables(folder))


def _tables(folder: Path) -> Iterator[str]:
    for number, (who, setting, texts) in enumerate(_SAID):
        yield f"### From {who}"
        yield ""
        yield "| they write | the first reply | segments |"
        yield "| --- | --- | --- |"
        for place, text in enumerate(texts):
            with talk(folder / f"{number}-{place}") as said:
                reply = said.reply(setting(said), text)
            size = measure(reply)
            yield f"| {cell(text)} | {cell(reply) or '(none)'} | {size.segments} {size.encoding} |"
        yield ""
