"""The outside monitor hears from us every minute while alerts flow, and only then."""

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from checkin.machine.notices import Kind
from checkin.messages import outbox
from checkin.worker.worker import Worker
from peers.phones import Phones
from webapp import heartbeat
from webapp.parts import assemble
from webapp.settings import Settings, SettingsError, load

SECRET = "a-secret-path"


class Monitor:
    """A monitor on loopback: how often it was fetched, and what it answers."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        self.status = 200
        self.release = threading.Event()
        self.release.set()
        monitor = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                monitor.fetched.append(self.path)
                monitor.release.wait(30)
                self.send_response(monitor.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/{SECRET}"


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    made = Monitor()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        made.release.set()
        made.server.shutdown()
        made.server.server_close()
        thread.join()


def beat(phones: Phones, url: str) -> None:
    heartbeat.beat(phones.parts.core, phones.parts.clock, url)


def _land(worker: Worker) -> None:
    while worker._chore and not worker._chore.done():
        pass


def test_while_alerts_flow_the_address_is_fetched(phones: Phones, monitor: Monitor) -> None:
    beat(phones, monitor.url)
    assert monitor.fetched == [f"/{SECRET}"]


@pytest.mark.parametrize("silence", [timedelta(seconds=11), timedelta(minutes=2)])
def test_when_the_workers_loop_no_longer_turns_nothing_is_fetched(
    phones: Phones, monitor: Monitor, silence: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    phones.now += silence
    with caplog.at_level(logging.ERROR):
        beat(phones, monitor.url)
    assert monitor.fetched == []
    assert "No heartbeat is sent" in caplog.text


def test_when_the_carrier_takes_nothing_the_monitor_is_left_to_notice(
    phones: Phones, monitor: Monitor
) -> None:
    with phones.parts.core.write(phones.now - timedelta(minutes=3)) as work:
        outbox.enqueue(work, kind=Kind.ALERT, to="+12025550122", lang="en", body="")
    beat(phones, monitor.url)
    assert monitor.fetched == []
    phones.wait()
    beat(phones, monitor.url)
    assert len(monitor.fetched) == 1


def test_a_monitor_that_is_down_is_logged_without_its_address(
    phones: Phones, monitor: Monitor, caplog: pytest.LogCaptureFixture
) -> None:
    monitor.status = 503
    with caplog.at_level(logging.WARNING):
        beat(phones, monitor.url)
        beat(phones, f"http://127.0.0.1:1/{SECRET}")
    assert "answered 503" in caplog.text
    assert "ConnectionError" in caplog.text
    assert SECRET not in caplog.text


def test_a_monitor_that_hangs_is_left_after_the_timeout(
    phones: Phones,
    monitor: Monitor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(heartbeat, "TIMEOUT_SECONDS", 0.2)
    monitor.release.clear()
    with caplog.at_level(logging.WARNING):
        beat(phones, monitor.url)
    assert "ReadTimeout" in caplog.text


def test_the_worker_does_it_every_minute_once_the_address_is_set(
    tmp_path: Path, phones: Phones, monitor: Monitor
) -> None:
    without = [chore.name for chore in phones.parts.chores]
    settings = Settings(instance=tmp_path, carrier="simulator", heartbeat_url=monitor.url)
    parts = assemble(settings, phones.parts.clock)
    (chore,) = [chore for chore in parts.chores if chore.name not in without]
    assert chore.every == timedelta(minutes=1)
    worker = Worker(parts.core, parts.channels, phones.parts.clock, chores=[chore])
    fetched = []
    for seconds in (0, 30, 29, 1):
        phones.now += timedelta(seconds=seconds)
        worker.step()
        _land(worker)
        fetched.append(len(monitor.fetched))
    worker.drain()
    parts.close()
    assert fetched == [1, 1, 1, 2]


def test_an_address_that_cannot_be_fetched_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAINCHECK_HEARTBEAT_URL", "hc-ping.example/abc")
    with pytest.raises(SettingsError, match="RAINCHECK_HEARTBEAT_URL"):
        load()
