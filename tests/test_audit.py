"""What is installed is known, and known flaws in it are asked for."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_ground import ROOT

CLEAN = {"dependencies": [{"name": "flask", "version": "3.1", "vulns": []}]}
FLAW = {"id": "GHSA-0000", "fix_versions": ["3.2"], "description": "bad", "aliases": []}
FLAWED = {"dependencies": [{"name": "flask", "version": "3.1", "vulns": [FLAW]}]}


def audit(folder: Path, program: str) -> tuple[int, str]:
    """What the audit says, and its exit code, where this stands in for pip-audit."""
    for name in ("python", "pip-audit"):
        body = program if name == "pip-audit" else f'exec "{sys.executable}" "$@"'
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    ran = subprocess.run(
        [ROOT / ".ci/audit"],
        env={"BIN": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


def finding(found: object, code: int) -> str:
    """A program that writes `found` where pip-audit is told to, and ends with `code`."""
    at = 'while [ "$1" != --output ]; do shift; done'
    return f"{at}; cat > \"$2\" <<'JSON'\n{json.dumps(found)}\nJSON\nexit {code}"


@pytest.mark.usefixtures("processes")
def test_where_nothing_is_known_the_audit_says_so(tmp_path: Path) -> None:
    code, said = audit(tmp_path, finding(CLEAN, 0))
    assert (code, said.count("no known vulnerability")) == (0, 2)


@pytest.mark.usefixtures("processes")
def test_a_known_flaw_fails_the_audit_by_name_and_with_what_mends_it(tmp_path: Path) -> None:
    code, said = audit(tmp_path, finding(FLAWED, 1))
    assert code == 1
    assert "requirements/run.txt: flask 3.1: GHSA-0000, mended in 3.2." in said


@pytest.mark.usefixtures("processes")
def test_a_database_that_cannot_be_asked_is_no_clean_bill(tmp_path: Path) -> None:
    code, said = audit(tmp_path, "echo 'connection refused' >&2; exit 1")
    assert code == 2
    assert "NOTHING WAS CHECKED" in said
    assert "no known" not in said


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The bill of materials as `make sbom` writes it: versions by name."""
    told = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "--assume-old=.venv/stamps/test", "sbom"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    command = re.findall(r"cyclonedx-py (.*)", told.replace("\\\n", " "))[0].split()
    file = tmp_path_factory.mktemp("sbom") / "sbom.json"
    command[command.index("build/sbom.json")] = str(file)
    program = Path(sys.executable).parent / "cyclonedx-py"
    subprocess.run([program, *command], cwd=ROOT, check=True, capture_output=True)
    components = json.loads(file.read_text())["components"]
    return {each["name"]: each["version"] for each in components}


@pytest.mark.usefixtures("processes")
def test_the_bill_of_materials_names_all_that_is_locked_to_run(bill: dict[str, str]) -> None:
    lock = (ROOT / "requirements/run.txt").read_text()
    names = set(re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==", lock, re.M))
    assert len(names) > 50
    assert names == set(bill)


@pytest.mark.promise(
    "What we run is exactly what was checked: every part of it is named with its fingerprint.", of=3
)
@pytest.mark.parametrize("lock", ["run.txt", "test.txt"])
def test_nothing_is_installed_without_a_hash(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 50
    assert [
        line for line in lines if not re.match(r"[^\s=]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ] == []
    makefile = (ROOT / "Makefile").read_text()
    installs = re.findall(r"\$\(PIP\) (.*)", makefile)
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)
