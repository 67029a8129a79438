"""The guides can be followed: their examples work, and they name every file that has to change."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.machine.notices import ChannelKind
from checkin.monitoring.counters import Step
from content.law import SLOTS
from content.library import Library
from content.phrases import LOCALES, Phrases
from content.sentences import SENTENCES
from content.sentences.topics import topic
from peers.phones import Phones, table
from tests import ROOT
from tests.content.conftest import BODY, Content
from tests.docs.test_links import paths
from webapp import create_app
from webapp import parts as assembled
from webapp.ops import overview
from webapp.ops.content_commands import faults
from webapp.parts import Words
from webapp.settings import Settings

DOCS = ROOT / "docs"
ANA, SAM, FAR = "+12025550111", "+12025550122", "+442079460018"
STEP = timedelta(minutes=5)
PACKAGES = ("content", "checkin", "sms", "webapp")


def guide(noun: str) -> Path:
    return DOCS / f"add-a-{noun}.md"


def example(noun: str, language: str) -> str:
    """The one example of a guide, which is what these tests follow."""
    [found] = re.findall(
        rf"^```{language}\n(.*?)^```$", guide(noun).read_text("utf-8"), re.M | re.S
    )
    return str(found)


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def named(noun: str) -> set[str]:
    return set(paths(guide(noun)))


@pytest.fixture
def content(tmp_path: Path) -> Content:
    made = Content(tmp_path / "written")
    made.card()
    return made


@pytest.fixture
def phones_of(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Phones]:
    """Phones and pages over what the test has written, and nothing of ours."""
    monkeypatch.setattr(assembled, "LOCALES", content.locales)
    monkeypatch.setattr(
        assembled,
        "library",
        lambda _settings, phrases: Library.open(
            phrases, tmp_path / "library.db", root=content.root, overlay=content.overlay
        ),
    )
    words = Words.read(Settings(instance=tmp_path, carrier="simulator"))
    with table(tmp_path / "instance", words=words) as made:
        yield made


def page(phones: Phones, address: str) -> str:
    answer = create_app(phones.parts).test_client().get(address)
    assert answer.status_code == 200, address
    return answer.text


@pytest.mark.parametrize("overlaid", [False, True], ids=["ours", "of a host"])
def test_the_card_of_the_guide_has_no_fault_and_answers_a_text_and_a_question(
    content: Content, overlaid: bool, request: pytest.FixtureRequest
) -> None:
    folder = content.overlay if overlaid else content.root
    (folder / "cards" / "towed.md").write_text(example("card", "markdown"), "utf-8")
    phones = request.getfixturevalue("phones_of")
    assert faults(phones.parts.core.library) == []
    assert "where your car is" in phones.text(ANA, "TOWED")
    assert "where your car is" in phones.text(SAM, "where is my car")
    assert "They towed your car" in page(phones, "/en/us/cards/towed")


def test_the_state_of_the_guide_is_known_by_its_code_and_says_its_fact(
    content: Content, request: pytest.FixtureRequest
) -> None:
    content.card("id", keywords="[PAPERS]", body=f"{BODY}\n{{law.stop_identify}}\n")
    content.card("condoms", keywords="[RUBBERS]", body=f"{BODY}\n{{law.condoms}}\n")
    (content.root / "us" / "GU.yaml").write_text(example("state", "yaml"), "utf-8")
    phones = request.getfixturevalue("phones_of")
    assert faults(phones.parts.core.library) == []
    assert "Guam" in phones.text(ANA, "STATE GU")
    assert "an example, not the law of Guam" in page(phones, "/en/us-gu/cards/id")
    assert "We could not confirm this for Guam" in page(phones, "/en/us-gu/cards/condoms")


def test_every_field_of_the_law_has_the_entries_the_guide_lists_for_a_new_kind() -> None:
    english = Phrases.load(LOCALES).translator("en")
    assert set(SENTENCES) == SLOTS
    assert all(topic(slot, english) for slot in SLOTS)
    assert {"content/law.py", "content/sentences/topics.py"} <= named("state")


def test_the_language_of_the_guide_is_there_at_once_in_texts_and_on_pages(
    content: Content, request: pytest.FixtureRequest
) -> None:
    entry = re.compile(r'(?:msgctxt "(.*)"\n)?msgid "(.*)"\nmsgstr "(.*)"')
    messages = entry.findall(example("language", "po"))
    assert len(messages) == 3
    cards = [
        ("card:stopped", english, f"{english} (fr)")
        for english in ("Police stop you", "Ask if you are free to leave.", "What to do",
                        "Am I free to leave?", "Stay calm in {place}.", "Do not run.")
    ]  # fmt: skip
    text = "Say: Am I free to leave? Then stay silent."
    said = "Dis : Am I free to leave? Puis tais-toi."
    cards += [("card:stopped", text, said), ("card:stopped:keywords", "COPS", "FLICS")]
    content.language("fr", messages=messages, cards=cards)
    phones = request.getfixturevalue("phones_of")
    assert "Puis tais-toi" in phones.text(ANA, "FLICS")
    assert "Aucun minuteur" in phones.text(ANA, "etat")
    phones.text(SAM, "LANG FR")
    assert "Aucun minuteur" in phones.text(SAM, "STATUS")
    assert "Police stop you (fr)" in page(phones, "/fr/us/cards/stopped")
    assert 'lang="fr"' in page(phones, "/fr/us/cards/stopped")


def test_every_module_that_knows_a_language_is_in_the_guide_for_languages() -> None:
    telling = re.compile(
        r"\b(?:horas?|hoy|manana|mas|mensajes|desde|gust|al|las|corte|quiero|por|cuarto|tres)\b"
        r"|^(?:es|spanish)$|\\p\{(?:Han|Thai)\}"
    )
    found = set()
    for file in modules():
        text = file.read_text("utf-8")
        if not telling.search(text) and '"es"' not in text:
            continue
        tree = ast.parse(text)
        told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        if any(
            isinstance(each, ast.Constant)
            and isinstance(each.value, str)
            and id(each) not in told
            and telling.search(each.value)
            for each in ast.walk(tree)
        ):
            found.add(str(file.relative_to(ROOT)))
    for file in (ROOT / "webapp" / "static").glob("*.js"):
        if re.search(r"\bhora\b", file.read_text("utf-8").replace("hora\\w", "hora ")):
            found.add(str(file.relative_to(ROOT)))
    assert len(found) > 10
    assert found - named("language") == set()


@pytest.mark.parametrize("noun", ["card", "state", "language", "channel"])
def test_every_name_in_brackets_after_a_file_stands_in_that_file(noun: str) -> None:
    rows = re.findall(r"`([\w/.]+\.(?:py|js))` \(((?:`\w+`(?:, )?)+)\)", guide(noun).read_text())
    for file, names in rows:
        text = (ROOT / file).read_text("utf-8")
        for name in re.findall(r"`(\w+)`", names):
            assert re.search(rf"\b{name}\b", text), (file, name)
    assert noun != "language" or len(rows) >= 12


def test_the_channel_of_the_guide_carries_an_alert_that_is_counted_and_shown(
    phones: Phones,
) -> None:
    scope: dict[str, type] = {}
    exec(example("channel", "python"), scope)  # noqa: S102  what the guide has one write
    pigeon = scope["Pigeon"]()
    phones.parts.channels[ChannelKind.TEXT] = pigeon
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H Hotel Rex")
    phones.wait(timedelta(hours=1, minutes=11), step=STEP)
    [alert] = [each for each in pigeon.carried if each.to == SAM and "Hotel Rex" in each.body]
    phones.parts.gateway.report(alert.id, "delivered", None)
    with phones.parts.core.read(phones.now) as work:
        seen = overview.take(work)
    [texts] = [each for each in seen.ended if each.channel is ChannelKind.TEXT]
    assert texts.today[Step.ACCEPTED] == len(pigeon.carried)
    assert texts.today[Step.DELIVERED] == 1
    assert seen.spent.today >= len(pigeon.carried)


def test_what_the_channel_of_the_guide_will_not_carry_passes_the_contact_over(
    phones: Phones,
) -> None:
    scope: dict[str, type] = {}
    exec(example("channel", "python"), scope)  # noqa: S102
    pigeon = scope["Pigeon"]()
    phones.befriend(ANA, FAR, "Kim")
    phones.parts.channels[ChannelKind.TEXT] = pigeon
    phones.text(ANA, "IN 1H")
    phones.wait(timedelta(hours=1, minutes=11), step=STEP)
    assert any("could not reach Kim" in each.body for each in pigeon.carried)


def test_every_module_that_tells_channels_apart_is_in_the_guide_for_channels() -> None:
    apart = {
        str(file.relative_to(ROOT))
        for file in modules()
        if re.search(r"\bChannelKind\.[A-Z]+\b", file.read_text("utf-8"))
    }
    assert len(apart) > 10
    assert apart - named("channel") == set()
    host = ROOT / "webapp" / "templates" / "operator" / "host.html"
    assert re.search(r'"text": .*"push": ', host.read_text("utf-8"))
