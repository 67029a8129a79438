"""`raincheck`: the commands that a host types."""

import logging
import os
import sys
from contextlib import closing
from typing import Any

import click

from checkin.clock import system_clock
from checkin.move import MoveError
from checkin.storage.backup import ArchiveError
from checkin.storage.vault import new_secret
from content.findings import ContentError
from webapp import redaction
from webapp.ops import doctor
from webapp.ops.archive_commands import backup, move, restore
from webapp.ops.bench_commands import bench
from webapp.ops.content_commands import content
from webapp.ops.host_commands import host
from webapp.ops.trace_commands import trace
from webapp.ops.trial import Trial
from webapp.parts import Parts, assemble
from webapp.push.vapid import Pair, new_private
from webapp.server import serve
from webapp.server.signals import Signals
from webapp.server.supervisor import Supervisor
from webapp.settings import Settings, SettingsError, load


class _Sentences(click.Group):
    """A command group that prints errors written for people without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (SettingsError, ContentError, ArchiveError, MoveError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Sentences)
@click.version_option(package_name="raincheck", message="Raincheck %(version)s")
def main() -> None:
    """Raincheck: cards for the worst minute, and a timer whose miss is never silent."""
    redaction.install()
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s"
    )
    # Alembic reports each migration step, which says nothing to whoever starts the app.
    logging.getLogger("alembic").setLevel(logging.WARNING)


@main.command("serve")
def serve_() -> None:
    """Web and worker in one supervised process group."""
    signals = Signals.inherited()
    _warn_of_root()
    _greet(_checked())
    Supervisor({"web": serve.raincheck("web"), "worker": serve.raincheck("worker")}, signals).run()


@main.command()
def web() -> None:
    """The web alone. Any number of them, against one PostgreSQL."""
    signals = Signals.inherited()
    if not signals.heard:
        _warn_of_root()
    serve.Web(_checked().bind, signals).run()


@main.command()
def worker() -> None:
    """A worker alone. Any number of them, against one PostgreSQL."""
    signals = Signals.inherited()
    if not signals.heard:
        _warn_of_root()
    serve.work(assemble(load(), patient=True), signals)


@main.command("doctor")
@click.option("--quiet", is_flag=True, help="say only what is wrong")
@click.option("--send-test", metavar="NUMBER", help="text this phone, and wait for the receipt")
def doctor_(quiet: bool, send_test: str | None) -> None:
    """Say what is wrong, why it matters, and what mends it.

    Ends with 0 if nothing is wrong, else with 1. With --send-test: with 0 if the text arrived, 1 if
    it did not, 3 if nobody said.
    """
    if send_test is None:
        sys.exit(doctor.report(load(), system_clock(), quiet=quiet))
    parts = _parts()
    if parts.client is None:
        raise click.ClickException("Demo mode: no real text leaves this machine.")
    sys.exit(Trial(parts.core, parts.client).run(send_test, click.echo))


main.add_command(content)
main.add_command(bench)
main.add_command(host)
main.add_command(backup)
main.add_command(restore)
main.add_command(move)
main.add_command(trace)


@main.group()
def keys() -> None:
    """The keys that seal what is personal."""


@keys.command("new")
def keys_new() -> None:
    """Make a secret key and the key of push. Keep them apart from the database and its backups."""
    private = new_private()
    click.echo(f"RAINCHECK_SECRET_KEYS={new_secret()}")
    click.echo(f"RAINCHECK_PUSH_PRIVATE_KEY={private}")
    click.echo(f"# The public half, made from it: {Pair.of(private).public}")


def _parts() -> Parts:
    return assemble(load())


def _checked() -> Settings:
    """The settings, once all parts have been assembled with them: whatever would keep the web or a
    worker from starting is said now. They assemble their own, so these are closed before any
    process is started or forked. A database that does not answer keeps neither from it."""
    with closing(assemble(load(), patient=True)) as parts:
        return parts.settings


def _warn_of_root() -> None:
    """Whoever starts this as root by hand is told so; systemd and our container never do."""
    if os.geteuid() == 0:
        click.echo(
            "Warning: this runs as root. Whoever found a hole in it would have the whole machine, "
            "and files that it makes cannot be written by another user later. Give it a user of "
            "its own: see docs/host.md",
            err=True,
        )


def _greet(settings: Settings) -> None:
    click.echo(f"Raincheck is at {settings.public_url}/")
    if settings.demo and settings.bind not in settings.public_url:
        click.echo(
            f"It listens on {settings.bind}, and links lead to the address above. If you open it "
            "at another, set RAINCHECK_PUBLIC_URL to that one."
        )
    if settings.demo:
        click.echo(
            "Demo mode: no real text leaves this machine. Basic phones to try it with:\n"
            f"  {settings.public_url}/phone/"
        )
