"""Rules about the tree itself."""

import importlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests import ROOT

PACKAGES = ("content", "checkin", "sms", "webapp")
LOCKS = (*sorted(ROOT.glob("requirements/*.txt")), ROOT / "package-lock.json")


def tree() -> list[Path]:
    """Every file that is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = (ROOT / name for name in listed.split("\0") if name)
    return [file for file in files if file.is_file()]


def text_of(file: Path) -> str:
    return file.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_of_the_design_is_there_and_says_what_it_is_for(package: str) -> None:
    assert importlib.import_module(package).__doc__


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_names_no_place_to_download_from(lock: Path) -> None:
    lines = [line.strip() for line in lock.read_text().splitlines()]
    funding = '"url":'
    assert [line for line in lines if "://" in line and not line.startswith(funding)] == []
    assert [
        line for line in lines if line.startswith(("--", '"resolved"')) and "hash" not in line
    ] == []


def test_every_dependency_we_name_is_locked_with_its_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for lock, wanted in {
        "run.txt": [*project["dependencies"], *extras["build"]],
        "content.txt": extras["content"],
        "test.txt": [
            *project["dependencies"],
            *extras["build"],
            *extras["content"],
            *extras["test"],
        ],
    }.items():
        locked = re.findall(
            r"^([a-z0-9-]+)(?:\[.*?\])?==.*\\\n    --hash=",
            text_of(ROOT / "requirements" / lock),
            re.M,
        )
        names = {re.split(r"[\[<>=~! ]", line)[0] for line in wanted}
        assert names <= set(locked), lock


def test_what_the_tests_add_changes_no_version_that_runs() -> None:
    run, test = (
        set(re.findall(r"^[^\s#]+==\S+", text_of(ROOT / "requirements" / name), re.M))
        for name in ("run.txt", "test.txt")
    )
    assert run <= test


@pytest.mark.usefixtures("processes")
def test_no_module_is_longer_than_500_lines() -> None:
    modules = [file for file in tree() if file.suffix in {".py", ".js", ".mjs", ".cjs"}]
    long = {str(file.relative_to(ROOT)): text_of(file).count("\n") for file in modules}
    assert {name: lines for name, lines in long.items() if lines > 500} == {}


@pytest.mark.usefixtures("processes")
def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    homes = re.compile(r"(?<![\w.:/-])/(?:work|root|home/\w+|Users/\w+)/")
    named = [str(file.relative_to(ROOT)) for file in tree() if homes.search(text_of(file))]
    assert named == []


def test_every_script_of_a_page_or_the_service_worker_is_compiled() -> None:
    static = ROOT / "webapp" / "static"
    worker = text_of(static / "sw.js")
    imported = re.findall(
        r"'/static/([\w-]+\.js)'", re.findall(r"importScripts\((.*)\)", worker)[0]
    )
    pages, apart = (
        set(re.findall(r"/webapp/static/(.+\.js)", text_of(ROOT / "types" / name)))
        for name in ("pages.json", "worker.json")
    )
    assert apart == {"sw.js", *imported}
    assert pages == {"*.js", *apart}


@pytest.mark.usefixtures("processes")
def test_make_help_tells_of_every_target() -> None:
    makefile = text_of(ROOT / "Makefile")
    internal = {"templates"}
    targets = set(re.findall(r"^\.PHONY: (\S+)$", makefile, re.M)) - internal
    told = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert set(re.findall(r"^  make (\S+) +\S", told, re.M)) == targets


def test_the_license_texts_are_the_real_ones() -> None:
    code = text_of(ROOT / "LICENSE")
    words = text_of(ROOT / "LICENSES" / "CC-BY-SA-4.0.txt")
    assert code.startswith("GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3, 19 November 2007")
    assert "13. Remote Network Interaction; Use with the GNU General Public License." in code
    assert words.startswith("Creative Commons Attribution-ShareAlike 4.0 International")
    assert "Section 8 – Interpretation." in words
