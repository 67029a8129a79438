"""Starting a timer without a connection: refused loudly, with a text that does the same."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from content.phrases import LOCALES, Phrases
from sms.parsing import grammar
from sms.parsing.acts import Arm
from sms.parsing.vocabulary import Vocabulary
from tests.e2e.offline import cut, kept
from tests.e2e.running import Running
from tests.e2e.visiting import befriend, learn
from tests.e2e.wire import Wire

NOTE = "Hotel Rex, room 12 — ask for Ñ & co."


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return Vocabulary.build(Phrases.load(LOCALES), {}, {})


def text_of(page: Page) -> str:
    """What the link that starts the timer would send."""
    link = str(page.locator("[data-link]").locator("visible=true").first.get_attribute("href"))
    number, body = re.fullmatch(r"sms:(\+\d+)\?&body=(.*)", link).groups()  # type: ignore[union-attr]
    assert number == "+12025550100"
    return unquote(body)


def test_a_timer_started_on_a_page_that_lost_its_connection_is_refused_with_its_text(
    page: Page, context: BrowserContext, line: Wire, words: Vocabulary
) -> None:
    learn(page, line, "/en/us-ny/")
    befriend(page, line)
    page.locator("label[for=m120]").click()
    page.locator("#plan").fill(NOTE)
    cut(context, line)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="NOT STARTED: no connection")).to_be_visible()
    assert text_of(page) == f"IN 2H NOTE {NOTE}"
    understood = grammar.parse(text_of(page), words, lang="en")
    assert understood.meaning == Arm(timedelta(hours=2), NOTE)


def test_nothing_that_was_typed_is_kept_anywhere(
    page: Page, context: BrowserContext, line: Wire
) -> None:
    learn(page, line, "/en/us-ny/")
    befriend(page, line)
    page.locator("#plan").fill(NOTE)
    cut(context, line)
    page.get_by_role("button", name="Start").click()
    page.locator("#note").fill(NOTE + " more")
    assert "Rex" not in kept(page)
    assert "Rex" not in page.url
    page.goto(line.url + "/en/checkin")
    expect(page.locator("#note")).to_have_value("")


def test_the_text_is_in_the_words_of_the_language(
    page: Page, context: BrowserContext, line: Wire, words: Vocabulary
) -> None:
    learn(page, line, "/es/us-ny/")
    cut(context, line)
    page.goto(line.url + "/es/checkin")
    assert text_of(page) == "EN 1H"
    page.locator("label[for=m30]").click()
    page.locator("#note").fill("Calle Roja")
    assert text_of(page) == "EN 30M NOTA Calle Roja"
    assert grammar.parse(text_of(page), words, lang="es").meaning == Arm(
        timedelta(minutes=30), "Calle Roja"
    )


@pytest.mark.parametrize(
    ("hours", "minutes", "note", "length", "text"),
    [
        ("1", "30", "blue door", timedelta(minutes=90), "IN 1H30M NOTE blue door"),
        ("", "45", "", timedelta(minutes=45), "IN 45M"),
        ("2", "", "blue door", timedelta(hours=2), "IN 2H NOTE blue door"),
        ("2", "0", "30 min walk from Main", timedelta(hours=2), "IN 2H NOTE 30 min walk from Main"),
        ("2", "", "half an hour away", timedelta(hours=2), "IN 2H NOTE half an hour away"),
        ("3", "", "thirty minutes off", timedelta(hours=3), "IN 3H NOTE thirty minutes off"),
        ("", "90", "30 Main", timedelta(minutes=90), "IN 1H30M NOTE 30 Main"),
    ],
)
def test_the_text_says_just_what_was_typed(
    page: Page, app: Running, words: Vocabulary,
    hours: str, minutes: str, note: str, length: timedelta, text: str,
) -> None:  # fmt: skip
    page.goto(app.url + "/en/offline")
    page.locator("label[for=mo]").click()
    page.get_by_role("textbox", name="Hours").fill(hours)
    page.get_by_role("textbox", name="Minutes").fill(minutes)
    page.locator("#note").fill(note)
    assert text_of(page) == text
    assert grammar.parse(text, words, lang="en").meaning == Arm(length, note)


def test_no_text_is_offered_for_a_length_that_is_none(page: Page, app: Running) -> None:
    page.goto(app.url + "/en/offline")
    page.locator("label[for=mo]").click()
    expect(page.locator("form [data-link]")).not_to_have_attribute("href", re.compile("."))
    page.get_by_role("textbox", name="Hours").fill("soon")
    expect(page.locator("form [data-link]")).not_to_have_attribute("href", re.compile("."))


def test_any_other_form_sent_without_a_connection_says_that_nothing_was_saved(
    page: Page, context: BrowserContext, line: Wire
) -> None:
    learn(page, line, "/en/us-ny/")
    page.goto(line.url + "/en/settings")
    page.get_by_label("What your contacts call you").fill("Kim")
    cut(context, line)
    page.get_by_role("button", name="Save").nth(1).click()
    expect(page.get_by_role("heading", name="NOT SAVED: no connection")).to_be_visible()
