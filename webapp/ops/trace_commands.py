"""`raincheck trace`: what became of one message or check-in, and what is overdue and why."""

import sys
from collections.abc import Iterator
from contextlib import closing

import click
import sqlalchemy as sa

from checkin import trace as tracing
from checkin.clock import system_clock
from checkin.monitoring.health import Look
from checkin.storage.database import Database
from checkin.trace import CheckinTrace, Late, MessageTrace, clock, length, times
from webapp.settings import load

_UNKNOWN = (
    "No message or check-in has this id. Give the whole id, 32 letters and digits of ours or the "
    "provider's own. A closed check-in is deleted after 23 hours, a message after 2 days, and "
    "sooner with a contact who is taken off a list; the log knows its tries for longer."
)


@click.command()
@click.argument("id", required=False)
@click.option("--late", is_flag=True, help="list what is overdue, and why")
def trace(id: str | None, late: bool) -> None:
    """Say what became of the message or check-in ID, and what comes next.

    ID is ours, as it stands in the log, or the provider's (SM…, CA…). No name, number or word is
    shown: none is looked at. With --late ends with 1 if anything is overdue.
    """
    if late == bool(id):
        raise click.UsageError("Give one id, or --late.")
    # The address of the database is enough: nothing sealed is opened, so no key is asked for.
    with closing(_database()) as database, database.read() as conn:
        look = Look(conn, system_clock())
        if id is None:
            overdue = tracing.late(look)
            click.echo("\n".join(_overdue(overdue)))
            sys.exit(bool(overdue))
        found = tracing.find(look, id)
    if found is None:
        raise click.ClickException(_UNKNOWN)
    click.echo("\n".join(_lines(found)))


def _database() -> Database:
    database = Database(load().database)
    try:
        current = database.current()
    except sa.exc.OperationalError as error:
        raise click.ClickException("The database does not answer: see raincheck doctor.") from error
    if not current:
        raise click.ClickException(
            "The tables here are not those of this version, or there are none: start raincheck "
            "serve once, or set RAINCHECK_DATABASE_URL or RAINCHECK_INSTANCE to where it runs."
        )
    return database


def _lines(found: CheckinTrace | MessageTrace) -> Iterator[str]:
    if isinstance(found, MessageTrace):
        yield from _message(found)
    else:
        yield from _checkin(found)


def _message(it: MessageTrace) -> Iterator[str]:
    yield f"Message {it.id}: {it.kind} by {it.channel}"
    if it.checkin_id:
        yield f"  check-in   {it.checkin_id}"
    yield f"  to         {_to(it)}"
    yield f"  due        {clock(it.due_at)}"
    yield f"  written    {clock(it.created_at)}"
    yield f"  tried      {_tried(it)}"
    if it.accepted_at:
        named = f" as {it.provider_id}" if it.provider_id else ""
        yield f"  accepted   {clock(it.accepted_at)}{named}"
    yield f"  now        {it.status}, since {clock(it.changed_at)}"
    yield f"  next       {it.next}"


def _checkin(it: CheckinTrace) -> Iterator[str]:
    ended = f" ({it.outcome})" if it.outcome else ""
    yield f"Check-in {it.id}: {it.state}{ended}{', SOS' if it.sos else ''}"
    yield f"  started    {clock(it.started_at)}"
    yield f"  due        {clock(it.due_at)}"
    if it.closed_at:
        yield f"  closed     {clock(it.closed_at)}"
    if it.hidden_at:
        yield f"  looks      closed to its owner since {clock(it.hidden_at)}"
    if it.round:
        yield f"  round      {it.round}"
    for place, contact in enumerate(it.recipients, 1):
        told = f", last alert {clock(contact.told_at)}" if contact.told_at else ""
        holds = ", on it" if contact.contact_id == it.holder else ""
        yield f"  contact {place}  {contact.contact_id}: {contact.standing}{told}{holds}"
    for each in it.messages:
        yield (
            f"  message    {each.id}: {each.kind} by {each.channel}, {_to(each)}, {each.status} "
            f"since {clock(each.changed_at)}, tried {_tried(each)}"
        )
    yield f"  next       {it.next}"


def _to(it: MessageTrace) -> str:
    return f"contact {it.contact_id}" if it.contact_id else "the person"


def _tried(it: MessageTrace) -> str:
    if not it.tries:
        return "not yet"
    code = f", last code {it.code}" if it.code else ""
    return f"{times(it.tries)}{code}{', may have left already' if it.doubtful and it.waits else ''}"


def _overdue(found: list[Late]) -> Iterator[str]:
    if not found:
        yield "Nothing is overdue."
    for each in found:
        yield f"{each.what} {each.id}, {length(each.by)}: {each.why}"
