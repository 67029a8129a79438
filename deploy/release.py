"""Wheel and sdist, and a release in one command.

Everything is built in a worktree of its own, so that only what is in the commit gets in, and the
same commit gives the same bytes. Your branch moves only once all of it has worked.
"""

import hashlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import click

ROOT = Path(__file__).parents[1]
PASSED = ROOT / "build" / "passed"
"""Holds the id of git's tree on which `make test` last passed."""

_VERSION = re.compile(r"\d+\.\d+\.\d+")
_UNRELEASED = re.compile(r"^## Unreleased\n+(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@click.group()
def main() -> None:
    """Wheel and sdist, and a release in one command."""


@main.command()
@click.argument("into", type=click.Path(path_type=Path, file_okay=False))
def build(into: Path) -> None:
    """Build wheel and sdist of the last commit into INTO."""
    with _checkout() as tree:
        _print(built(tree, into))


@main.command()
@click.argument("version")
@click.argument("into", type=click.Path(path_type=Path, file_okay=False))
def release(version: str, into: Path) -> None:
    """Make the last commit VERSION: change log, number, tag, wheel and sdist into INTO."""
    tag = f"v{version}"
    _require_ready(tag)
    with _checkout() as tree:
        _rewrite(tree / "pyproject.toml", numbered(_text(tree / "pyproject.toml"), version))
        today = datetime.now(UTC).date()
        _rewrite(tree / "CHANGELOG.md", dated(_text(tree / "CHANGELOG.md"), version, today))
        _git("commit", "--quiet", "--all", "--message", f"Release {version}", folder=tree)
        made = built(tree, into)
        commit = _git("rev-parse", "HEAD", folder=tree)
    _git("merge", "--quiet", "--ff-only", commit)
    _git("tag", "--annotate", "--message", f"Raincheck {version}", tag, commit)
    _print(made)
    click.echo(f"Nothing has left this machine. Publish it: git push origin main {tag}")


def numbered(project: str, version: str) -> str:
    """pyproject.toml with this version. Raises ClickException for an older one, or none."""
    if not _VERSION.fullmatch(version):
        raise click.ClickException(f"A version is three numbers, such as 1.2.3, not “{version}”.")
    current = tomllib.loads(project)["project"]["version"]
    if _numbers(version) < _numbers(current):
        raise click.ClickException(f"{version} is older than {current}, which is in use.")
    return project.replace(f'version = "{current}"', f'version = "{version}"', 1)


def dated(changes: str, version: str, today: date) -> str:
    """The change log with its unreleased entries under the version, and none above it.

    Raises ClickException when nothing is unreleased."""
    found = _UNRELEASED.search(changes)
    if not found or not found[1].strip():
        raise click.ClickException(
            "Nothing to release: say in CHANGELOG.md, under ## Unreleased, what changed and why."
        )
    heading = f"## Unreleased\n\n## {version} ({today.isoformat()})\n\n"
    return changes[: found.start()] + heading + changes[found.start(1) :]


def built(tree: Path, into: Path) -> list[Path]:
    """Wheel, sdist and the lock file that they were tested with, built from a clean checkout `tree`
    into `into`. With the same Python, SQLite and lock, the same commit gives the same bytes."""
    into = into.resolve()
    epoch = _git("log", "-1", "--format=%ct", folder=tree)
    fixed = {"SOURCE_DATE_EPOCH": epoch, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    for words in (
        ("babel.messages.frontend", "-q", "compile", "-d", "locales", "-D", "messages cards"),
        ("webapp", "content", "compile"),
        ("hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(into)),
    ):
        _run([sys.executable, "-m", *words], tree, fixed)
    project = tomllib.loads(_text(tree / "pyproject.toml"))["project"]
    name = f"{project['name']}-{project['version']}"
    lock = into / f"{name}-requirements.txt"
    copyfile(tree / "requirements" / "run.txt", lock)
    return [into / f"{name}-py3-none-any.whl", into / f"{name}.tar.gz", lock]


@contextmanager
def _checkout() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "raincheck"
        _git("worktree", "add", "--quiet", "--detach", str(tree), "HEAD")
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _require_ready(tag: str) -> None:
    branch = _git("branch", "--show-current")
    if branch != "main":
        raise click.ClickException(f"Releases are made on main; this is {branch or 'no branch'}.")
    if _git("status", "--porcelain"):
        raise click.ClickException("There are changes that are not committed: git status")
    if _git("tag", "--list", tag):
        raise click.ClickException(f"There is a {tag} already, and a release is never changed.")
    passed = _text(PASSED).strip() if PASSED.exists() else ""
    if passed != _git("rev-parse", "HEAD^{tree}"):
        raise click.ClickException("The tests have not passed on this commit. Run: make test")


def _git(*words: str, folder: Path = ROOT) -> str:
    return _run(["git", *words], folder).strip()


def _run(words: list[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        words,
        cwd=folder,
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


def _print(files: list[Path]) -> None:
    """Print checksum and name of each file, as `sha256sum --check` reads them."""
    for file in files:
        click.echo(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _text(file: Path) -> str:
    return file.read_text("utf-8")


def _rewrite(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
