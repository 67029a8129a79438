"""The host's announcement: a note on every page that is served.

Pages that a phone keeps are made without one; their script fetches it as JSON. It never shows
behind a contact's link or on a disguise's start page: what shows there is up to the person alone.
"""

import json
import threading
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, request, url_for

from checkin.clock import Clock
from checkin.messages import announcements
from checkin.messages.announcements import Announcement
from checkin.storage.core import Core
from webapp import assets, i18n
from webapp.parts import parts

_FRESH = timedelta(seconds=5)
_ASKED_AGAIN = "public, max-age=60"
_LONGEST = 300  # seconds: the max-age in assets.SOON_AGAIN
_NOT_ON = frozenset({"contact_link", "start"})


class Board:
    """The announcements that stand, read from the database every few seconds, by one thread at a
    time. While the database does not answer, the last ones known stand: cards need no database."""

    def __init__(self, core: Core, clock: Clock) -> None:
        self._core = core
        self._clock = clock
        self._known: dict[str, Announcement] = {}
        self._looked: datetime | None = None
        self._lock = threading.Lock()

    def shown_in(self, lang: str) -> Announcement | None:
        """The announcement for a reader of this language, if one stands."""
        now = self._clock()
        fresh = self._looked is not None and abs(now - self._looked) < _FRESH
        if not fresh and self._lock.acquire(blocking=False):
            try:
                self._look(now)
            finally:
                self._lock.release()
        standing = {lang: each for lang, each in self._known.items() if each.until > now}
        return announcements.read_in(standing, lang)

    def _look(self, now: datetime) -> None:
        self._looked = now
        try:
            with self._core.read(now) as work:
                self._known = announcements.current(work)
        except sa.exc.SQLAlchemyError:
            current_app.logger.warning("The database does not answer; the host's note stays.")


def init_app(app: Flask) -> None:
    made = app.extensions["raincheck"]
    app.extensions["board"] = Board(made.core, made.clock)
    app.add_url_rule("/<lang:lang>/note.json", "note", note)
    app.context_processor(_for_templates)
    app.after_request(_no_longer_than_it_stands)


def leave_out() -> None:
    """Make the pages of this response without an announcement: a phone keeps them for longer."""
    g.keeps = True


def note() -> Response:
    """The announcement as JSON, for pages that a phone keeps: {"text", "label", "lang", "dir",
    "until"}, the last in milliseconds since 1970; null while none stands."""
    announcement = standing()
    told = announcement and {
        **_told(announcement),
        "until": round(announcement.until.timestamp() * 1000),
    }
    return assets.answer(assets.made(json.dumps(told), "application/json"), _ASKED_AGAIN)


def _for_templates() -> dict[str, Any]:
    if request.blueprint in _NOT_ON:
        return {"host_note": None, "note_at": None}
    announcement = None if g.get("keeps") else standing()
    return {
        "host_note": announcement and _told(announcement),
        "note_at": url_for("note", lang=i18n.language()),
    }


def standing() -> Announcement | None:
    """The announcement that this response would show."""
    board: Board = current_app.extensions["board"]
    return board.shown_in(i18n.language().code)


def _told(announcement: Announcement) -> dict[str, str | int]:
    language = parts().core.phrases.language(announcement.lang)
    label = i18n.translator().gettext("From the group that runs this")
    return {
        "text": announcement.text,
        "label": label,
        "lang": language.tag,
        "dir": language.direction,
    }


def _no_longer_than_it_stands(response: Response) -> Response:
    """Shorten max-age, so that no cache keeps a page beyond the end of its announcement."""
    kept = response.headers.get("Cache-Control", "")
    if kept in (assets.SOON_AGAIN, assets.OWN_SOON_AGAIN) and (announcement := standing()):
        left = int((announcement.until - parts().clock()).total_seconds())
        if left < _LONGEST:
            who, _, _ = kept.partition(",")
            response.headers["Cache-Control"] = f"{who}, max-age={max(0, left)}"
    return response
