import time
from datetime import date

import pytest

from content.findings import ContentError
from content.library import Library
from content.pages import Say
from content.review import fingerprint
from tests.content.conftest import Content, Translations

TODAY = date(2026, 11, 23)


def test_a_card_with_every_block_translated_shows_in_that_language(
    content: Content, spanish_card: Translations
) -> None:
    content.card()
    content.language("es", cards=spanish_card)
    page = content.library().page("stopped", "es", "us")
    assert (page.lang, page.direction, page.translated) == ("es", "ltr", True)
    assert page.title == "La policía te para"
    assert page.first == "Pregunta si puedes irte."
    assert (
        page.sections[0].html
        == '<p>Mantén la calma en your state.<sup><a href="#source-1" aria-label="Source 1">1</a>'
        "</sup></p><ul><li>No corras.</li></ul>"
    )


def test_the_sentence_to_say_stays_english_beside_its_translation(
    content: Content, spanish_card: Translations
) -> None:
    content.card()
    content.language("es", cards=spanish_card)
    library = content.library()
    assert library.page("stopped", "es", "us").say == (Say("Am I free to leave?", "¿Puedo irme?"),)
    assert library.page("stopped", "en", "us").say == (Say("Am I free to leave?", None),)


@pytest.mark.parametrize("lost", range(8))
def test_with_any_one_block_missing_the_whole_card_is_english(
    lost: int, content: Content, spanish_card: Translations
) -> None:
    content.card()
    content.language("es", cards=[each for at, each in enumerate(spanish_card) if at != lost])
    library = content.library()
    page = library.page("stopped", "es", "us")
    assert (page.lang, page.translated, page.draft) == ("en", False, False)
    assert page.title == library.title("stopped", "es") == "Police stop you"
    assert library.text("stopped", "es", "us").lang == "en"


@pytest.mark.promise("A card is never half translated or half out of date.", of=4)
def test_with_one_block_out_of_date_the_whole_card_is_english(
    content: Content, spanish_card: Translations
) -> None:
    content.card()
    content.language("es", cards=spanish_card, fuzzy=frozenset({"Do not run."}))
    assert not content.library().page("stopped", "es", "us").translated


def test_keywords_are_the_languages_own_and_always_hold_the_id(
    content: Content, spanish_card: Translations
) -> None:
    content.card()
    content.language("es", cards=spanish_card)
    library = content.library()
    assert library.keywords("stopped", "es") == ("POLICÍA", "PARADA", "STOPPED")
    assert library.keywords("stopped", "en") == ("COPS", "STOPPED")


def test_a_translation_is_a_draft_until_a_native_speaker_has_read_just_this_text(
    content: Content, spanish_card: Translations
) -> None:
    content.card()
    content.language("es", cards=spanish_card)
    library = content.library()
    assert library.page("stopped", "es", "us").draft
    read = fingerprint(library.cards["stopped"], library.phrases.cards_translator("es"))
    (content.locales / "review.toml").write_text(
        f'[[review]]\ncard = "stopped"\nlang = "es"\nhash = "{read}"\n'
        'reviewer = "court interpreter"\ndate = 2026-11-20\n'
    )
    assert not content.library().page("stopped", "es", "us").draft
    changed = [
        (context, english, "¡No corras!" if english == "Do not run." else translated)
        for context, english, translated in spanish_card
    ]
    content.language("es", cards=changed)
    assert content.library().page("stopped", "es", "us").draft


def test_a_broken_review_file_is_refused(content: Content) -> None:
    (content.locales / "review.toml").write_text('[[review]]\ncard = "stopped"\n')
    with pytest.raises(ContentError, match=r"(?s)review.toml:0: .*Field required"):
        content.library()


def test_a_slot_says_what_the_law_of_the_readers_place_says(content: Content) -> None:
    content.place(
        "NV",
        """
        code: NV
        name: Nevada
        entrapment:
          test: objective
          confidence: high
          sources: [{title: Law, url: 'https://x.org/', date: '2026'}]
        """,
    )
    content.card(body="## Law\n\nIn {place}:\n\n{law.entrapment}\n", text="['{law.entrapment}']")
    library = content.library()
    page = library.page("stopped", "en", "us-nv")
    html = page.sections[0].html
    assert html.startswith('<p>In Nevada:</p><div class="law"><p>Nevada: Courts ask')
    assert [note.slot for note in page.law] == ["entrapment"]
    assert page.law[0].html in html
    assert library.text("stopped", "en", "us-nv").blocks[0].startswith("Nevada: Courts ask")
    unknown = library.page("stopped", "en", "us")
    assert '<div class="law unknown">' in unknown.sections[0].html


def test_english_law_inside_a_translated_card_is_marked_as_english(
    content: Content, spanish_card: Translations
) -> None:
    content.card(body="## What to do\n\n{law.condoms}\n")
    content.language("es", cards=spanish_card)
    html = content.library().page("stopped", "es", "us").sections[0].html
    assert html.startswith('<div class="law unknown" lang="en" dir="ltr">')


def test_by_text_the_way_to_name_a_state_is_told_once(content: Content) -> None:
    content.card(text="['{law.condoms}', '{law.entrapment}']")
    blocks = content.library().text("stopped", "en", "us").blocks
    assert len(blocks) == 3
    assert blocks[-1] == "For your state, text STATE and its two letters, such as STATE NY."


def test_a_host_lays_its_own_cards_over_ours(content: Content) -> None:
    content.card("stopped")
    content.card("stopped", title="Our own words", into=content.overlay)
    content.card("our-clinic", topic="safe", title="Our clinic", into=content.overlay)
    library = content.library()
    assert library.title("stopped", "en") == "Our own words"
    assert list(library.cards) == ["stopped", "our-clinic"]


def test_cards_stand_in_the_order_of_their_topics(content: Content) -> None:
    content.card("facts", topic="why")
    content.card("silent", order="2")
    content.card("stopped", order="1")
    content.card("bail", topic="after")
    library = content.library()
    assert list(library.cards) == ["stopped", "silent", "bail", "facts"]
    assert library.topics == ("now", "after", "clear", "safe", "why")


def test_a_link_to_a_card_that_is_not_there_is_left_out(content: Content) -> None:
    content.card("stopped", links="[silent, nowhere]")
    content.card("silent")
    assert content.library().page("stopped", "en", "us").links == ("silent",)


def test_a_page_grows_old_on_the_day_after_it_should_have_been_read_again(
    content: Content,
) -> None:
    content.card("stopped", review_by=TODAY.isoformat())
    content.card("silent", review_by="")
    library = content.library()
    page = library.page("stopped", "en", "us")
    assert not page.stale(TODAY)
    assert page.stale(date(2026, 11, 24))
    assert not library.page("silent", "en", "us").stale(TODAY)


def test_nobody_is_named_as_reviewer_who_has_not_reviewed(content: Content) -> None:
    content.card()
    page = content.library().page("stopped", "en", "us")
    assert (page.reviewed_by, page.reviewed_on) == (None, None)


def test_every_fault_in_every_file_is_told_at_once(content: Content) -> None:
    content.card("stopped", topic="never")
    content.card("silent", order="first")
    content.place("NV", "code: NV\n")
    with pytest.raises(ContentError) as refused:
        content.library()
    assert {each.file.rpartition("/")[2] for each in refused.value.findings} == {
        "stopped.md",
        "silent.md",
        "NV.yaml",
    }


def test_a_whole_library_loads_in_a_fraction_of_a_second(
    content: Content, spanish_card: Translations
) -> None:
    body = "## A part\n\n" + "Stay calm. Do not run.\n\n- One thing.\n- Another.\n\n" * 8
    for number in range(42):
        content.card(f"card-{number}", body=body)
    content.language("es", cards=spanish_card)
    phrases = content.phrases()
    start = time.process_time()
    Library.load(phrases, root=content.root)
    assert time.process_time() - start < 1
