"""Danger as people say it, in phrases that nothing was learned from."""

import pytest

from content.learning import fingerprint
from content.tokens import bare
from sms.parsing import danger, learned, timer_talk
from sms.parsing.danger import Kind
from sms.parsing.learned.__main__ import SUBJECTS
from sms.parsing.normalize import Text
from sms.parsing.timer_talk import Talk


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("he wont let me out of this room", {Kind.OTHER, Kind.FORCED}),
        ("this dude got a knife on me", {Kind.OTHER}),
        ("tiene una pistola y no me deja ir", {Kind.OTHER, Kind.FORCED}),
        ("my homegirl took too many pills and wont wake up", {Kind.DYING}),
        ("mi amiga no respira", {Kind.DYING}),
        ("i cnat breath", {Kind.DYING, Kind.OTHER}),
        ("i dont wanna be alive anymore", {Kind.SUICIDE}),
        ("ya no quiero seguir viviendo", {Kind.SUICIDE}),
        ("cops r banging on the door rn", {Kind.POLICE}),
        ("la policia esta tocando la puerta", {Kind.POLICE}),
        ("someone is following me home", {Kind.OTHER}),
        ("un hombre me esta siguiendo", {Kind.OTHER}),
    ],
)
def test_danger_is_heard(text: str, kinds: set[Kind]) -> None:
    found = danger.find(Text.of(text))
    assert found
    assert found.kind in kinds


@pytest.mark.parametrize(
    "text",
    [
        "how do i find a lawyer in ohio",
        "what does a public defender cost",
        "cuanto cuesta un abogado",
        "thanks babe have a good night",
        "https://example.com/a/b?c=911",
        "good morning",
        "1234 9876",
        "",
    ],
)
def test_what_is_none_is_not_taken_for_danger_beyond_doubt(text: str) -> None:
    found = danger.find(Text.of(text))
    assert found is None or not found.sure


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("can you check on me around 2 hours from now", Talk.START),
        ("i need a bit more time hes still here", Talk.MORE),
        ("got home fine everything went well", Talk.SAFE),
        ("please turn that timer off", Talk.CANCEL),
        ("did my friend get the message yet", Talk.STATUS),
        ("apaga el reloj por favor", Talk.CANCEL),
        ("ya llegue a la casa todo bien", Talk.SAFE),
    ],
)
def test_what_is_said_of_a_timer_is_heard(text: str, talk: Talk) -> None:
    assert timer_talk.find(Text.of(text)) is talk


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_weights_are_those_of_the_phrases(name: str) -> None:
    """When they are not: python -m sms.parsing.learned."""
    assert learned.weights(name).made_from == fingerprint(SUBJECTS[name]())


@pytest.mark.parametrize("name", SUBJECTS)
def test_no_phrase_stands_there_twice_or_without_a_label(name: str) -> None:
    known = list(learned.phrases(name))
    assert all(label and text for label, text in known)
    with (learned.FOLDER / f"{name}.tsv").open(encoding="utf-8") as table:
        rows = [row.rstrip("\n").split("\t") for row in table]
    said = [(lang, *bare(text)) for lang, _label, text in rows]
    assert len(said) == len(set(said))
