"""Danger as people say it, in phrases that nothing was learned from."""

import pytest

from sms.parsing import classifier, danger, learned, timer_talk
from sms.parsing.danger import Kind
from sms.parsing.learned.__main__ import LEARNERS
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


@pytest.mark.usefixtures("thorough")
@pytest.mark.parametrize("name", LEARNERS)
def test_the_weights_are_what_the_phrases_teach(name: str) -> None:
    """When they are not: python -m sms.parsing.learned."""
    assert LEARNERS[name](learned.phrases(name)) == learned.weights(name)


@pytest.mark.parametrize("name", LEARNERS)
def test_no_phrase_stands_there_twice_or_without_a_label(name: str) -> None:
    known = [(phrase.lang, Text.of(phrase.text).bare) for phrase in learned.phrases(name)]
    assert len(known) == len(set(known))
    assert all(phrase.label and phrase.text for phrase in learned.phrases(name))


def test_a_model_packed_and_unpacked_says_the_same() -> None:
    calm, alarmed = classifier.features("good night"), classifier.features("help me now")
    model = classifier.learn([(calm, False), (alarmed, True)] * 5)
    (again,) = classifier.unpack(model.pack())
    assert again.likely(alarmed) == pytest.approx(model.likely(alarmed), abs=1e-6)
    assert again.likely(alarmed) > 0.5 > again.likely(calm)
