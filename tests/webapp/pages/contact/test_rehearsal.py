"""The test alert, from the list of contacts."""

from datetime import timedelta

from tests.webapp.conftest import ALEX, SAM, Site

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_without_a_yes_there_is_nobody_to_test(site: Site) -> None:
    me = site.reader().open("/en/contacts").press("add", name="Sam", phone=SAM)
    assert "test" not in me.buttons


def test_a_test_is_clearly_marked_and_its_answer_is_shown_with_the_time(site: Site) -> None:
    me = site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/contacts")
    assert "Test sent" not in me.text
    me.press("test")
    assert me.text.count("Test sent, no answer yet") == 2
    assert site.texts(SAM)[-1].startswith("TEST, nothing is wrong")
    site.phones.text(SAM, "1")
    me.open("/en/contacts")
    assert "Answered the test today at 3:00 PM" in me.text
    assert me.text.count("Test sent, no answer yet") == 1


def test_a_day_later_the_answer_has_its_day_and_silence_is_named(site: Site) -> None:
    me = site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/contacts").press("test")
    site.wait()
    site.phones.text(SAM, "1")
    site.phones.now += DAY + MINUTE
    me.open("/en/contacts")
    assert "Answered the test: Mon, Nov 23 at 3:00 PM" in me.text
    assert "Did not answer the last test" in me.text


def test_a_second_test_within_the_hour_is_refused_in_words(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/contacts").press("test").press("test")
    assert me.answer.status_code == 409
    assert "a test within the last hour" in me.text
    assert sum("TEST" in text for text in site.texts(SAM)) == 1


def test_a_stranger_who_forces_the_button_is_refused_and_not_remembered(site: Site) -> None:
    other = site.reader().open("/en/contacts")
    data = {"do": "test", "csrf_token": other.typed("csrf_token")}
    assert other.client.post("/en/contacts", data=data).status_code == 409
    assert other.client.get_cookie("rc") is None
