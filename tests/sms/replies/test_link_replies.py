"""Linking by text: the code comes in our reply, and UNLINK takes the app off again."""

import re

from peers.phones import Phones
from tests.webapp.conftest import MINE, SAM, Site
from webapp import create_app

CODE = re.compile(r"[A-Z]{4} [A-Z]{4}")


def test_the_reply_to_link_has_a_code_and_no_new_text_brings_it(phones: Phones) -> None:
    reply = phones.text(MINE, "LINK")
    assert CODE.search(reply)
    assert CODE.search(reply)[0] not in phones.text(MINE, "STATUS")  # type: ignore[index]
    assert phones.inbox(MINE) == []


def test_with_pins_set_the_code_is_shown_only_after_one(phones: Phones) -> None:
    phones.text(MINE, "PIN 1234 9876")
    assert not CODE.search(phones.text(MINE, "LINK"))
    assert CODE.search(phones.text(MINE, "1234"))


def test_status_says_that_an_app_is_linked_and_unlink_undoes_it(phones: Phones) -> None:
    site = Site(create_app(phones.parts), phones)
    assert "An app is linked" not in phones.text(MINE, "STATUS")
    me = site.join(site.with_contacts(Sam=SAM), MINE)
    assert "An app is linked" in phones.text(MINE, "STATUS")
    assert "UNLINK" in site.texts(MINE)[-1]
    asked = phones.text(MINE, "UNLINK")
    assert "An app is linked" in phones.text(MINE, "STATUS")
    assert "reply" in asked
    assert "any more" in phones.prove(MINE, "UNLINK")
    assert "An app is linked" not in phones.text(MINE, "STATUS")
    assert "Sam" in phones.text(MINE, "CONTACTS")
    assert "starts anew" in me.open("/en/contacts").text
    assert "Sam" not in me.text


def test_where_no_app_is_linked_unlink_says_so(phones: Phones) -> None:
    assert phones.text(MINE, "UNLINK") == "No app is linked to this number."
