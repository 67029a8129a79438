"""Erasure at Twilio: the words and pictures of a text are removed there soon after it has ended.

Source: Twilio's Message resource. Updating a message with an empty body redacts it; deleting it
deletes its media. Backups may hold either for up to 30 days more.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from enum import Enum, auto

from twilio.rest import Client

from checkin.clock import Clock
from checkin.messages import erasures
from checkin.messages.channels import ChannelError
from checkin.messages.erasures import Erasure
from checkin.storage.core import Core
from sms.twilio.carrier import ENDED, NO_ANSWER, REFUSED, channel_error, status_of

log = logging.getLogger(__name__)

_SIDE_BY_SIDE = 8
_AT_A_TIME = 40
# Short, because other chores wait for this one, such as fetching late texts, which may hold an OK.
_LONGEST_RUN = timedelta(seconds=5)
_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(minutes=5)
_GONE = 404
_NOT_ALLOWED = (401, 403)
_TOO_MANY_REQUESTS = 429


class _Fate(Enum):
    ERASED = auto()
    TO_RETRY = auto()
    UNTRIED = auto()


class Eraser:
    """Works through the queue of erasures. One per worker process; any number of processes."""

    def __init__(
        self, core: Core, client: Client, clock: Clock, *, turn: timedelta = _LONGEST_RUN
    ) -> None:
        """`turn`: how long one run may begin new erasures; the rest waits for the next run."""
        self._core = core
        self._client = client
        self._clock = clock
        self._longest_run = turn
        self._pause = timedelta(0)
        self._paused_at: datetime | None = None
        self._troubled = False
        self._reported = False

    def run(self) -> None:
        """Erase what is due, until none is left, time is up, or Twilio is in trouble. After trouble
        there is a growing pause (backoff), in which a run does nothing."""
        began = self._clock()
        if self._paused_at and timedelta(0) <= began - self._paused_at < self._pause:
            return
        self._troubled = False
        ends = began + self._longest_run
        with ThreadPoolExecutor(_SIDE_BY_SIDE, thread_name_prefix="erase") as pool:
            while not self._troubled and self._clock() < ends:
                with self._core.write(self._clock()) as work:
                    claimed = erasures.claim(work, _AT_A_TIME)
                if not claimed:
                    break
                fates = pool.map(lambda erasure: self._erase(erasure, ends), claimed)
                self._settle(list(zip(claimed, fates, strict=True)))
        self._pause_or_resume()

    def _settle(self, landed: Iterable[tuple[Erasure, _Fate]]) -> None:
        by_fate: dict[_Fate, list[Erasure]] = {fate: [] for fate in _Fate}
        for erasure, fate in landed:
            by_fate[fate].append(erasure)
        with self._core.write(self._clock()) as work:
            erasures.done(work, by_fate[_Fate.ERASED])
            erasures.retry(work, by_fate[_Fate.TO_RETRY])
            erasures.release(work, by_fate[_Fate.UNTRIED], work.now)

    def _pause_or_resume(self) -> None:
        if self._troubled:
            self._pause = min(max(_FIRST_PAUSE, self._pause * 2), _LONGEST_PAUSE)
            self._paused_at = self._clock()
        else:
            self._paused_at, self._pause, self._reported = None, timedelta(0), False

    def _erase(self, erasure: Erasure, ends: datetime) -> _Fate:
        if self._troubled or self._clock() >= ends:
            return _Fate.UNTRIED
        try:
            return _Fate.ERASED if erase(self._client, erasure.provider_id) else _Fate.TO_RETRY
        except ChannelError as error:
            self._troubled = True
            if error.operator and not self._reported:
                log.error(
                    "The carrier refuses to erase texts for us (code %s): see raincheck doctor.",
                    error.code,
                )
            self._reported = self._reported or error.operator
            # This very text may cause the fault: retried ever later, it does not block the others.
            answered = error.code is not None and not error.operator
            return _Fate.TO_RETRY if answered else _Fate.UNTRIED
        except Exception:
            log.exception("A text could not be erased in a way that nobody foresaw; again later.")
            return _Fate.TO_RETRY


def erase(client: Client, provider_id: str) -> bool:
    """Erase the words and pictures of a text at Twilio. True when none are left there; False when
    that is not possible yet. Raises ChannelError when Twilio fails, or refuses our account.

    The text is fetched first: one that still waits there must not leave without its words.
    """
    message = client.messages(provider_id)
    try:
        kept = message.fetch()
        if str(kept.status) not in ENDED:
            return False
        if kept.num_media not in (None, "0"):
            # Media can be deleted only with the message itself.
            message.delete()
        elif kept.body:
            message.update(body="")
        return True
    except REFUSED as error:
        status = status_of(error)
        if status == _GONE:
            return True
        if status in _NOT_ALLOWED:
            refused = "Twilio refuses to erase texts for us."
            raise ChannelError(refused, operator=True, code=str(error.code)) from error
        if status == _TOO_MANY_REQUESTS or status >= 500:
            raise channel_error(error) from error
        return False
    except NO_ANSWER as error:
        raise channel_error(error) from error
