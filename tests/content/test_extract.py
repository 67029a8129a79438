from collections.abc import Callable, Iterator
from pathlib import Path

from content import extract
from tests.content.conftest import Content


def extracted(run: Callable[..., Iterator[extract.Message]], file: Path) -> list[extract.Message]:
    with file.open("rb") as opened:
        return list(run(opened, (), (), {}))


def test_a_translator_sees_every_block_with_its_card_as_context(content: Content) -> None:
    found = extracted(extract.cards, content.card())
    assert [(line, message) for line, _, message, _ in found][:2] == [
        (5, ("card:stopped", "Police stop you")),
        (6, ("card:stopped", "Ask if you are free to leave.")),
    ]
    assert ("card:stopped:keywords", "COPS") in [message for _, _, message, _ in found]


def test_what_the_library_asks_for_is_exactly_what_is_extracted(content: Content) -> None:
    file = content.card(body="## A\n\n{law.offense}\n\nTwo\nlines.\n\n1. One.\n")
    card = content.library().cards["stopped"]
    assert {message for _, _, message, _ in extracted(extract.cards, file)} == {
        (unit.context, unit.text) for unit in card.units()
    }


def test_a_translator_is_told_what_stays_in_english(content: Content) -> None:
    hints = {message[1]: hint for _, _, message, hint in extracted(extract.cards, content.card())}
    assert "stays" not in "".join(hints["Do not run."])
    assert hints["Am I free to leave?"][0].startswith("The English is said to an officer")
    assert hints["Say: Am I free to leave? Then stay silent."][0].startswith("Keep what is quoted")
    assert hints["COPS"][0].startswith("Words people text us.")


def test_the_names_of_places_are_translated_too(content: Content) -> None:
    file = content.place("NV", "code: NV\nname: Nevada\n")
    assert extracted(extract.places, file) == [(2, "pgettext", ("place", "Nevada"), [])]
