"""Any text at all from anybody at the table, by webhook, in every state a timer can be in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from checkin.storage.tables import checkins, contacts, messages, metadata, recipients
from peers.phones import Phones, table
from sms import webhooks
from sms.encoding.segments import measure
from sms.twilio.carrier import Received
from tests.sms import scrawl

ANA, SAM, EVE = "+12025550111", "+12025550122", "+12025550155"
TOKEN = "the account's token"
PUBLIC = "http://127.0.0.1:8000"
MOST_SEGMENTS = {"GSM-7": 2, "UCS-2": 3}
SCENES = ["new", "invited", "armed", "with PINs", "due", "alerting", "held"]
# What a text may hold and XML may not.
Rows = dict[sa.Table, list[dict[str, object]]]


class Stage:
    """The same table of phones, set back to a scene before every text."""

    def __init__(self, phones: Phones, client: FlaskClient) -> None:
        self.phones = phones
        self.client = client
        self.scenes: dict[str, tuple[datetime, Rows]] = {}
        self.texts = count()

    def keep(self, scene: str) -> None:
        with self.phones.parts.core.read(self.phones.now) as work:
            rows = {
                t: [dict(row._mapping) for row in work.conn.execute(sa.select(t))]
                for t in metadata.sorted_tables
            }
        self.scenes[scene] = (self.phones.now, rows)

    def set(self, scene: str) -> None:
        self.phones.now, rows = self.scenes[scene]
        with self.phones.parts.core.write(self.phones.now) as work:
            for each in reversed(metadata.sorted_tables):
                work.conn.execute(each.delete())
            for each in metadata.sorted_tables:
                if rows[each]:
                    work.conn.execute(each.insert(), rows[each])

    def touched(self) -> object:
        """All that an accident may not change: timers, who is told, who agreed, what is sent."""
        watched = (
            sa.select(checkins),
            sa.select(recipients),
            sa.select(contacts.c.id, contacts.c.consent, contacts.c.phone_hash),
            sa.select(messages.c.id, messages.c.kind, messages.c.status),
        )
        with self.phones.parts.core.read(self.phones.now) as work:
            return [work.conn.execute(query).all() for query in watched]

    def answer(self, phone: str, body: str) -> str:
        """The TwiML that a text gets, by webhook as Twilio signs it."""
        form = {"MessageSid": f"SM-fuzz-{next(self.texts)}", "From": phone, "Body": body}
        signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/sms/inbound", form)
        headers = {"X-Twilio-Signature": signature}
        answer = self.client.post("/sms/inbound", data=form, headers=headers)
        assert answer.status_code == 200
        return answer.text

    def ask(self, phone: str, body: str) -> str:
        """The reply to a text."""
        return heard(self.answer(phone, body))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    app = Flask("webhooks")
    with table(tmp_path_factory.mktemp("stage")) as phones:
        webhooks.init_app(app, phones.parts.gateway, auth_token=TOKEN)
        with app.test_client() as client:
            made = Stage(phones, client)
            play(made)
            yield made


def play(stage: Stage) -> None:
    """Every scene, kept."""
    phones = stage.phones
    stage.keep("new")
    phones.text(ANA, "NAME Ana")
    phones.invite(ANA, SAM, "Sam")
    phones.wait()
    stage.keep("invited")
    phones.text(SAM, "YES")
    phones.text(ANA, "IN 1H blue door")
    phones.wait()
    stage.keep("armed")
    phones.wait(timedelta(minutes=61))
    stage.keep("due")
    phones.wait(timedelta(minutes=10))
    stage.keep("alerting")
    phones.text(SAM, "1")
    phones.wait()
    stage.keep("held")
    phones.text(ANA, "OK")
    phones.text(ANA, "PIN 1234 9876")
    phones.text(ANA, "IN 1H blue door")
    phones.wait()
    stage.keep("with PINs")


def heard(twiml: str) -> str:
    """What Twilio makes of our answer. Raises ParseError where it could make nothing of it."""
    return ElementTree.fromstring(twiml).findtext("Message") or ""  # noqa: S314


speakers = st.sampled_from([ANA, SAM, EVE])


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SCENES), speakers, scrawl.texts())
def test_every_text_is_answered_within_its_budget_and_changes_nothing_by_accident(
    stage: Stage, scene: str, phone: str, text: str
) -> None:
    stage.set(scene)
    before = stage.touched()
    reply = stage.ask(phone, text)
    size = measure(reply)
    assert size.segments <= MOST_SEGMENTS[size.encoding]
    assert reply or scrawl.may_be_silent(text)
    assert stage.touched() == before or scrawl.may_act(text)


@pytest.mark.parametrize("word", ["NAME", f"ADD {SAM}"])
@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\ufffe", "\uffff"])
def test_a_reply_can_be_read_whatever_it_quotes(stage: Stage, word: str, character: str) -> None:
    stage.set("new")
    heard(stage.answer(ANA, f"{word} A{character}na"))


@pytest.mark.parametrize("text", ["START!", "“start”", "¡Start!", "ＳTART", "UNSTOP."])
def test_a_word_that_the_carrier_did_not_hear_as_its_own_is_answered(
    stage: Stage, text: str
) -> None:
    stage.set("new")
    assert stage.ask(SAM, text)


@pytest.mark.parametrize("word", ["SOS", "NAME", "COURT 12/03 9AM"])
def test_a_late_text_with_half_an_emoji_is_acted_on_and_holds_up_no_other(
    stage: Stage, word: str
) -> None:
    stage.set("armed")
    bodies = [f"{word} \ud83c", "STATUS"]
    sent_at = stage.phones.now - timedelta(seconds=30)
    late = [Received(f"SM-{n}", ANA, body, sent_at) for n, body in enumerate(bodies)]
    assert stage.phones.parts.gateway.catch_up(late) == 2
