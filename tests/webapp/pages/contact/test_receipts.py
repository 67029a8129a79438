"""What became of each alert, in the person's own words."""

from datetime import timedelta

import pytest

from checkin.machine.notices import ChannelKind, Kind
from checkin.messages.outbox import Status
from checkin.storage.tables import messages
from checkin.worker import delivery
from tests.webapp.conftest import SAM, Site
from tests.webapp.reader import Reader

MINUTE = timedelta(minutes=1)


def alert_of(site: Site, channel: ChannelKind = ChannelKind.TEXT) -> str:
    """The id of the newest alert to a contact by this channel."""
    with site.phones.parts.core.database.read() as conn:
        found = conn.execute(
            messages.select().where(messages.c.kind == Kind.ALERT, messages.c.channel == channel)
        ).all()
    return str(found[-1].id)


def told(site: Site, status: Status, channel: ChannelKind = ChannelKind.TEXT) -> None:
    """The carrier says this of the newest alert."""
    now = site.phones.now
    with site.phones.parts.core.write(now) as work:
        delivery.report(work, alert_of(site, channel), status)


@pytest.fixture
def me(site: Site) -> Reader:
    return site.with_contacts(Sam=SAM).open("/en/checkin").press("sos")


def test_an_alert_that_has_not_left_or_is_with_the_carrier_is_on_its_way(
    site: Site, me: Reader
) -> None:
    assert "The text is on its way" in me.text
    site.wait()
    assert "The text is on its way" in me.open("/en/checkin").text


def test_a_delivered_alert_names_the_phone_and_the_time(site: Site, me: Reader) -> None:
    site.wait(MINUTE)
    told(site, Status.DELIVERED)
    assert "Sam no answer yet Sam's phone got it at 3:01 PM" in me.open("/en/checkin").text


def test_a_text_that_failed_says_so(site: Site, me: Reader) -> None:
    site.wait()
    told(site, Status.FAILED)
    text = me.open("/en/checkin").text
    assert "could not be reached" in text
    assert "The text did not arrive" in text


def test_a_call_that_follows_a_silent_text_is_shown(site: Site, me: Reader) -> None:
    site.wait(4 * MINUTE)
    assert "Being called" in me.open("/en/checkin").text
    told(site, Status.DELIVERED, ChannelKind.CALL)
    assert "The call to Sam went through at 3:04 PM" in me.open("/en/checkin").text


def test_once_a_contact_has_answered_the_answer_is_what_counts(site: Site, me: Reader) -> None:
    site.reader().open(site.link(SAM)).press("show").press("on_it")
    text = me.open("/en/checkin").text
    assert "Sam is on it" in text
    assert "on its way" not in text


def test_before_an_alert_there_is_nothing_to_say(site: Site) -> None:
    me = site.with_contacts(Sam=SAM).open("/en/checkin").press("start")
    assert "on its way" not in me.text
