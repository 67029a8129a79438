"""Texts that we learn of late, from the provider's own list: what still counts, and what not."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from checkin.storage.tables import contacts
from peers.phones import Phones
from sms.twilio.carrier import Received

ANA, SAM = "+12025550111", "+12025550122"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TOO_LATE = "reached us late"


def arrive(
    phones: Phones, phone: str, body: str, sent_at: datetime, *, pictures: bool = False
) -> str:
    """The text reaches us now; what the phone is told."""
    late = Received(f"SM-{body}-{sent_at}", phone, body, sent_at, pictures)
    heard = len(phones.inbox(phone))
    assert phones.parts.gateway.catch_up([late]) == 1
    phones.wait()
    return "\n".join(phones.inbox(phone)[heard:])


def test_an_ok_that_was_sent_while_we_were_down_counts_and_is_followed_by_the_all_clear(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    sent_at = phones.now + timedelta(minutes=59)
    phones.wait(timedelta(minutes=75))
    assert any("did not check in" in body for body in phones.inbox(SAM))
    late = [Received("SM-late", ANA, "OK", sent_at)]
    assert phones.parts.gateway.catch_up(late) == 1
    assert phones.parts.gateway.catch_up(late) == 0
    phones.wait()
    assert "All clear" in phones.inbox(SAM)[-1]
    assert "all-clear" in phones.inbox(ANA)[-1]


def test_a_timer_that_was_asked_for_while_we_were_down_runs_from_when_it_was_asked_for(
    phones: Phones,
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    asked_at = phones.now
    phones.wait(timedelta(minutes=2))
    phones.parts.gateway.catch_up([Received("SM-late", ANA, "IN 1H", asked_at)])
    assert "58 minutes left" in phones.text(ANA, "STATUS")


def test_an_ok_from_before_a_timer_does_not_close_it(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    phones.text(ANA, "IN 1H")
    lost_at = phones.now + 10 * MINUTE
    phones.wait(11 * MINUTE)
    phones.text(ANA, "OK")
    phones.text(ANA, "IN 2H")
    phones.wait(MINUTE)
    for body in ("OK", "I am safe", "+30"):
        assert TOO_LATE in arrive(phones, ANA, body, lost_at)
    assert "1 hour 59 minutes left" in phones.text(ANA, "STATUS")
    phones.wait(3 * HOUR)
    assert any("did not check in" in body for body in phones.inbox(SAM))


def test_an_ok_by_code_from_before_a_timer_does_not_close_it(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    code = phones.text(ANA, "CODE").partition(": ")[2][:8]
    lost_at = phones.now
    phones.wait(MINUTE)
    phones.text(ANA, "IN 2H")
    assert TOO_LATE in arrive(phones, SAM, code, lost_at)
    assert "left" in phones.text(ANA, "STATUS")
    later = phones.now
    phones.wait(MINUTE)
    assert "Good that you are safe" in arrive(phones, SAM, code, later)
    assert "did not find" not in arrive(phones, SAM, "AAA00000", later)


def test_a_contacts_answer_from_before_an_alert_does_not_answer_it(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    lost_at = phones.now
    phones.wait(MINUTE)
    phones.text(ANA, "SOS")
    phones.wait()
    for digit in ("1", "2", "3"):
        assert TOO_LATE in arrive(phones, SAM, digit, lost_at)
    assert "being told" in phones.text(ANA, "STATUS")
    answered_at = phones.now
    phones.wait(MINUTE)
    assert TOO_LATE not in arrive(phones, SAM, "1", answered_at)
    assert "Sam is on it" in phones.text(ANA, "STATUS")


def test_a_yes_from_before_a_question_does_not_answer_it(phones: Phones) -> None:
    phones.invite(ANA, SAM, "Sam")
    lost_at = phones.now
    phones.wait(MINUTE)
    phones.text(ANA, "FORGET ME")
    assert TOO_LATE in arrive(phones, ANA, "YES", lost_at)
    assert "Sam" in phones.text(ANA, "CONTACTS")


def test_an_sos_counts_however_late(phones: Phones) -> None:
    phones.befriend(ANA, SAM, "Sam")
    lost_at = phones.now
    phones.wait(MINUTE)
    phones.text(ANA, "IN 2H")
    assert "We are telling Sam now" in arrive(phones, ANA, "SOS", lost_at)
    assert any("asks for help now" in body for body in phones.inbox(SAM))


def test_a_contacts_late_yes_is_consent(phones: Phones) -> None:
    phones.invite(ANA, SAM, "Sam")
    phones.wait(MINUTE)
    said_at = phones.now
    phones.wait(MINUTE)
    arrive(phones, SAM, "YES", said_at)
    assert "Timer running" in phones.text(ANA, "IN 1H")


def test_what_was_forgotten_is_not_done_again_from_the_providers_list(phones: Phones) -> None:
    listed = []
    asked = ""
    for n, body in enumerate(["NAME Ana", f"ADD {SAM} Sam", "", "FORGET ME", ""]):
        text = body or asked.partition(", reply ")[2][:2]
        listed.append(Received(f"SM{n}", ANA, text, phones.now))
        asked = phones.text(ANA, text, id=f"SM{n}")
    phones.wait(MINUTE)
    assert phones.parts.gateway.catch_up(listed) == 0
    with phones.parts.core.read(phones.now) as work:
        assert work.conn.scalar(sa.select(sa.func.count()).select_from(contacts)) == 0


def test_pictures_that_come_late_are_not_seen_either(phones: Phones) -> None:
    sent_at = phones.now
    phones.wait(MINUTE)
    assert "cannot see pictures" in arrive(phones, ANA, "", sent_at, pictures=True)


def test_what_no_phone_sent_stays_on_the_providers_list(phones: Phones) -> None:
    sent_at = phones.now
    phones.wait(MINUTE)
    gateway = phones.parts.gateway
    assert gateway.catch_up([Received("SM1", "AMAZON", "MENU", sent_at)]) == 0
    assert gateway.catch_up([Received("SM2", "72975", f"ADD {SAM} Sam", sent_at)]) == 0
