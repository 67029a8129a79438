from collections.abc import Sequence
from pathlib import Path

import pytest

from content import lint
from content.coverage import Known, coverage
from content.library import Library
from sms.encoding.gsm7 import transliterates
from sms.encoding.segments import fit, measure
from sms.replies.paging import paginate
from tests.content.conftest import Content, Translations


def segments(text: str, lang: str) -> int:
    return measure(fit(text, lang)).segments


def replies(blocks: Sequence[str], lang: str) -> Sequence[str]:
    return paginate(blocks, lang=lang, more="NEXT", limit=2)


def faults(library: Library) -> list[str]:
    found = lint.check(library, segments=segments, paginate=replies, transliterates=transliterates)
    return [f"{Path(each.file).name}:{each.line}: {each.reason}" for each in found]


@pytest.mark.usefixtures("thorough")
def test_a_card_with_nothing_wrong_has_no_faults(
    content: Content, spanish_card: Translations
) -> None:
    content.card()
    content.language("es", cards=spanish_card)
    assert faults(content.library()) == []


HARD = "Jurisdictional considerations necessitate considerable circumspection regarding disclosure."


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ({"sources": "[]"}, "stopped.md:10: every card needs a source"),
        ({"review_by": ""}, "stopped.md:2: no day is set by which this must be read again"),
        ({"links": "[stopped, nowhere]"}, "stopped.md:12: there is no card “nowhere”"),
        ({"body": "## A\n\nRead [this](nowhere).\n"}, "stopped.md:15: there is no card “nowhere”"),
        ({"say": "[]"}, "stopped.md:8: a card for when police are there needs a sentence to say"),
        ({"say": "[Is this legal?]"}, "stopped.md:9: the first reply holds no sentence of `say`"),
        ({"keywords": "[COPS, stop]"}, "stopped.md:7: carriers act on “stop” themselves"),
        ({"text": f"['Am I free to leave? {'word ' * 70}']"}, "stopped.md:9: the first block"),
        (
            {"text": "['Am I free to leave?'" + f", '{'word ' * 24}.'" * 9 + "]"},
            "stopped.md:9: takes 8 segments in en at us; 6 is the most",
        ),
        ({"body": f"## A\n\n{HARD}\n"}, "stopped.md:2: reads at grade"),
    ],
)
def test_a_fault_is_told_by_file_and_line(
    front: dict[str, str], fault: str, content: Content
) -> None:
    content.card(**front)  # type: ignore[arg-type]
    assert any(each.startswith(fault) for each in faults(content.library())), faults(
        content.library()
    )


def test_one_word_may_not_lead_to_two_cards(content: Content) -> None:
    content.card("stopped", keywords="[COPS]")
    content.card("silent", keywords="[cops]")
    assert faults(content.library()) == [
        "silent.md:7: keyword “COPS” belongs to stopped too",
        "stopped.md:7: keyword “COPS” belongs to silent too",
    ]


def test_nor_may_it_across_languages_or_accents(
    content: Content, spanish_card: Translations
) -> None:
    content.card("stopped")
    content.card("silent", keywords="[PARADA]")
    content.language("es", cards=spanish_card)
    assert "silent.md:7: keyword “PARADA” belongs to stopped too" in faults(content.library())


@pytest.mark.parametrize(
    ("english", "translated", "fault"),
    [
        ("Stay calm in {place}.", "Mantén la calma.", "loses the slot place"),
        ("Stay calm in {place}.", "Calma en {place}. {lugar}", "adds the slot lugar"),
        ("Call 1-888-373-7888.", "Llama al 1-888-373-7889.", "loses the phone number +18883737888"),
        ("See https://a.org/x.", "Mira https://a.org/y.", "adds the address https://a.org/y"),
        ("Read [this](stopped).", "Lee [esto](parado).", "loses the link stopped"),
        (
            "Say: Am I free to leave? Then stay silent.",
            "Di: ¿puedo irme? Luego calla.",
            "“Am I free to leave?” is said to an officer",
        ),
    ],
)
def test_a_translation_that_says_something_else_is_found(
    english: str, translated: str, fault: str, content: Content
) -> None:
    content.card(body=f"## A\n\n{english} [^terry]\n")
    content.language("es", cards=[("card:stopped", english, translated)])
    found = faults(content.library())
    assert any(fault in each for each in found), found
    assert all(each.startswith("cards.po:") and ":0:" not in each for each in found)


def test_a_translated_keyword_that_carriers_take_is_found(content: Content) -> None:
    content.card()
    content.language("es", cards=[("card:stopped:keywords", "COPS", "POLICÍA, Help")])
    assert any("carriers act on “Help” themselves" in each for each in faults(content.library()))


def test_a_phrase_whose_parameter_is_lost_in_translation_is_found(content: Content) -> None:
    content.language("es", messages=[("", "Hello %(name)s", "Hola %(nombre)s")])
    assert any("messages.po" in each for each in faults(content.library()))


def test_coverage_tells_what_is_known_place_by_place(content: Content) -> None:
    content.place("NV", "code: NV\nname: Nevada\nentrapment: {test: objective, confidence: low}")
    known = coverage(content.library())
    assert Known("us-nv", "entrapment", "low") in known
    assert Known("us-nv", "condoms", None) in known
    assert Known("us", "find", None) in known


@pytest.mark.usefixtures("thorough")
def test_the_content_we_publish_has_no_faults(ours: Library) -> None:
    assert faults(ours) == []
