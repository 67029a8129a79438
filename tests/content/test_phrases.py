import pytest

from content.findings import ContentError
from content.phrases import Language, UntranslatedError
from tests.content.conftest import Content


def test_english_comes_first_and_needs_no_catalogue(content: Content) -> None:
    content.language("ar")
    assert [language.code for language in content.phrases().languages] == ["en", "ar"]


def test_a_language_is_shown_by_its_own_name_and_direction() -> None:
    assert Language.of("es") == Language("es", "es", "Español", "ltr")
    assert Language.of("zh_Hans").tag == "zh-Hans"
    assert Language.of("ar").direction == "rtl"


def test_a_phrase_is_said_in_the_language_asked_for(content: Content) -> None:
    content.language("es", messages=[("", "Hello %(name)s", "Hola %(name)s")])
    spanish = content.phrases().translator("es")
    assert spanish.gettext("Hello %(name)s", name="Ana") == "Hola Ana"


def test_a_phrase_without_translation_is_said_in_english(content: Content) -> None:
    content.language("es")
    spanish = content.phrases().translator("es")
    assert spanish.gettext("Hello") == "Hello"
    assert spanish.ngettext("%(num)d day", "%(num)d days", 1) == "1 day"
    assert spanish.pgettext("command", "IN") == "IN"


def test_a_fuzzy_translation_is_never_said(content: Content) -> None:
    content.language("es", messages=[("", "Hello", "Adiós")], fuzzy=frozenset({"Hello"}))
    assert content.phrases().translator("es").gettext("Hello") == "Hello"


def test_plurals_follow_the_language(content: Content) -> None:
    forms = ("%(num)d день", "%(num)d дня", "%(num)d дней")
    content.language("ru", plurals={("%(num)d day", "%(num)d days"): forms})
    russian = content.phrases().translator("ru")
    said = [russian.ngettext("%(num)d day", "%(num)d days", n) for n in (1, 3, 5)]
    assert said == ["1 день", "3 дня", "5 дней"]


def test_a_lone_percent_sign_is_safe_without_parameters(content: Content) -> None:
    assert content.phrases().translator("en").gettext("100% sure") == "100% sure"


def test_a_language_we_do_not_speak_is_answered_in_english(content: Content) -> None:
    assert content.phrases().translator("xx").lang == "en"
    assert content.phrases().language("xx").code == "en"


def test_a_strict_translator_would_rather_fail_than_mix_languages(content: Content) -> None:
    content.language("es")
    strict = content.phrases().translator("es").strict()
    with pytest.raises(UntranslatedError):
        strict.gettext("Hello")
    with pytest.raises(UntranslatedError):
        strict.ngettext("%(num)d day", "%(num)d days", 2)
    with pytest.raises(UntranslatedError):
        strict.pgettext("command", "IN")


def test_strict_english_is_simply_english(content: Content) -> None:
    assert content.phrases().translator("en").strict().gettext("Hello") == "Hello"


def test_a_catalogue_that_is_not_compiled_is_refused_with_what_to_run(content: Content) -> None:
    (content.language("es") / "cards.mo").unlink()
    with pytest.raises(ContentError, match=r"cards.mo:0: .* run `make install`"):
        content.phrases()


def test_a_folder_that_names_no_language_is_refused(content: Content) -> None:
    content.language("es").parent.rename(content.locales / "klingonish")
    with pytest.raises(ContentError, match="“klingonish” names no language"):
        content.phrases()
