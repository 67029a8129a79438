"""Several simulated phones on one page, and the carrier that can be made to fail."""

from datetime import timedelta

from checkin.messages.outbox import LATEST_RETRY
from tests.webapp.conftest import MINE, SAM, Site
from tests.webapp.pages.simulator.test_phone import hear
from tests.webapp.reader import Reader

KIM = "+12025550133"


def overview(site: Site) -> Reader:
    return site.reader().open("/phone/")


def make(site: Site, trouble: str) -> Reader:
    """Choose what goes wrong, as a reader without a script does."""
    return overview(site).press("switch", trouble=trouble)


def test_the_demos_phones_and_any_other_in_use_are_side_by_side(site: Site) -> None:
    site.reader().open(f"/phone/{KIM}").press("", body="MENU")
    page = overview(site)
    for number in (MINE, SAM, KIM):
        assert page.link(number) == f"/phone/{number}"


def test_a_text_typed_in_a_column_is_answered_there(site: Site) -> None:
    page = overview(site).press("", body="STOPPED")
    assert page.address == "/phone/"
    assert "Am I free to leave?" in page.text


def test_a_phone_is_added_by_its_number_however_it_is_written(site: Site) -> None:
    page = overview(site).press("add", number="202-555-0177")
    assert page.link("+12025550177") == "/phone/+12025550177"


def test_a_suggested_number_is_one_press_away_and_then_no_longer_suggested(site: Site) -> None:
    page = overview(site).press(KIM)
    assert page.link(KIM) == f"/phone/{KIM}"
    assert KIM not in page.buttons


def test_what_is_no_number_is_said_to_be_none(site: Site) -> None:
    page = overview(site)
    page.press("add", number="Sam")
    assert "That is not a phone number" in page.text
    assert page.typed("number") == "Sam"


def test_a_crowd_of_phones_stays_in_reach(site: Site) -> None:
    for last in range(20):
        site.phones.parts.simulator.receive(f"+1202555{last:04}", "MENU")
    page = overview(site)
    assert page.html.count('class="phone on"') == 12
    assert page.link("+12025550001") == "/phone/+12025550001"


def test_while_texting_is_down_a_text_waits_and_says_so(site: Site) -> None:
    assert "Texting is down." in make(site, "down").text
    site.phones.invite(MINE, SAM, "Sam")
    site.wait(timedelta(minutes=1))
    sam = site.reader().open(f"/phone/{SAM}")
    assert "queued: texting is down (503); tried" in sam.text
    assert "again in" in sam.text
    assert site.texts(SAM) == []
    make(site, "none")
    site.wait(timedelta(minutes=5))
    hear(site)
    assert len(site.texts(SAM)) == 1


def test_an_ok_sent_while_texting_is_down_counts_from_when_it_was_sent(site: Site) -> None:
    site.phones.befriend(MINE, SAM, "Sam")
    site.phones.text(MINE, "IN 5M blue door")
    make(site, "down")
    mine = site.reader().open(f"/phone/{MINE}").press("", body="OK")
    assert "kept by the carrier until all is well" in mine.text
    make(site, "none")
    # What is younger may be on its way by itself.
    site.wait(timedelta(seconds=11))
    hear(site)
    site.wait(timedelta(0))
    assert "received by us" in mine.open(mine.address).text
    assert any("Good that you are safe" in text for text in site.texts(MINE))
    site.wait(timedelta(minutes=30))
    assert not any("blue door" in text for text in site.texts(SAM))


def test_without_receipts_a_call_follows_the_alert(site: Site) -> None:
    site.phones.befriend(MINE, SAM, "Sam")
    hear(site)
    make(site, "unheard")
    site.phones.text(MINE, "SOS blue door")
    for _ in range(4):
        site.wait(timedelta(minutes=1))
        hear(site)
    sam = site.reader().open(f"/phone/{SAM}")
    assert "A call This is Raincheck" in sam.text
    assert "sent, no receipt yet" in sam.text


def test_a_text_that_is_of_no_use_any_more_is_said_to_be_so(site: Site) -> None:
    site.phones.befriend(MINE, SAM, "Sam")
    make(site, "silent")
    site.phones.text(MINE, "IN 30M blue door")
    site.wait(timedelta(minutes=30) + LATEST_RETRY)
    assert "expired: no use any more" in site.reader().open(f"/phone/{MINE}").text


def test_what_cannot_be_chosen_is_refused(site: Site) -> None:
    page = overview(site)
    for where, name in (("/phone/", "trouble"), (f"/phone/{SAM}", "condition")):
        data = {"csrf_token": page.typed("csrf_token") or "", name: "on fire"}
        assert page.client.post(where, data=data).status_code == 400
