"""`raincheck host`: the way into the host's page, and a note to everyone."""

from datetime import timedelta

import click

from checkin.messages import announcements
from checkin.messages.announcements import AnnouncementError
from checkin.people import host_sessions
from checkin.times.durations import parse_duration
from content.phrases import SOURCE
from webapp.parts import Parts, assemble
from webapp.settings import load


@click.group()
def host() -> None:
    """For whoever runs the server."""


@host.command("link")
def link_() -> None:
    """Print a link to the host's page. It works once, for 10 minutes."""
    parts = assemble(load())
    with parts.core.write(parts.clock()) as work:
        token = host_sessions.link(work)
    click.echo(f"{parts.core.public_url}/host/in/{token}")


@host.command()
@click.argument("text")
@click.option("--lang", default=SOURCE, show_default=True, help="the language it is written in")
@click.option("--until", default="1d", show_default=True, help="how long it stays, such as 6h")
def say(text: str, lang: str, until: str) -> None:
    """Show TEXT at the top of every page. One in the same language takes its place."""
    parts = assemble(load())
    try:
        lasts = _lasts(until)
        code = _code(parts, lang)
        with parts.core.write(parts.clock()) as work:
            note = announcements.say(work, text, lang=code, lasts=lasts)
    except AnnouncementError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Up until {note.until:%Y-%m-%d %H:%M} UTC. Pages show it within five minutes. "
        "Take it down with: raincheck host unsay"
    )


@host.command()
def unsay() -> None:
    """Take the note down, in every language."""
    parts = assemble(load())
    with parts.core.write(parts.clock()) as work:
        count = announcements.unsay(work)
    click.echo("Taken down." if count else "There was none.")


def _lasts(until: str) -> timedelta:
    try:
        return parse_duration(until)
    except ValueError as error:
        raise AnnouncementError(f"“{until}” is no length of time: write 6h or 2d.") from error


def _code(parts: Parts, lang: str) -> str:
    for language in parts.core.phrases.languages:
        if lang in (language.code, language.tag):
            return language.code
    spoken = ", ".join(language.code for language in parts.core.phrases.languages)
    raise AnnouncementError(f"There is no language “{lang}”. There is: {spoken}.")
