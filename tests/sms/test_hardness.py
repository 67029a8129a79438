"""Texts as the world sends them: long, odd, from machines, with pictures."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from checkin.storage.tables import inbound, messages, metadata, people, sessions
from peers.phones import Phones
from sms.encoding.segments import measure
from tests.sms.signed import post, reply, text, whole_app

ANA, SAM = "+12025550111", "+12025550122"
INBOUND = "/sms/inbound"
PICTURE = {
    "NumMedia": "1",
    "MediaUrl0": "https://api.twilio.com/x/ME1",
    "MediaContentType0": "image/jpeg",
}


@pytest.fixture
def client(phones: Phones) -> Iterator[FlaskClient]:
    with whole_app(phones).test_client() as made:
        yield made


def answered(client: FlaskClient, form: dict[str, str]) -> str:
    code, twiml = post(client, INBOUND, form)
    assert code == 200
    return reply(twiml)


def count(phones: Phones, table: sa.Table) -> int:
    with phones.parts.core.read(phones.now) as work:
        return work.conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_text_as_long_as_texts_can_be_is_acted_on_whole(
    phones: Phones, client: FlaskClient
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    note = "x" * 900 + " the end"
    said = answered(client, text(ANA, f"SOS {note}".ljust(1600)))
    assert "Sam" in said
    phones.wait()
    assert note in phones.inbox(SAM)[-1]


@pytest.mark.parametrize("letter", ["x", "ñ ", "😀", "警", "\u0301", "ﷺ", "SOS ", "\n"])
def test_a_longer_text_is_cut_and_answered(client: FlaskClient, letter: str) -> None:
    assert answered(client, text(ANA, "MENU " + letter * 3000))


@pytest.mark.parametrize(
    "body", ["", " ", "\r\n", "\u200b", "\x00", "\x1b[31m", "\ufffe", "\ud7ff"]
)
def test_a_text_without_words_is_answered(client: FlaskClient, body: str) -> None:
    assert answered(client, text(ANA, body))


def test_characters_that_no_phone_writes_change_nothing(client: FlaskClient) -> None:
    answered(client, text(ANA, "NAME Ana"))
    assert "Sam" in answered(client, text(ANA, f"\x00ADD {SAM} S\x08am\x0b\ufffe\x01"))
    assert "Sam" in answered(client, text(ANA, "CON\x00TACTS"))


@pytest.mark.parametrize(
    "sender",
    [
        "72975",
        "262966",
        "AMAZON",
        "+AMAZON",
        "client:alice",
        "whatsapp:+12025550111",
        "rcs:agent",
        "anonymous",
        "+266696687",
        "+7378742833",
        "+999123456789",
        "+0123456789",
        "+1202555011",
        "+120255501111222233",
        "12025550111",
        "+1 202 555 0111",
        "+1202555011١",
        "",
        "\x00",
    ],
)
def test_what_is_no_phone_is_neither_answered_nor_kept(
    phones: Phones, client: FlaskClient, sender: str
) -> None:
    for body in ("MENU", f"ADD {SAM} Sam", "SOS", "Your code is 123456", "STOP"):
        assert answered(client, text(sender, body)) == ""
        assert answered(client, text(sender, body, **PICTURE)) == ""
    phones.wait()
    for table in (people, inbound, sessions, messages):
        assert count(phones, table) == 0


@pytest.mark.parametrize(
    "sender", ["+525512345678", "+447700900123", "+5511912345678", "+8613812345678", "+50937123456"]
)
def test_a_phone_of_any_country_is_answered(client: FlaskClient, sender: str) -> None:
    assert "Reply with a number" in answered(client, text(sender, "MENU"))


def test_pictures_alone_are_answered_in_the_language_of_the_phone_and_change_nothing(
    phones: Phones, client: FlaskClient
) -> None:
    before = {table.name: count(phones, table) for table in metadata.sorted_tables}
    said = answered(client, text(ANA, " \n", **PICTURE))
    assert said.startswith("We cannot see pictures")
    assert measure(said).segments == 1
    after = {table.name: count(phones, table) for table in metadata.sorted_tables}
    assert {name for name in after if after[name] != before[name]} == {
        "inbound",
        "sessions",
        "daily_counters",
    }
    assert answered(client, text(ANA, "", NumMedia="0")) != said


def test_pictures_beside_words_are_left_out_and_said_to_be(
    phones: Phones, client: FlaskClient
) -> None:
    phones.befriend(ANA, SAM, "Sam")
    said = answered(client, text(ANA, "IN 2H", **PICTURE))
    assert "Timer running until" in said
    assert "2 hours left" in answered(client, text(ANA, "STATUS"))
    said = answered(client, text(ANA, "STATUS", **PICTURE))
    first, last = said.splitlines()
    assert "left" in first
    assert "cannot see pictures" in last


def test_where_there_is_no_room_the_answer_stands_alone(
    phones: Phones, client: FlaskClient
) -> None:
    alone = 0
    for number, card in enumerate(phones.parts.core.library.cards):
        plain = answered(client, text(f"+1212555{1000 + number}", card))
        both = answered(client, text(f"+1212555{2000 + number}", card, **PICTURE))
        assert measure(both).segments <= 2
        assert both.startswith(plain)
        alone += both == plain
    assert alone


def test_stop_with_a_picture_is_still_the_carriers_to_answer(client: FlaskClient) -> None:
    assert answered(client, text(ANA, "STOP", **PICTURE)) == ""


def test_a_machine_that_sends_nothing_but_pictures_is_soon_left_alone(client: FlaskClient) -> None:
    answered(client, text(ANA, "ADD +12025550122 Sam"))
    said = [answered(client, text(ANA, "", **PICTURE)) for _ in range(8)]
    assert [bool(each) for each in said] == [True] * 5 + [False] * 3


def test_a_picture_does_not_keep_a_question_open(client: FlaskClient) -> None:
    answered(client, text(ANA, "NAME Ana"))
    assert "cannot be undone" in answered(client, text(ANA, "FORGET ME"))
    answered(client, text(ANA, "", **PICTURE))
    assert "Deleted" not in answered(client, text(ANA, "YES"))


@pytest.mark.parametrize("media", ["-1", "x", "", "²", "9" * 5000, "1.5"])
def test_an_odd_count_of_pictures_is_no_error(client: FlaskClient, media: str) -> None:
    assert answered(client, text(ANA, "MENU", NumMedia=media))
