"""The shelf: today's offline libraries in memory, each made once. Making one takes a second, and
anybody may ask for all of them."""

from collections.abc import Callable
from datetime import date
from threading import BoundedSemaphore, Lock

from content.phrases import Language
from webapp.assets import Asset

_MOST = 1024  # libraries
_AT_ONCE = 2  # threads that make one or wait for it; the others have cards to serve


class Shelf:
    """Libraries are kept until the day ends: the next day more facts may be stale."""

    def __init__(self, make: Callable[[Language, str, date], Asset]) -> None:
        self._make = make
        self._made: dict[tuple[Language, str, str], Asset] = {}
        self._day: date | None = None
        self._turn = Lock()
        self._places = BoundedSemaphore(_AT_ONCE)

    def get(self, lang: Language, place: str, today: date, *, under: str = "") -> Asset | None:
        """The library of a language and place; None while too many others are being made. `under`:
        the path prefix that a proxy serves us under (SCRIPT_NAME): its addresses begin with it."""
        which = (lang, place, under)
        if self._day == today and (known := self._made.get(which)):
            return known
        if not self._places.acquire(blocking=False):
            return None
        try:
            with self._turn:
                if self._day != today or len(self._made) >= _MOST:
                    self._made, self._day = {}, today
                if which not in self._made:
                    self._made[which] = self._make(lang, place, today)
                return self._made[which]
        finally:
            self._places.release()
