"""`raincheck move`, as whoever runs the server types it."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peers.phones import table
from webapp.cli import main
from webapp.parts import assemble
from webapp.settings import Settings

ANA, SAM = "+12025550111", "+12025550122"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("RAINCHECK_", "TWILIO_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RAINCHECK_INSTANCE", str(tmp_path / "here"))


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def lived_in(instance: Path) -> None:
    """A host with a timer that runs, its worker stopped."""
    with table(instance) as phones:
        phones.befriend(ANA, SAM, "Sam")
        phones.text(ANA, "IN 2H Room 12")


def reply(settings: Settings, text: str) -> str:
    """What a host with these settings answers Ana."""
    parts = assemble(settings)
    try:
        return parts.gateway.receive("SMnew", ANA, text)
    finally:
        parts.close()
        parts.core.vault.keyring.close()


def test_a_host_moves_to_postgresql_and_is_told_what_to_do_next(
    postgres_url: str, tmp_path: Path
) -> None:
    lived_in(tmp_path / "here")
    moved = run("move", postgres_url)
    assert moved.exit_code == 0, moved.output
    assert "  checkins: 1\n" in moved.output
    assert f"RAINCHECK_DATABASE_URL={postgres_url}" in moved.output
    for command in ("serve", "web", "worker", "backup"):
        refused = run(command, *([str(tmp_path / "b")] if command == "backup" else []))
        assert refused.exit_code == 1
        assert f"moved from here to {postgres_url}" in refused.output
    looked = run("doctor")
    assert looked.exit_code == 1
    assert f"RAINCHECK_DATABASE_URL={postgres_url}" in looked.output
    settings = Settings(instance=tmp_path / "here", database_url=postgres_url)
    assert "Sam" in reply(settings, "CONTACTS")


def test_what_makes_no_move_is_refused_in_a_sentence_and_shows_no_password(tmp_path: Path) -> None:
    lived_in(tmp_path / "here")
    for to, said in (
        ("here.db", "looks like sqlite:///FILE"),
        ("postgresql+psycopg://rain:hush@127.0.0.1:1/rain", "does not answer"),
        (f"sqlite:///{tmp_path}/here/raincheck.db", "where everything is already"),
    ):
        refused = run("move", to)
        assert refused.exit_code == 1
        assert said in refused.output
        assert "hush" not in refused.output
    assert run("move").exit_code == 2
    assert run("move", "--undo").output == "Error: Nothing was moved from here.\n"


def test_what_was_moved_runs_again_when_it_is_undone_and_its_keyring_is_not_to_be_deleted(
    tmp_path: Path,
) -> None:
    lived_in(tmp_path / "here")
    moved = run("move", f"sqlite:///{tmp_path}/there.db")
    assert "here/raincheck.db" in moved.output.splitlines()[-1]
    assert "keyring" not in moved.output.splitlines()[-1]
    assert run("worker").exit_code == 1
    assert run("move", "--undo").exit_code == 0
    assert "Sam" in reply(Settings(instance=tmp_path / "here"), "CONTACTS")
