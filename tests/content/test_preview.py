from content import preview
from content.review import fingerprint
from tests.content.conftest import Content, Translations


def test_a_page_is_previewed_as_plain_text(content: Content) -> None:
    content.card(
        body="## What to do\n\nStay **calm** in {place}.\n\n- Do not run.\n\n{law.condoms}\n"
    )
    assert preview.page(content.library(), "stopped", "en", "us") == (
        "POLICE STOP YOU\n\nAsk if you are free to leave.\n\n“Am I free to leave?”\n\n"
        "WHAT TO DO\nStay calm in your state.\n- Do not run.\n"
        "Condoms as evidence: This differs by state. Choose your state to see what holds there.\n\n"
        "Terry v. Ohio, 1968: https://supreme.justia.com/392/1/"
    )


def test_a_previewed_translation_ends_with_the_hash_that_a_review_needs(
    content: Content, spanish_card: Translations
) -> None:
    content.card()
    content.language("es", cards=spanish_card)
    library = content.library()
    hash_ = fingerprint(library.cards["stopped"], library.phrases.cards_translator("es"))
    assert preview.page(library, "stopped", "es", "us").endswith(f"hash = {hash_}")
