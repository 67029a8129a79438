"""What users are promised, read from the tests that prove it: `python -m tests.promises`.

A test carries its promise as a mark: `@pytest.mark.promise("one plain sentence", of=3)`, where `of`
is which of the five promises it belongs to.
"""

import argparse
import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "promises.md"

FIVE = {
    1: "A missed check-in is never silent",
    2: "The right words in the worst minute",
    3: "Nothing here can be used against you",
    4: "True, sourced, dated",
    5: "A basic phone is a first-class phone",
}
_BEGINNING = """\
# What we promise you, and what shows that we keep it

Each line is a promise, with the test that fails when we break it. `make test` runs
them all. What we cannot promise is in [SECURITY.md](../SECURITY.md) and in
[what was not proved](reliability.md#what-is-not-promised).

This page is written by `make promises` from the tests themselves.
"""


@dataclass(frozen=True, order=True)
class Promise:
    """`of`: one of the five; `file`: below the root of the tree; `test`: its function's name."""

    of: int
    sentence: str
    file: str
    test: str


@cache
def collect(folder: Path = TESTS) -> list[Promise]:
    """Every promise that a test below `folder` carries, in the order of the page."""
    found = [
        promise
        for file in sorted(folder.rglob("test_*.py"))
        for promise in _in(file, folder.parent)
    ]
    return sorted(found, key=lambda each: (each.of, each.file))


def page(promises: list[Promise]) -> str:
    """The page for users."""
    parts = [_BEGINNING]
    for number, title in FIVE.items():
        parts.append(f"\n## {number}. {title}\n\n")
        told: dict[str, list[Promise]] = {}
        for each in promises:
            if each.of == number:
                told.setdefault(each.sentence, []).append(each)
        for sentence, proofs in told.items():
            links = ", ".join(f'[test](../{each.file} "{each.test}")' for each in proofs)
            parts.append(f"- {sentence} ({links})\n")
    return "".join(parts)


def _in(file: Path, root: Path) -> Iterator[Promise]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.promise":
                    [sentence] = (ast.literal_eval(each) for each in mark.args)
                    of = {each.arg: ast.literal_eval(each.value) for each in mark.keywords}["of"]
                    yield Promise(of, sentence, file.relative_to(root).as_posix(), node.name)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write what users are promised.")
    parser.add_argument("--into", type=Path, default=PAGE)
    parser.parse_args().into.write_text(page(collect()))


if __name__ == "__main__":
    main()
