"""`raincheck doctor`: looks at everything a promise rests on, and changes nothing."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import click
import sqlalchemy as sa

from checkin import move
from checkin.messages import erasures
from checkin.monitoring import health
from checkin.monitoring.health import Moment
from checkin.storage.database import Database
from checkin.storage.tables import messages
from content.findings import ContentError
from content.library import Library
from content.phrases import LOCALES, Phrases
from sms.twilio.carrier import connect
from sms.twilio.errors import verdict
from webapp import spending
from webapp.ops import key_check, push_check
from webapp.ops.content_commands import faults
from webapp.ops.twilio_account import Account
from webapp.settings import Settings, sqlite_file
from webapp.symptom import State, Symptom, fine, note, wrong

_LEAST_FREE = 256 * 1024 * 1024
_AT_HOME = ("127.0.0.1", "localhost", "::1")


def examine(settings: Settings, now: datetime) -> Iterator[Symptom]:
    """Every symptom, first of what all else rests on. A part that cannot be looked at is one."""
    yield from key_check.keys(settings)
    yield from _disk(settings)
    yield from _database(settings, now)
    yield from _carrier(settings)
    yield from push_check.setup(settings)
    yield from _content(settings, now)
    yield from _monitor(settings)


def report(settings: Settings, now: datetime, *, quiet: bool = False) -> int:
    """Print each symptom as it is found; if `quiet`, only what is wrong. Returns the exit code: 1
    if anything is wrong, else 0."""
    faulty = 0
    for symptom in examine(settings, now):
        faulty += symptom.state is State.WRONG
        if quiet and symptom.state is not State.WRONG:
            continue
        click.echo(f"{symptom.state:<6}{symptom.about:<10}{symptom.what}")
        for label, text in (("why", symptom.why), ("mend", symptom.mend)):
            if text:
                click.echo(f"{'':<16}{label + ':':<6}{text}")
    if faulty or not quiet:
        click.echo(f"{faulty} wrong." if faulty else "Nothing is wrong.")
    return 1 if faulty else 0


def _disk(settings: Settings) -> Iterator[Symptom]:
    file = sqlite_file(settings.database)
    folder = file.parent if file else settings.instance
    if not folder.exists():
        return
    free = shutil.disk_usage(folder).free
    if free < _LEAST_FREE:
        yield wrong(
            "disk",
            f"{free // 2**20} MB are free where {folder} is.",
            "On a full disk no timer starts, and no OK is written down.",
            f"df -h {folder}  (then make room)",
        )


def _database(settings: Settings, now: datetime) -> Iterator[Symptom]:
    file = sqlite_file(settings.database)
    shown = sa.make_url(settings.database).render_as_string(hide_password=True)
    if file and not file.exists():
        yield wrong("database", f"There is no {file} yet.", "Nothing runs.", "raincheck serve")
        return
    database = Database(settings.database)
    try:
        elsewhere = move.moved_to(database)
        if elsewhere is not None:
            yield wrong(
                "database",
                f"Everything was moved from {shown} to {elsewhere}.",
                "Nothing runs here any more, and nothing that is here is true any more.",
                f"Set RAINCHECK_DATABASE_URL={elsewhere}",
            )
            return
        if not database.current():
            yield wrong(
                "database",
                f"The tables in {shown} are not those of this version.",
                "Some pages and messages would fail half way.",
                "raincheck serve  (after stopping what runs; it brings them up to date)",
            )
            return
        yield fine("database", f"{shown} answers, and its tables are those of this version.")
        with database.read() as conn:
            look = health.Look(conn, now)
            yield from _worker(look)
            yield from _errors(conn)
            yield from push_check.alone(look, settings)
            yield from spending.look(look, settings)
            if not settings.demo:
                yield from _copies(look, settings)
    except sa.exc.SQLAlchemyError as error:
        yield wrong(
            "database",
            f"{shown} does not answer ({type(error).__name__}).",
            "No timer starts, no OK is written down, no alert leaves.",
            "Start it, or mend RAINCHECK_DATABASE_URL.",
        )
    finally:
        database.close()


def _worker(look: Moment) -> Iterator[Symptom]:
    beats, queue = health.worker(look), health.queue(look)
    for reason in beats.reasons:
        yield wrong(
            "worker",
            reason,
            "Timers are refused, and alerts wait until a worker takes them up.",
            "raincheck worker  (or raincheck serve: web and worker together)",
        )
    if beats.well:
        waiting = sum(queue.waiting.values())
        yield fine("worker", f"A worker is alive, nothing is late, {waiting} messages wait.")
    for reason in queue.reasons:
        yield wrong(
            "worker",
            reason,
            "Contacts are not told, though timers run out.",
            "Mend what is wrong with the carrier below; what waits is then sent by itself.",
        )


def _errors(conn: sa.Connection) -> Iterator[Symptom]:
    """The carrier's errors for messages that are still in the database: about two days' worth."""
    codes = (
        sa.select(messages.c.error, sa.func.count())
        .where(messages.c.error.is_not(None))
        .group_by(messages.c.error)
        .order_by(sa.func.count().desc())
    )
    for code, count in conn.execute(codes):
        what = f"{count} recent messages met the carrier's error {code}."
        page = f"Read https://www.twilio.com/docs/api/errors/{code}"
        if verdict(code).operator:
            yield wrong("errors", what, "It is the host's to mend; until then they fail.", page)
        else:
            yield note("errors", what, mend=page)


def _copies(look: Moment, settings: Settings) -> Iterator[Symptom]:
    """Texts whose words Twilio still keeps."""
    behind = erasures.backlog(look)
    if behind.given_up:
        yield wrong(
            "erasing",
            f"{behind.given_up} texts were not erased at Twilio in four days of tries.",
            "Whoever gets into the account, or has its records handed over, reads them.",
            "Delete them at https://console.twilio.com/ (Monitor, Logs, Messaging).",
        )
    if behind.overdue:
        yield wrong(
            "erasing",
            f"{behind.overdue} texts should have been erased at Twilio by now, and are not.",
            "Whoever gets into the account, or has its records handed over, reads them.",
            "Start a worker, or mend what is wrong with the carrier below.",
        )
        return
    ours = {
        "redact": "Texts are erased at Twilio once they have ended",
        "discard": "Twilio is told not to keep our texts, and those to us are erased there",
    }
    yield fine("erasing", f"{ours[settings.twilio_retention]}; {behind.waiting} wait for it.")


def _carrier(settings: Settings) -> Iterator[Symptom]:
    if settings.demo:
        yield note(
            "carrier",
            "Demo mode: no real text leaves this machine.",
            mend="Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and RAINCHECK_SMS_FROM.",
        )
        return
    public = urlsplit(settings.public_url)
    if public.scheme != "https" or public.hostname in _AT_HOME:
        yield wrong(
            "address",
            f"RAINCHECK_PUBLIC_URL is {settings.public_url}.",
            "Links in alerts lead nowhere or can be read on the way, and Twilio cannot reach us.",
            "Set it to the https:// address under which phones reach this server.",
        )
    client = connect(
        settings.twilio_account_sid or "",
        settings.twilio_auth_token or "",
        api_base=settings.twilio_api_base,
    )
    yield from Account(client, settings).examine()


def _content(settings: Settings, now: datetime) -> Iterator[Symptom]:
    try:
        library = Library.load(Phrases.load(LOCALES), overlay=settings.content_dir)
    except ContentError as error:
        yield wrong("content", str(error), "Nothing starts.", "raincheck content check")
        return
    found = faults(library)
    if found:
        yield wrong(
            "content",
            f"{len(found)} faults in the cards, the law or the translations.",
            "Someone may read what is not true, or half of it.",
            "raincheck content check",
        )
    else:
        yield fine("content", f"{len(library.cards)} cards, {len(library.places)} places.")
    stale = [id for id in library.cards if library.page(id, "en", "us").stale(now.date())]
    if stale:
        yield note(
            "content",
            f"Past the day by which they should have been read again: {', '.join(stale)}.",
            "The law may have changed. The cards say so on their face.",
            "Have them read again, then change review_by in content/cards/.",
        )


def _monitor(settings: Settings) -> Iterator[Symptom]:
    if settings.heartbeat_url:
        yield fine("monitor", "A heartbeat is sent every minute while alerts flow.")
    elif not settings.demo:
        yield note(
            "monitor",
            "Nobody outside watches this server.",
            "If the whole machine dies, nothing here can say so.",
            "Set RAINCHECK_HEARTBEAT_URL to an address of a monitor that misses it.",
        )
