"""The example of an environment file names every setting, says its default, and can be read."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from checkin.storage.vault import new_secret
from tests.deploy.tools import DEPLOY
from webapp.settings import Settings, load

EXAMPLE = (DEPLOY / "raincheck.env.example").read_text()
LINES = re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE, re.M)


def variables() -> dict[str, str]:
    """Every setting by the variable that sets it."""
    return {
        str(field.validation_alias or f"RAINCHECK_{name.upper()}"): name
        for name, field in Settings.model_fields.items()
    }


def test_every_setting_is_in_it_once_and_nothing_else() -> None:
    assert sorted(name for name, _ in LINES) == sorted(variables())


def test_what_is_commented_out_shows_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = {"RAINCHECK_DATABASE_URL", "RAINCHECK_PUSH_CONTACT", "RAINCHECK_CARRIER"}
    for name in list(os.environ):
        if name.startswith(("RAINCHECK_", "TWILIO_")):
            monkeypatch.delenv(name)
    shown = dict(re.findall(r"^#([A-Z_]+)=(.+)$", EXAMPLE, re.M))
    kept = {name: value for name, value in shown.items() if name not in examples}
    for name, value in kept.items():
        monkeypatch.setenv(name, value)
    assert load().model_dump() == {f: v.default for f, v in Settings.model_fields.items()}


def test_filled_in_it_starts_a_host_by_way_of_the_wrapper(tmp_path: Path) -> None:
    key = new_secret()
    filled = EXAMPLE.replace("RAINCHECK_SECRET_KEYS=", f"RAINCHECK_SECRET_KEYS={key}")
    filled = filled.replace("/var/lib/raincheck", str(tmp_path)).replace(
        "#RAINCHECK_DATABASE", "RAINCHECK_DATABASE"
    )
    (tmp_path / "raincheck.env").write_text(filled)
    # In place of runuser, which needs root and the user: says as whom it was to run what, and how.
    stand_in = tmp_path / "runuser"
    stand_in.write_text(
        '#!/bin/sh\necho "$@"\necho "$RAINCHECK_SECRET_KEYS"\necho "$RAINCHECK_DATABASE_URL"\npwd\n'
    )
    stand_in.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "RAINCHECK_ENV": f"{tmp_path}/raincheck.env",
    }
    ran = subprocess.run(
        [DEPLOY / "raincheck", "doctor", "--send-test", "+12025550123"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines() == [
        "-u raincheck -- /opt/raincheck/.venv/bin/raincheck doctor --send-test +12025550123",
        key,
        "postgresql+psycopg:///raincheck?host=/run/postgresql",
        str(tmp_path),
    ]
