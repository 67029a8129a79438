"""Slots: what a card says in its place, and when it says that we do not know."""

import pytest

from content.library import Library
from content.sentences import SENTENCES
from content.slots import fill
from tests.content.conftest import Content


@pytest.mark.parametrize("slot", sorted(SENTENCES))
def test_what_is_not_recorded_is_never_guessed(slot: str, content: Content) -> None:
    content.place("NV", "code: NV\nname: Nevada\n")
    library = content.library()
    note = fill(slot, library.places["us-nv"], library.phrases, "en")
    assert not note.known
    assert note.confidence is None
    assert note.text.endswith("We could not confirm this for Nevada. Ask a lawyer.")
    assert note.text.startswith(note.topic)


@pytest.mark.parametrize("slot", sorted(SENTENCES))
def test_without_a_state_a_slot_says_that_states_differ(slot: str, content: Content) -> None:
    library = content.library()
    note = fill(slot, library.places["us"], library.phrases, "en")
    assert "This differs by state." in note.text
    assert "Choose your state" in note.html


def test_low_confidence_is_treated_as_not_known(content: Content) -> None:
    content.place("NV", "code: NV\nname: Nevada\nentrapment: {test: objective, confidence: low}")
    library = content.library()
    assert not fill("entrapment", library.places["us-nv"], library.phrases, "en").known


def test_medium_confidence_is_shown_with_its_source_and_date(content: Content) -> None:
    content.place(
        "NV",
        """
        code: NV
        name: Nevada
        entrapment:
          test: objective
          cite: NRS 1.1
          confidence: medium
          sources: [{title: A <page>, url: 'https://x.org/?a=1&b=2', date: '2026-02'}]
        """,
    )
    library = content.library()
    note = fill("entrapment", library.places["us-nv"], library.phrases, "en")
    assert note.text.startswith("Nevada: Courts ask")
    assert note.text.endswith("(NRS 1.1; seen 2026-02)")
    assert note.html.endswith(
        '<p class="source">NRS 1.1. Source: '
        '<a href="https://x.org/?a=1&amp;b=2">A &lt;page&gt;</a>, 2026-02.</p>'
    )


def test_half_of_the_recording_rule_may_be_unknown(content: Content) -> None:
    content.place(
        "NV",
        """
        code: NV
        name: Nevada
        recording:
          in_person: one_party
          calls: all_party
          confidence: high
          sources: [{title: A, url: 'https://x.org/', date: '2026-02'}]
        """,
    )
    library = content.library()
    note = fill("recording", library.places["us-nv"], library.phrases, "en")
    assert "We could not confirm the rule for filming police." in note.text
    assert "On a phone call, everyone must agree first." in note.text


def test_a_note_with_one_phrase_untranslated_is_wholly_english(content: Content) -> None:
    unconfirmed = "We could not confirm this for %(state)s. Ask a lawyer."
    content.place("NV", "code: NV\nname: Nevada\n")
    content.language("es", messages=[("", unconfirmed, "No sabemos (%(state)s).")])
    library = content.library()
    note = fill("offense", library.places["us-nv"], library.phrases, "es")
    assert note.lang == "en"
    assert note.text == "Selling sex: We could not confirm this for Nevada. Ask a lawyer."


def test_a_note_with_every_phrase_translated_is_wholly_in_that_language(content: Content) -> None:
    content.place("NV", "code: NV\nname: Nevada\n")
    content.language(
        "es",
        messages=[
            (
                "",
                "We could not confirm this for %(state)s. Ask a lawyer.",
                "No sabemos: %(state)s.",
            ),
            ("", "%(label)s: %(sentence)s", "%(label)s: %(sentence)s"),
            ("law topic", "Selling sex", "Vender sexo"),
            ("place", "Nevada", "Nevada"),
        ],
    )
    library = content.library()
    note = fill("offense", library.places["us-nv"], library.phrases, "es")
    assert (note.lang, note.text) == ("es", "Vender sexo: No sabemos: Nevada.")


@pytest.mark.parametrize("slot", sorted(SENTENCES))
def test_everything_we_publish_about_every_place_can_be_said(slot: str, ours: Library) -> None:
    for place in ours.places.values():
        note = fill(slot, place, ours.phrases, "en")
        assert len(note.text) <= 306, (place.id, note.text)
        assert "%(" not in note.html
        assert not note.known or note.sources
