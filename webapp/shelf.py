"""The libraries of today, each made once: it takes a second, and anybody may ask for them all."""

from collections.abc import Callable
from datetime import date
from threading import BoundedSemaphore, Lock

from content.phrases import Language
from webapp.assets import Asset

_AT_ONCE = 2  # threads that make one or wait for it; the others have cards to serve


class Shelf:
    """Kept until the day ends, by which what they say of stale facts may change."""

    def __init__(self, make: Callable[[Language, str, date], Asset]) -> None:
        self._make = make
        self._made: dict[tuple[Language, str], Asset] = {}
        self._day: date | None = None
        self._turn = Lock()
        self._places = BoundedSemaphore(_AT_ONCE)

    def get(self, lang: Language, place: str, today: date) -> Asset | None:
        """The library of a language and place; None while too many others are being made."""
        if self._day == today and (known := self._made.get((lang, place))):
            return known
        if not self._places.acquire(blocking=False):
            return None
        try:
            with self._turn:
                if self._day != today:
                    self._made, self._day = {}, today
                if (lang, place) not in self._made:
                    self._made[lang, place] = self._make(lang, place, today)
                return self._made[lang, place]
        finally:
            self._places.release()
