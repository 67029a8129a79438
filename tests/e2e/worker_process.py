"""A worker process whose carrier is a folder: `python worker_process.py DATABASE KEYRING FOLDER`.

The carrier writes down when it begins with a message and when it has taken it. It dawdles before
taking while `slow-before` is there, and before answering while `slow-after` is.
"""

import json
import os
import signal
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from checkin.clock import system_clock
from checkin.machine.advance import Timeline
from checkin.machine.notices import ChannelKind
from checkin.messages.channels import Acceptance, Message
from checkin.storage.core import Bounds, Core
from checkin.storage.database import Database
from checkin.storage.vault import Vault
from checkin.worker.worker import Worker
from content.library import Library
from content.phrases import LOCALES, Phrases

LEASE = timedelta(seconds=1)
_SECOND = timedelta(seconds=1)


class Folder:
    """A channel that outlives the process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> Acceptance:
        self._write("begun", message)
        self._dawdle("slow-before")
        self._write("taken", message)
        self._dawdle("slow-after")
        return Acceptance(message.id)

    def find(self, message: Message) -> Acceptance | None:
        self._write("asked", message)
        taken = list(self._folder.glob(f"taken-{message.id}-*"))
        return Acceptance(message.id) if taken else None

    def _write(self, what: str, message: Message) -> None:
        name = f"{what}-{message.id}-{time.monotonic_ns()}"
        draft = self._folder / f".{name}"
        draft.write_text(json.dumps({"to": message.to, "body": message.body}))
        draft.rename(self._folder / name)

    def _dawdle(self, while_there: str) -> None:
        while (self._folder / while_there).exists():
            time.sleep(0.02)


class Pushes(Folder):
    """The same as a push service, which cannot be asked what it has taken."""

    def find(self, message: Message) -> Acceptance | None:
        self._write("asked", message)
        return None


def domain(database_url: str, keyring_url: str) -> Core:
    """The domain with a timeline in a hurry. The secret comes from the environment."""
    database = Database(database_url)
    database.migrate()
    phrases = Phrases.load(LOCALES)
    return Core(
        database=database,
        vault=Vault.unlock(keyring_url, [os.environ["RAINCHECK_SECRET_KEYS"]]),
        phrases=phrases,
        library=Library.load(phrases),
        public_url="https://rain.example",
        number="+12025550100",
        timeline=Timeline(_SECOND, _SECOND / 10, 600 * _SECOND, 600 * _SECOND),
        bounds=Bounds(shortest=timedelta(0)),
        push_key="our public key",
    )


def main() -> None:
    database_url, keyring_url, folder = sys.argv[1:]
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    channels = {ChannelKind.TEXT: Folder(Path(folder)), ChannelKind.PUSH: Pushes(Path(folder))}
    Worker(domain(database_url, keyring_url), channels, system_clock, lease=LEASE).run(stop)


if __name__ == "__main__":
    main()
