"""The host's note to everyone: on every page that is served, never on one that is kept."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from checkin.messages import announcements
from peers.addresses import pages
from tests.webapp.conftest import SAM, Site
from webapp.cli import main

NOTE = "Police are near the harbor. <b>Go</b> in pairs."
SHOWN = "Police are near the harbor. &lt;b&gt;Go&lt;/b&gt; in pairs."
NOT_ON = ("/c/", "/en/us-ny/notes")
HOUR = timedelta(hours=1)


def say(site: Site, text: str = NOTE, lang: str = "en", lasts: timedelta = HOUR) -> None:
    with site.phones.parts.core.write(site.phones.now) as work:
        announcements.say(work, text, lang=lang, lasts=lasts)
    site.phones.now += timedelta(seconds=6)


@pytest.mark.usefixtures("thorough")
def test_it_stands_on_every_page_as_plain_text_but_for_contacts_and_covers(site: Site) -> None:
    say(site)
    for where, html in pages(site.app).items():
        assert (SHOWN in html) is not where.startswith(NOT_ON), where
        assert "<b>Go</b>" not in html


def test_a_contact_reads_nothing_of_it_and_no_text_carries_it(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    say(site)
    me.open("/en/checkin").press("start", minutes_chosen="30")
    site.wait(HOUR)
    link = site.reader().open(site.link(SAM))
    assert "harbor" not in link.html
    assert not any("harbor" in text for text in site.phones.inbox(SAM))


def test_it_is_read_in_the_readers_own_language_and_says_which_that_is(site: Site) -> None:
    say(site)
    say(site, "Hay policía.", lang="es")
    assert 'lang="es" dir="ltr">Hay policía.' in site.reader().open("/es/us-ny/").html
    assert 'lang="en" dir="ltr">Police are' in site.reader().open("/en/us-ny/").html


def test_it_ends_by_itself(site: Site) -> None:
    say(site)
    site.phones.now += HOUR
    assert "harbor" not in site.reader().open("/en/us-ny/cards/stopped").html


def test_no_cache_keeps_a_page_beyond_its_end(site: Site) -> None:
    card = "/en/us-ny/cards/stopped"
    plain = site.app.test_client().get(card)
    assert plain.headers["Cache-Control"] == "public, max-age=300"
    say(site, lasts=timedelta(seconds=126))
    noted = site.app.test_client().get(card)
    assert noted.headers["Cache-Control"] == "public, max-age=120"
    assert noted.headers["ETag"] != plain.headers["ETag"]
    say(site, lasts=HOUR)
    assert site.app.test_client().get(card).headers["Cache-Control"] == "public, max-age=300"


def test_a_library_is_the_same_with_it_and_without(site: Site) -> None:
    before = site.app.test_client().get("/en/us-ny/library.json").get_data()
    say(site)
    assert site.app.test_client().get("/en/us-ny/library.json").get_data() == before


def test_a_page_that_was_kept_gets_it_from_an_address_of_its_own(site: Site) -> None:
    reader = site.reader().open("/en/us-ny/")
    address = str(reader.root["data-note"])
    assert json.loads(reader.client.get(address).get_data()) is None
    say(site)
    until = site.phones.now - timedelta(seconds=6) + HOUR
    assert json.loads(reader.client.get(address).get_data()) == {
        "text": NOTE,
        "label": "From the group that runs this",
        "lang": "en",
        "dir": "ltr",
        "until": until.timestamp() * 1000,
    }


def test_cards_are_read_with_the_note_that_was_known_while_the_database_is_away(
    site: Site,
) -> None:
    say(site)
    site.reader().open("/en/us-ny/cards/stopped")
    engine = site.phones.parts.core.database.engine

    def fail(*_: object) -> None:
        raise sa.exc.OperationalError("select", {}, Exception("gone"))

    sa.event.listen(engine, "before_cursor_execute", fail)
    try:
        site.phones.now += timedelta(seconds=6)
        reader = site.reader().open("/en/us-ny/cards/stopped")
    finally:
        sa.event.remove(engine, "before_cursor_execute", fail)
    assert reader.answer.status_code == 200
    assert SHOWN in reader.html


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["host", *words])
    return result.exit_code, result.output


def test_the_commands_put_it_up_and_take_it_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAINCHECK_INSTANCE", str(tmp_path))
    code, said = run("say", "Note", "--lang", "es", "--until", "2d")
    assert (code, said[:9]) == (0, "Up until ")
    assert run("unsay") == (0, "Taken down.\n")
    assert run("unsay") == (0, "There was none.\n")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("x" * 301,), "The note has 301 characters; 300 is the most."),
        (("Note", "--lang", "tlh"), "There is no language “tlh”. There is: en, es."),
        (("Note", "--until", "soon"), "“soon” is no length of time: write 6h or 2d."),
        (("Note", "--until", "40d"), "A note lasts up to 30 days"),
    ],
)
def test_what_cannot_be_put_up_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], why: str
) -> None:
    monkeypatch.setenv("RAINCHECK_INSTANCE", str(tmp_path))
    code, said = run("say", *words)
    assert code == 1
    assert why in said
