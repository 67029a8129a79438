"""What a trusted contact finds behind the link in a text."""

from datetime import timedelta

import pytest

from checkin import store
from checkin.people import people
from tests.webapp.conftest import ALEX, MINE, SAM, Site
from tests.webapp.reader import Reader

PRIVATE = ("Kim", "Room 12", "police", "2:", "9:")


def alert(site: Site) -> tuple[Reader, str]:
    """Someone called Kim whose alert is out, and the path of Sam's link."""
    me = site.with_contacts(Sam=SAM)
    me.open("/en/settings").press("checkins", name="Kim", police="never")
    me.open("/en/checkin").press("start", plan="Room 12")
    site.wait(timedelta(hours=1, minutes=11))
    return me, site.link(SAM)


@pytest.mark.promise("A link in a text shows nothing until a person presses a button.", of=3)
def test_looking_at_an_alert_reveals_nothing_and_changes_nothing(site: Site) -> None:
    me, link = alert(site)
    before = me.open("/en/checkin").text
    for _ in range(3):
        sam = site.reader().open(link)
        assert sam.answer.status_code == 200
        assert [word for word in PRIVATE if word in sam.text] == []
        assert "Someone who trusts you needs you" in sam.text
    assert me.open("/en/checkin").text == before


def test_a_press_shows_what_happened_and_acts_on_nothing(site: Site) -> None:
    me, link = alert(site)
    sam = site.reader().open(link).press("show")
    assert "Kim did not check in by" in sam.text
    assert "Room 12" in sam.text
    assert "Do not call the police." in sam.text
    assert {"on_it", "cannot", "over"} <= set(sam.buttons)
    assert "no answer yet" in me.open("/en/checkin").text


def test_what_to_do_now_is_for_the_persons_own_state(site: Site) -> None:
    _, link = alert(site)
    sam = site.reader().open(link).press("show")
    assert sam.link("Find someone") == "/en/us-ny/cards/find"
    library = site.phones.parts.core.library
    for section in library.page("find", "en", "us-ny").sections:
        assert section.html in sam.html


def test_what_to_do_now_is_in_the_contacts_language(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    site.phones.text(SAM, "LANG ES")
    me.open("/en/checkin").press("sos")
    sam = site.reader().open(site.link(SAM)).press("show")
    assert sam.root["lang"] == "es"
    assert "/es/us-ny/cards/find" in sam.html


@pytest.mark.parametrize(
    ("answer", "thanks", "seen"),
    [
        ("on_it", "You are on it", "Sam is on it"),
        ("cannot", "We ask someone else", "no answer yet"),
        ("over", "The alert is closed", "A contact says it is over"),
    ],
)
def test_an_answer_by_button_counts(site: Site, answer: str, thanks: str, seen: str) -> None:
    me = site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/checkin").press("sos")
    site.wait()
    sam = site.reader().open(site.link(SAM)).press("show").press(answer)
    assert thanks in sam.text
    assert seen in me.open("/en/checkin").text


@pytest.mark.promise("Your contacts never learn of each other from us.", of=3)
def test_a_second_helper_hears_that_someone_is_on_it_and_not_who(site: Site) -> None:
    site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/checkin").press("sos")
    site.wait()
    site.reader().open(site.link(SAM)).press("show").press("on_it")
    alex = site.reader().open(site.link(ALEX)).press("show")
    assert "Another contact is on it" in alex.text
    assert "Sam" not in alex.text


@pytest.mark.promise("The link of an alert ends with the check-in.", of=3)
def test_the_link_dies_with_the_check_in(site: Site) -> None:
    me, link = alert(site)
    sam = site.reader().open(link)
    me.open("/en/checkin").press("ok")
    sam.press("show")
    assert sam.answer.status_code == 410
    assert "This is over" in sam.text
    assert [word for word in PRIVATE if word in sam.text] == []
    assert sam.open(link).answer.status_code == 410


def test_an_unknown_link_looks_like_one_that_is_over(site: Site) -> None:
    stranger = site.reader().open("/c/AAAAAAAAAAAAAAAAAAAAAAAA")
    assert stranger.answer.status_code == 410
    assert "This is over" in stranger.text


def test_the_link_of_a_contact_who_has_not_been_told_yet_shows_nothing(site: Site) -> None:
    me = site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/checkin").press("start")
    cookie = me.client.get_cookie("rc")
    with site.phones.parts.core.read(site.phones.now) as work:
        person = people.by_device(work, cookie.value if cookie else "")
        timer = store.open_for(work, person) if person else None
        assert timer
        token = store.link_token(work, timer.checkin.id, timer.checkin.recipients[0].contact_id)
    assert site.reader().open(f"/c/{token}").answer.status_code == 410


def test_an_invitation_says_who_asks_and_what_it_means(site: Site) -> None:
    me = site.reader().open("/en/settings").press("checkins", name="Kim")
    me.open("/en/contacts").press("add", name="Sam", phone=SAM)
    sam = site.reader().open(site.link(SAM))
    assert "Kim asks you to be a trusted contact" in sam.text
    assert "text STOP" in sam.text
    assert "Asked, no answer yet" in me.open("/en/contacts").text
    assert "You are a trusted contact" in sam.press("yes").text
    assert "Said yes" in me.open("/en/contacts").text


def test_an_invitation_that_was_refused_by_mistake_can_be_accepted(site: Site) -> None:
    me = site.reader().open("/en/contacts").press("add", name="Sam", phone=SAM)
    sam = site.reader().open(site.link(SAM)).press("no")
    assert "You said no" in sam.text
    assert "Said no" in me.open("/en/contacts").text
    assert "You are a trusted contact" in sam.press("yes").text


def test_a_contact_who_leaves_is_taken_out_of_a_running_timer(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start")
    site.reader().open(f"/c/{site.texts(SAM)[0].split('/c/')[1].split()[0]}").press("no")
    assert "takes no more messages" in me.open("/en/checkin").text


def test_the_page_is_read_in_the_language_that_is_pressed_and_texts_follow(site: Site) -> None:
    _, link = alert(site)
    sam = site.reader().open(link)
    assert sam.root["lang"] == "en"
    sam.press("es")
    assert sam.root["lang"] == "es"
    assert [word for word in PRIVATE if word in sam.text] == []
    sam.press("show")
    assert sam.root["lang"] == "es"
    assert "/es/us-ny/cards/find" in sam.html
    sam.press("en")
    assert "Kim did not check in by" in sam.text
    site.reader().open(link).press("es")
    site.wait(timedelta(minutes=10))
    assert "did not check in" not in site.texts(SAM)[-1]


def test_an_invitation_is_read_in_the_language_that_is_pressed(site: Site) -> None:
    site.reader().open("/en/contacts").press("add", name="Sam", phone=SAM)
    sam = site.reader().open(site.link(SAM)).press("es")
    assert sam.root["lang"] == "es"
    assert {"yes", "no"} <= set(sam.buttons)


def test_pressing_a_language_answers_nothing(site: Site) -> None:
    me, link = alert(site)
    before = me.open("/en/checkin").text
    site.reader().open(link).press("es").press("show").press("en")
    assert me.open("/en/checkin").text == before


def test_a_contact_is_told_when_the_next_one_is_asked_and_never_who(site: Site) -> None:
    me = site.with_contacts(Sam=SAM, Alex=ALEX).open("/en/checkin").press("start")
    site.wait(timedelta(hours=1, minutes=10))
    sam = site.reader().open(site.link(SAM)).press("show")
    assert "We tell one person after another: the next at 4:15 PM." in sam.text
    assert "Alex" not in sam.text
    assert "Told so far: Sam. Without an answer Alex is next, at 4:15 PM." in (
        me.open("/en/checkin").text
    )


def test_who_is_on_it_is_told_when_we_ask_again_and_can_say_still(site: Site) -> None:
    _, link = alert(site)
    sam = site.reader().open(link).press("show").press("on_it")
    assert "We ask you at 5:11 PM whether you still are." in sam.text
    assert "on_it" not in sam.buttons
    site.wait(timedelta(hours=1, minutes=1))
    sam.press("show")  # "Look again", on the page that was left open
    assert "Are you still on it? Without an answer we ask you again at 5:21 PM." in sam.text
    assert "We ask you at 6:12 PM" in sam.press("on_it").text


def test_a_late_contact_hears_that_it_is_not_too_late(site: Site) -> None:
    site.with_contacts(Sam=SAM).open("/en/checkin").press("sos")
    site.wait(timedelta(hours=1))
    sam = site.reader().open(site.link(SAM)).press("show")
    assert "Nobody has answered so far" in sam.text
    assert "You are on it" in sam.press("on_it").text


def test_under_duress_the_page_says_not_to_call_as_the_text_does(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/settings")
    me.press("pins", safe="1234", danger="9876")
    me.open("/en/checkin").press("start").press("ok", pin="9876")
    sam = site.reader().open(site.link(SAM)).press("show")
    assert "may be in danger" in sam.text
    assert "Do not call or text their phone about this." in sam.text
    assert "did not check in by" not in sam.text


@pytest.mark.parametrize(
    ("about", "second"), [("missing", "/cards/hurt"), ("arrested", "/cards/jail")]
)
def test_what_to_do_now_begins_with_what_the_case_asks_for(
    site: Site, about: str, second: str
) -> None:
    site.with_contacts(Sam=SAM).open("/en/checkin").press("sos", about=about)
    html = site.reader().open(site.link(SAM)).press("show").html
    at = [html.index(f"/en/us-ny{card}") for card in ("/cards/find", second, "/cards/bail")]
    assert at == sorted(at)


def test_the_persons_own_number_is_not_on_the_page(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    site.join(me, MINE)
    me.open("/en/checkin").press("sos")
    sam = site.reader().open(site.link(SAM)).press("show")
    assert MINE[-7:] not in sam.html
