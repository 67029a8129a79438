"""What dies or hangs is started again, and whoever started us hears how we are."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import ROOT
from tests.webapp.listening import Listener, listener
from webapp.server.signals import Signals

# Two children under a supervisor that calls two seconds of silence a hang.
PROGRAM = """
import sys
from webapp.server import supervisor
from webapp.server.signals import Signals

supervisor.SILENT_SECONDS = 2.0
commands = {"steady": [sys.executable, "-c", sys.argv[1]]}
commands["other"] = [sys.executable, "-c", sys.argv[2]]
supervisor.Supervisor(commands, Signals.inherited()).run()
"""
LIVES = """
import os, time
from webapp.server.signals import Signals
signals = Signals.inherited()
open(os.environ["BORN"] + "/lives", "a").write(f"{os.getpid()}\\n")
signals.ready()
while True:
    signals.alive()
    time.sleep(0.1)
"""
HANGS = """
import os, time
from webapp.server.signals import Signals
open(os.environ["BORN"] + "/hangs", "a").write(f"{os.getpid()}\\n")
Signals.inherited().ready()
time.sleep(600)
"""
NEVER_READY = "import time; time.sleep(600)"


pytestmark = pytest.mark.usefixtures("processes")


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Listener]:
    with listener(tmp_path) as made:
        yield made


@contextmanager
def supervised(
    systemd: Listener, folder: Path, *programs: str
) -> Iterator["subprocess.Popen[bytes]"]:
    environment = os.environ | {"NOTIFY_SOCKET": systemd.address, "BORN": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *programs], cwd=ROOT, env=environment
    )
    try:
        yield process
    finally:
        process.terminate()
        assert process.wait(30) == 0


def born(folder: Path, name: str) -> list[int]:
    return [int(line) for line in (folder / name).read_text().split()]


def test_ready_is_said_once_all_are_ready_and_stopping_at_the_end(
    systemd: Listener, tmp_path: Path
) -> None:
    with supervised(systemd, tmp_path, LIVES, LIVES) as process:
        systemd.wait_for("READY=1")
        assert len(born(tmp_path, "lives")) == 2
        systemd.wait_for("STATUS=the steady runs, the other runs")
        systemd.wait_for("WATCHDOG=1")
        process.send_signal(signal.SIGTERM)
        systemd.wait_for("STOPPING=1")


def test_ready_is_not_said_while_one_is_still_starting(systemd: Listener, tmp_path: Path) -> None:
    with supervised(systemd, tmp_path, LIVES, NEVER_READY):
        systemd.wait_for("STATUS=the steady runs, the other is starting")
        systemd.wait_for("WATCHDOG=1")
    assert "READY=1" not in systemd.said


def test_one_that_is_killed_is_started_again_and_the_other_left_alone(
    systemd: Listener, tmp_path: Path
) -> None:
    with supervised(systemd, tmp_path, LIVES, LIVES):
        systemd.wait_for("READY=1")
        systemd.wait_for("STATUS=the steady runs, the other runs")
        first = born(tmp_path, "lives")
        os.kill(first[0], signal.SIGKILL)
        systemd.wait_for("is starting")
        systemd.wait_for("STATUS=the steady runs, the other runs")
        assert len(born(tmp_path, "lives")) == 3
        os.kill(first[1], 0)


def test_one_that_hangs_is_killed_and_started_again(systemd: Listener, tmp_path: Path) -> None:
    with supervised(systemd, tmp_path, LIVES, HANGS):
        systemd.wait_for("READY=1")
        systemd.wait_for("STATUS=the steady runs, the other runs")
        systemd.wait_for("STATUS=the steady runs, the other is starting")
        systemd.wait_for("STATUS=the steady runs, the other runs")
        gone, alive = born(tmp_path, "hangs")
        with pytest.raises(ProcessLookupError):
            os.kill(gone, 0)
        os.kill(alive, 0)


def test_a_name_in_the_abstract_namespace_is_spoken_to_as_well() -> None:
    name = f"raincheck-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind("\0" + name)
        line.settimeout(10)
        Signals(f"@{name}").ready()
        assert line.recv(100) == b"READY=1"


def test_nobody_listening_is_no_reason_to_fail(tmp_path: Path) -> None:
    Signals(None).ready()
    Signals(str(tmp_path / "gone")).stopping()
