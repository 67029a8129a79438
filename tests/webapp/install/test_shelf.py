"""Libraries made one at a time, however many are asked for."""

import gzip
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date
from threading import Event

import pytest

from content.phrases import Language
from tests.webapp.conftest import Site
from webapp.assets import Asset, made
from webapp.install.shelf import Shelf

EN = Language("en", "en", "English", "ltr")
TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


class Maker:
    """Makes a library as soon as it is let."""

    def __init__(self) -> None:
        self.go, self.begun = Event(), Event()
        self.made: list[tuple[str, date]] = []

    def __call__(self, _: Language, place: str, today: date) -> Asset:
        self.begun.set()
        assert self.go.wait(10)
        self.made.append((place, today))
        return made(place, "application/json", often=False)


def test_of_many_who_ask_at_once_two_wait_and_the_others_keep_no_thread() -> None:
    maker = Maker()
    shelf = Shelf(maker)
    with ThreadPoolExecutor(8) as sessions:
        asked = [sessions.submit(shelf.get, EN, f"us-{n}", TODAY) for n in range(8)]
        at_once = [
            each.result() for _, each in zip(range(6), as_completed(asked, 10), strict=False)
        ]
        maker.go.set()
    assert at_once == [None] * 6
    assert sum(each.result() is not None for each in asked) == 2


def test_a_library_is_made_once_a_day() -> None:
    maker = Maker()
    maker.go.set()
    shelf = Shelf(maker)
    for today in (TODAY, TODAY, TOMORROW, TOMORROW):
        for place in ("us-ny", "us-ca"):
            assert shelf.get(EN, place, today)
    assert maker.made == [
        ("us-ny", TODAY), ("us-ca", TODAY), ("us-ny", TOMORROW), ("us-ca", TOMORROW)
    ]  # fmt: skip


def test_whoever_comes_while_others_are_made_is_told_to_come_later(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shelf, "get", lambda *_, **__: None)
    answer = site.app.test_client().get("/en/us-ny/library.json")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_takes_no_compression_gets_the_same_library(site: Site) -> None:
    client = site.app.test_client()
    plain = client.get("/en/us-ny/library.json")
    packed = client.get("/en/us-ny/library.json", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
