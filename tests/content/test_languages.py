import pytest

from content.languages import choose
from content.phrases import Language

SPOKEN = [Language.of(code) for code in ("en", "es", "zh_Hans", "pt_BR", "ht", "ar")]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (["es"], "es"),
        (["es-MX"], "es"),
        (["ES-us"], "es"),
        (["zh-CN"], "zh_Hans"),
        (["zh"], "zh_Hans"),
        (["zh-Hans-SG"], "zh_Hans"),
        (["pt-PT"], "pt_BR"),
        (["pt-br"], "pt_BR"),
        (["ar-EG"], "ar"),
        (["fr", "ht"], "ht"),
        (["fr-CA", "en-GB"], "en"),
    ],
)
def test_a_reader_gets_the_language_they_read(wanted: list[str], chosen: str) -> None:
    found = choose(wanted, SPOKEN)
    assert found is not None
    assert found.code == chosen


@pytest.mark.parametrize("wanted", [["zh-TW"], ["zh-Hant"], ["fr"], ["*"], [""], ["no such"], []])
def test_nobody_is_given_a_language_or_script_they_did_not_ask_for(wanted: list[str]) -> None:
    assert choose(wanted, SPOKEN) is None
