"""`raincheck bench`: the measurements behind every figure in the documentation."""

import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import click

_DATABASES = click.Choice(["sqlite", "postgresql"])


class _Bench(click.Group):
    """The measurements live beside the packages, so they need a clone, not only the wheel."""

    def invoke(self, ctx: click.Context) -> object:
        # Some installed packages bring a top-level "tests" of their own; ours must come first.
        sys.path.insert(0, str(Path(__file__).parents[2]))
        try:
            from bench.machine import machine
        except ModuleNotFoundError as error:
            raise click.ClickException(
                "The benchmarks are not part of the installed package. Run them in a clone of the "
                "repository: .venv/bin/raincheck bench"
            ) from error
        click.echo(machine())
        return super().invoke(ctx)


@click.group(cls=_Bench)
def bench() -> None:
    """Measure the promises on this machine. Nothing leaves it."""


@bench.command()
@click.option("--timers", default=10_000, show_default=True)
@click.option("--database", type=_DATABASES, default="sqlite", show_default=True)
@click.option("--workers", default=2, show_default=True)
def storm(timers: int, database: str, workers: int) -> None:
    """Many timers missed in the same second: how soon does each first alert leave?"""
    from bench.storm import storm as measure

    _say(measure(database, timers, workers).lines())


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


@bench.command()
@click.option("--timers", default=1000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--database", type=_DATABASES, default="sqlite", show_default=True)
@click.option("--pause", default=1.5, show_default=True, help="seconds between kills, on average")
def crashes(timers: int, seed: int, database: str, pause: float) -> None:
    """Kill -9 web and workers at random instants: is any alert lost?"""
    from bench.crashes import crashes as campaign

    _say(campaign(database, timers, seed, pause=pause).lines())


@bench.command()
@click.option("--timers", default=200, show_default=True, help="missed in each outage")
def faults(timers: int) -> None:
    """Break what we stand on, one thing at a time: is any alert lost?"""
    from bench.outages import ALL

    _say(outage(timers).line() for outage in ALL)


@bench.command()
@click.option("--rows", default=1_000_000, show_default=True)
@click.option("--database", type=_DATABASES, default="sqlite", show_default=True)
def rest(rows: int, database: str) -> None:
    """A great many armed timers at rest: what does one look for due work cost?"""
    from bench.rest import rest as measure

    _say(found.line() for found in measure(database, rows))


@bench.command()
@click.option("--timers", default=3000, show_default=True)
def scale(timers: int) -> None:
    """The same storm with 1, 2 and 4 workers on PostgreSQL."""
    from bench.storm import storm as measure

    for workers in (1, 2, 4):
        _say(measure("postgresql", timers, workers).lines())


@bench.command()
@click.option("--rate", default=50.0, show_default=True, help="texts a second, on average")
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--database", type=_DATABASES, default="sqlite", show_default=True)
@click.option("--seed", default=1, show_default=True)
def texts(rate: float, seconds: float, database: str, seed: int) -> None:
    """Texts at a steady pace beside a busy worker: how long does each wait for its answer?"""
    from bench.texts import texts as measure

    _say(measure(database, rate, seconds, seed=seed).lines())


@bench.command()
@click.option("--seconds", default=5.0, show_default=True, help="of each round")
@click.option("--rounds", default=3, show_default=True)
@click.option("--connections", default=16, show_default=True)
@click.option("--database", type=_DATABASES, default="sqlite", show_default=True)
@click.option("--weights", is_flag=True, help="instead, what every page weighs, as Markdown")
def web(seconds: float, rounds: int, connections: int, database: str, weights: bool) -> None:
    """Pages a second under each web server, or what every page weighs."""
    if weights:
        from bench.weights import lines as weighed

        with TemporaryDirectory() as folder:
            _say(weighed(Path(folder)))
    else:
        from bench.web import lines

        _say(lines(database, seconds=seconds, rounds=rounds, connections=connections))


@bench.command()
@click.option("--rate", default=50.0, show_default=True, help="requests a second, on average")
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--hour", default=18_000, show_default=True, help="requests of an ordinary hour")
@click.option("--database", type=_DATABASES, default="sqlite", show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--pins", default=0.0, help="instead, so many wrong PINs a second beside texts")
def attack(rate: float, seconds: float, hour: int, database: str, seed: int, pins: float) -> None:
    """Ten times the traffic, much of it hostile, while alerts leave: late, lost, or grown fat? Or
    many wrong PINs: how much longer do texts wait?"""
    from bench.attack import attack as measure
    from bench.guesses import guesses

    if pins:
        _say(guesses(database, pins, seconds, seed=seed).lines())
        return
    _say(measure(database, rate, seconds, hour, seed=seed).lines())


@bench.command()
def content() -> None:
    """Open the library, find cards, answer questions: how long, and how often right?"""
    from bench.library import lines

    with TemporaryDirectory() as folder:
        _say(lines(Path(folder)))


@bench.command()
def questions() -> None:
    """Questions that nobody tuned for, texted to us: how often does the right card come first?"""
    from bench.questions import dangers, shares

    with TemporaryDirectory() as folder:
        _say(share.line() for share in shares(Path(folder) / "questions"))
        _say(dangers(Path(folder) / "dangers"))


@bench.command()
@click.option("--each", is_flag=True, help="every text that was not taken as it should be")
def times(each: bool) -> None:
    """Times that nobody tuned for, texted to us: does the timer end when it was meant to?"""
    from bench.times import faults, outcomes, report

    for commanded in (False, True):
        with TemporaryDirectory() as folder:
            found = list(outcomes(Path(folder), commanded=commanded))
        click.echo("\nWith the command before it:" if commanded else "\nAs written:")
        _say(report(found))
        if each:
            _say(faults(found))


@bench.command()
@click.option(
    "--into",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="a Markdown file, rewritten between its marks",
)
def transcript(into: Path | None) -> None:
    """Play a day of texts on simulated phones: what is said, and what every word costs."""
    from bench.document import texts, written

    with TemporaryDirectory() as folder:
        made = texts(Path(folder))
    if into is None:
        _say(made.values())
    else:
        into.write_text(written(into.read_text("utf-8"), made), "utf-8")


@bench.command()
@click.option("--people", default=100, show_default=True)
@click.option("--new", default=0.1, show_default=True, help="who join in a month, for each person")
@click.option("--cards", default=2.0, show_default=True, help="read to the end by text, by each")
@click.option("--timers", default=4.0, show_default=True, help="closed in time, by each")
@click.option("--missed", default=0.05, show_default=True, help="timers missed, by each")
@click.option(
    "--into",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="a Markdown file, rewritten between its marks",
)
def costs(
    people: int, new: float, cards: float, timers: float, missed: float, into: Path | None
) -> None:
    """What a month of texts costs at the carrier, from the measured size of every text."""
    from bench.costs import BEGIN, Use
    from bench.costs import costs as reckoned
    from content import report

    with TemporaryDirectory() as folder:
        use = Use(new=new, cards=cards, timers=timers, missed=missed)
        table = list(reckoned(Path(folder), people=people, use=use))
    if into is None:
        _say(table)
    else:
        into.write_text(report.replaced(into.read_text("utf-8"), "\n".join(table), begin=BEGIN))
