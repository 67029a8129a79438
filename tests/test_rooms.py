"""The tree's rooms: no circles, and a heart that needs nothing but the language."""

import ast
import sys
from pathlib import Path

import pytest

from tests import ROOT, rooms
from tests.rooms import Arrows

MOST_SIDE_BY_SIDE = 20
"""More than a newcomer takes in at a glance. `content` and its cards are a list by nature."""


@pytest.fixture(scope="module")
def arrows() -> Arrows:
    return rooms.arrows()


@pytest.mark.parametrize("package", rooms.PACKAGES)
def test_no_modules_import_each_other_in_a_circle(arrows: Arrows, package: str) -> None:
    inner = {module: to for module, to in arrows.items() if module.startswith(f"{package}.")}
    assert rooms.circles(inner) == []


@pytest.mark.parametrize("package", ["checkin", "sms", "webapp"])
def test_no_rooms_need_each_other_in_a_circle(arrows: Arrows, package: str) -> None:
    assert rooms.circles(rooms.between_rooms(arrows, package)) == []


def test_a_circle_is_found_where_there_is_one() -> None:
    drawn = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("b"), "d": frozenset()}
    assert rooms.circles(drawn) == [frozenset("bc")]


@pytest.mark.parametrize("package", ["checkin", "sms", "webapp"])
def test_no_folder_lays_more_modules_side_by_side_than_one_takes_in(package: str) -> None:
    (count,) = [each for each in rooms.counts() if each.package == package]
    assert count.widest <= MOST_SIDE_BY_SIDE


def imported(file: Path) -> set[str]:
    """The first name of everything a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_the_machine_needs_nothing_but_the_language_itself() -> None:
    foreign = {
        name
        for file in (ROOT / "checkin" / "machine").glob("*.py")
        for name in imported(file)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("checkin.machine")
    }
    assert foreign == set()


def test_what_decides_asks_no_clock() -> None:
    asking = {
        str(file.relative_to(ROOT))
        for room in ("checkin/machine", "checkin/times", "sms/parsing", "sms/encoding")
        for file in (ROOT / room).glob("*.py")
        if {"time"} & imported(file) or ".now(" in file.read_text() or "utcnow" in file.read_text()
    }
    assert asking == set()


def test_benchmarks_import_no_tests() -> None:
    assert {
        f.name
        for f in (ROOT / "bench").glob("*.py")
        if any(name.split(".")[0] == "tests" for name in imported(f))
    } == set()
