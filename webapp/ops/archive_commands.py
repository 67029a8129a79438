"""`raincheck backup`, `restore` and `move`: everything, running timers included, copied out, back
in, and to another database."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
import sqlalchemy as sa

from checkin import move as moving
from checkin.clock import system_clock
from checkin.move import House, MoveError
from checkin.storage import backup as copies
from checkin.storage.database import Database
from checkin.storage.vault import Vault, VaultError
from webapp.parts import assemble
from webapp.settings import Settings, load


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def backup(folder: Path) -> None:
    """Copy database and keyring into FOLDER, while everything runs. The secret key is not in it."""
    parts = assemble(load())
    copies.save(folder, parts.core.database, parts.core.vault.keyring, _told)
    click.echo(
        f"Backed up to {folder}. Whoever has it and a secret key can read it: keep the two apart, "
        "and delete it within two weeks, or the daily keys protect nothing."
    )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore(folder: Path) -> None:
    """Copy a backup into an empty database. Timers that ran then run on; missed ones alert."""
    parts = assemble(load())
    copies.restore(folder, parts.core.database, parts.core.vault.keyring, _told)
    click.echo("Restored. Start a worker now: raincheck serve")


@click.command()
@click.argument("to", required=False)
@click.option("--undo", is_flag=True, help="let what stayed behind run again, as it was")
def move(to: str | None, undo: bool) -> None:
    """Move everything from RAINCHECK_DATABASE_URL to the database at TO, which is new and empty.

    TO is written as RAINCHECK_DATABASE_URL is: sqlite:///FILE or postgresql+psycopg://…  Stop web
    and worker first. Timers that ran then run on; one that was missed meanwhile alerts as soon as
    a worker starts. What stays behind keeps its rows, and nothing can run on it any more.
    """
    if undo == bool(to):
        raise click.UsageError("Say where to, or --undo.")
    settings = load()
    with _house(settings) as source:
        if undo:
            moving.undo(source.database)
            click.echo(
                "What is here may run again, as it was. What happened elsewhere is not here."
            )
            return
        new = settings.model_copy(update={"database_url": to})
        with _house(new) as target:
            moving.move(source, target, system_clock(), _told)
    click.echo("Moved, compared, and every sealed value opened. Now set, and start again:")
    click.echo(f"  RAINCHECK_DATABASE_URL={_shown(new.database)}")
    behind = [settings.database, *({settings.keyring} - {settings.database, new.keyring})]
    click.echo(
        "What stays behind keeps what it held. Once all is well, and within two weeks, or the "
        f"daily keys protect nothing, delete: {', '.join(map(_shown, behind))}"
    )


@contextmanager
def _house(settings: Settings) -> Iterator[House]:
    try:
        database = Database(settings.database)
        with closing(Vault.unlock(settings.keyring, settings.secrets).keyring) as ring:
            try:
                yield House(database, Vault(ring, settings.secrets))
            finally:
                database.close()
    except VaultError as error:
        raise MoveError(str(error)) from error
    except sa.exc.ArgumentError as error:
        raise MoveError("That is no database's address: it looks like sqlite:///FILE.") from error
    except sa.exc.OperationalError as error:
        # The error's own words may quote an address, password and all.
        raise MoveError(
            f"{_shown(settings.database)} does not answer. Nothing was moved."
        ) from error


def _shown(url: str) -> str:
    return sa.make_url(url).render_as_string(hide_password=True)


def _told(table: str, rows: int) -> None:
    """Report how far a copy has come."""
    click.echo(f"  {table}: {rows}")
