"""A note of the host's to everyone: short, plain, and gone by itself."""

from datetime import timedelta

import pytest

from checkin.messages import announcements
from checkin.messages.announcements import AnnouncementError
from checkin.storage.tables import announcements as table
from tests.checkin.stage import HOUR, Stage


def say(stage: Stage, text: str, lang: str = "en", lasts: timedelta = HOUR) -> None:
    with stage.work() as work:
        announcements.say(work, text, lang=lang, lasts=lasts)


def read(stage: Stage, lang: str) -> str | None:
    with stage.work() as work:
        found = announcements.read_in(announcements.current(work), lang)
    return found.text if found else None


def test_everyone_reads_their_own_language_else_english_else_whatever_there_is(
    stage: Stage,
) -> None:
    assert read(stage, "en") is None
    say(stage, "Nota", lang="es")
    assert (read(stage, "en"), read(stage, "es")) == ("Nota", "Nota")
    say(stage, "Note", lang="en")
    assert (read(stage, "en"), read(stage, "es"), read(stage, "ko")) == ("Note", "Nota", "Note")


def test_a_second_note_takes_the_place_of_the_first(stage: Stage) -> None:
    say(stage, "First")
    say(stage, "Second")
    assert read(stage, "en") == "Second"
    assert stage.count(table) == 1


def test_a_note_ends_by_itself_and_is_deleted(stage: Stage) -> None:
    say(stage, "Note", lasts=2 * HOUR)
    stage.now += 2 * HOUR
    assert read(stage, "en") is None
    stage.sweep()
    assert stage.count(table) == 0


def test_a_note_is_taken_down_in_every_language(stage: Stage) -> None:
    say(stage, "Note")
    say(stage, "Nota", lang="es")
    with stage.work() as work:
        assert announcements.unsay(work) == 2
    assert read(stage, "es") is None


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 301, "a\x00b", "a\u202eb"])
def test_what_is_no_short_plain_text_is_refused(stage: Stage, text: str) -> None:
    with pytest.raises(AnnouncementError):
        say(stage, text)
    assert read(stage, "en") is None


@pytest.mark.parametrize("lasts", [timedelta(0), timedelta(days=31)])
def test_a_note_lasts_up_to_a_month(stage: Stage, lasts: timedelta) -> None:
    with pytest.raises(AnnouncementError):
        say(stage, "Note", lasts=lasts)


def test_three_hundred_characters_fit_and_spaces_are_one(stage: Stage) -> None:
    say(stage, "x" * 300)
    say(stage, "  two \n words ")
    assert read(stage, "en") == "two words"
