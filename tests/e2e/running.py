"""Raincheck itself as its users meet it: real processes on a real port."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from peers.ports import free_port
from tests import ROOT

IN_THE_CLONE = (sys.executable, "-m", "webapp")
_PATIENCE_SECONDS = 60.0  # as long as a start takes beside tests that kill and start others


@dataclass
class Running:
    """One `raincheck` command with its own instance folder and port."""

    process: subprocess.Popen[bytes]
    url: str
    instance: Path
    log: Path

    def kill(self) -> None:
        """As a power cut would, with everything it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def raincheck(
    command: str,
    instance: Path,
    *,
    port: int | None = None,
    program: Sequence[str] = IN_THE_CLONE,
    folder: Path = ROOT,
    **environment: str,
) -> Iterator[Running]:
    """`raincheck COMMAND`, started in `folder`, until the block ends; for commands that listen,
    once they answer."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    log = instance / f"{command}.log"
    instance.mkdir(parents=True, exist_ok=True)
    ours = {
        "RAINCHECK_INSTANCE": str(instance),
        "RAINCHECK_BIND": f"127.0.0.1:{port}",
        "RAINCHECK_PUBLIC_URL": url,
    }
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("RAINCHECK_", "TWILIO_"))}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*program, command],
            cwd=folder,
            env=inherited | ours | environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    running = Running(process, url, instance, log)
    try:
        if command != "worker":
            # The web alone answers, but is not ready until a worker lives beside it.
            _wait_until_it_answers(running, port, "/readyz" if command == "serve" else "/healthz")
        yield running
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()


def _wait_until_it_answers(running: Running, port: int, path: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            break
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise AssertionError(f"It did not get ready:\n{running.log.read_text()}")
