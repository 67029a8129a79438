"""A small disk, which can be filled."""

import errno
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from checkin.storage.database import Database

_ROOM = "16m"
_NO_LIMIT = 1_073_741_823  # SQLite's own greatest number of pages


@dataclass
class Disk:
    """`mounted`: a real file system of its own. Where mounting is not allowed, SQLite itself is
    told that it may not grow, which it reports with the same error."""

    folder: Path
    mounted: bool
    full: bool = False
    watched: bool = False

    @property
    def how(self) -> str:
        if self.mounted:
            return f"a file system of {_ROOM}, filled to the last byte"
        return "MOUNTING IS NOT ALLOWED HERE, so SQLite's max_page_count stood in for a full disk"

    def fill(self, database: Database) -> None:
        self.full = True
        if self.mounted:
            with (self.folder / "filler").open("wb", buffering=0) as filler:
                for size in (1 << 16, 1):
                    _write_all(filler, b"\0" * size)
        elif not self.watched:
            self.watched = True
            sa.event.listen(database.engine, "checkout", self._limit)

    def free(self) -> None:
        self.full = False
        if self.mounted:
            (self.folder / "filler").unlink()

    def _limit(self, dbapi: Any, _record: Any, _proxy: Any) -> None:
        dbapi.execute(f"PRAGMA max_page_count={1 if self.full else _NO_LIMIT}")


@contextmanager
def small_disk() -> Iterator[Disk]:
    with tempfile.TemporaryDirectory(prefix="raincheck-disk-") as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "tmpfs", name]
        mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
        try:
            yield Disk(Path(name), mounted)
        finally:
            if mounted:
                subprocess.run(["umount", "--lazy", name], check=True)


def _write_all(filler: Any, block: bytes) -> None:
    try:
        while True:
            filler.write(block)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
