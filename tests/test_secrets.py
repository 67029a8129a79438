"""Rules about how the code treats what must not be guessed."""

import ast
import re
from collections.abc import Iterator

import pytest

from checkin.storage.tables import metadata
from tests.test_ground import ROOT

SECRET = re.compile(
    r"(?i)token|signature|secret|passw|bearer|pairing|duress|danger|\bpins?\b|_hash"
)
BY_ITS_HASH = re.compile(r"\w+\.c\.\w*_hash (?:==|!=) .*", re.S)
NO_GUESS = {
    "len(pins) != 2",  # how many were typed
    "safe != duress",  # two that the same person chooses
    "safe == danger",
}


def comparisons() -> Iterator[tuple[str, str]]:
    """Every comparison of what sounds secret, by file, that may end at the first difference."""
    quick = ast.Eq | ast.NotEq | ast.In | ast.NotIn
    for package in ("checkin", "sms", "webapp"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Compare) and isinstance(node.ops[0], quick):
                    words = ast.unparse(node)
                    if SECRET.search(words) and words not in NO_GUESS:
                        yield str(file.relative_to(ROOT)), words


def test_what_is_secret_is_found_by_its_hash_or_compared_in_constant_time() -> None:
    hashed = [words for _, words in comparisons() if BY_ITS_HASH.fullmatch(words)]
    assert len(hashed) >= 5
    assert [
        (file, words) for file, words in comparisons() if not BY_ITS_HASH.fullmatch(words)
    ] == []


@pytest.mark.promise("Codes, PINs and the keys in links are kept so that nobody reads them.", of=3)
def test_no_column_keeps_a_secret_as_it_is() -> None:
    names = re.compile(
        r"token|code|pairing|pin|duress|phone|endpoint|keys|name|note|plan|body|reply"
    )
    kept = re.compile(r".*_(?:hash|sealed|until|id)|pin_misses|pin_again_at")
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if names.search(column.name)
    }
    assert len(columns) > 15
    assert {each for each in columns if not kept.fullmatch(each.partition(".")[2])} == set()
