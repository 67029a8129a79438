"""What the docs point at is there: pages, anchors, pictures, and every path to code."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests import ROOT

DOCS = ROOT / "docs"
INDEX = DOCS / "README.md"
TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
PAGES = [*(ROOT / name for name in TOP), *sorted(DOCS.rglob("*.md"))]
# What changed says what things were called then.
NOW = [page for page in PAGES if page.name != "CHANGELOG.md"]
FOLDERS = ("bench", "checkin", "content", "deploy", "docs", "locales", "peers", "sms", "tests",
           "webapp")  # fmt: skip
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
_LINK = re.compile(r"\]\(<?([^)<>\s]+)>?(?:\s+\"[^\"]*\")?\)|(?:src|href)=\"([^\"]+)\"")
_PATH = re.compile(rf"(?:{'|'.join(FOLDERS)})/[\w./{{}},*<>@-]*")
_MODULE = re.compile(r"[\w-]+\.(?:py|js|css|html|yaml)")
# What the guides add: a language, a place, a card.
_EXAMPLES = ("locales/fr/", "content/us/GU.yaml", "content/cards/towed.md")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@cache
def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


def links(page: Path) -> list[str]:
    unquoted = re.sub(r"`[^`\n]*`", "", prose(page))
    found = (one or other for one, other in _LINK.findall(unquoted))
    return [each for each in found if not re.match(r"[a-z]+:", each)]


@cache
def anchors(page: Path) -> frozenset[str]:
    """What GitHub makes of the headings: small letters, no punctuation, a dash for a space."""
    found: list[str] = []
    for heading in re.findall(r"^#{1,6} +(.+?) *$", prose(page), re.M):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        again = found.count(slug)
        found.append(f"{slug}-{again}" if again else slug)
    return frozenset(found)


def spread(path: str) -> list[str]:
    """`a/{b,c}.py` is `a/b.py` and `a/c.py`."""
    braces = re.search(r"\{([^{}]*)\}", path)
    if not braces:
        return [path]
    start, end = path[: braces.start()], path[braces.end() :]
    return [each for part in braces[1].split(",") for each in spread(start + part + end)]


def there(path: str) -> bool:
    return any(ROOT.glob(re.sub(r"<[^<>]+>", "*", path).rstrip("/")))


def paths(page: Path) -> list[str]:
    """Paths from the root that stand in backticks, `content/law.py` or `sms/{a,b}/*.py`."""
    spans = re.findall(r"`([^`\n]+)`", prose(page))
    named = (word for span in spans for word in span.split() if _PATH.fullmatch(word))
    every = (each for path in named for each in spread(path))
    return [each for each in every if not each.startswith(_EXAMPLES)]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_to_a_page_and_a_heading_that_are_there(page: Path) -> None:
    lost = []
    for link in links(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (
            anchor and target.suffix == ".md" and anchor not in anchors(target)
        ):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("page", NOW, ids=name)
def test_every_path_to_code_is_there(page: Path) -> None:
    assert [path for path in paths(page) if not there(path)] == []


@pytest.mark.parametrize("page", NOW, ids=name)
def test_every_file_that_is_named_without_its_folder_is_somewhere(page: Path) -> None:
    ours = {each.name for folder in FOLDERS for each in (ROOT / folder).rglob("*.*")}
    ours |= {each.name for each in ROOT.iterdir()} | {"host.yaml"}
    spans = re.findall(r"`([^`\n]+)`", prose(page))
    named = {span for span in spans if _MODULE.fullmatch(span)}
    assert named - ours == set()


def test_every_page_and_folder_of_the_docs_is_in_the_index() -> None:
    led = {(INDEX.parent / link.partition("#")[0]).resolve() for link in links(INDEX)}
    entries = {each for each in DOCS.iterdir() if each != INDEX and not each.name.startswith(".")}
    assert {name(each) for each in entries - led} == set()


def test_every_decision_is_listed_by_number_and_the_numbers_have_no_gap() -> None:
    files = sorted(each.name for each in (DOCS / "decisions").glob("*.md"))
    assert [int(each[:4]) for each in files] == list(range(1, len(files) + 1))


def test_the_three_doors_of_the_read_me_lead_on_in_one_press() -> None:
    opening = prose(ROOT / "README.md").split("\n## ")[0]
    for door in ("docs/use.md", "docs/host.md", "CONTRIBUTING.md"):
        assert f"]({door})" in opening, door


def test_a_lost_path_anchor_or_pattern_would_be_noticed() -> None:
    assert there("checkin/{machine}/advance.py".replace("{machine}", "machine"))
    assert not there("checkin/states.py")
    assert spread("a/{b,c}/{d,e}.py") == ["a/b/d.py", "a/b/e.py", "a/c/d.py", "a/c/e.py"]
    assert "what-is-not-promised" in anchors(DOCS / "reliability.md")
