"""The docs show only pictures that are there, and every picture that is there is shown."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests import ROOT
from tests.e2e.kept import FOLDER, INDEX, KEPT, index, small
from tests.test_ground import tree

AVERAGE_BYTES = 30_000
LINK = re.compile(r"(?:src=\"|\]\()([^\")#:]+\.png)")


def shown(page: Path) -> set[Path]:
    """Every picture of ours that the page shows or leads to."""
    return {(page.parent / found).resolve() for found in LINK.findall(page.read_text())}


def test_the_page_of_pictures_is_what_the_list_says() -> None:
    assert INDEX.read_text() == index(), "docs/screens/README.md is stale: run make screens"


@pytest.mark.usefixtures("processes")
def test_the_folder_holds_the_pictures_of_the_list_and_no_other() -> None:
    there = {file.name for file in tree() if file.is_relative_to(FOLDER)}
    assert there == {INDEX.name, *(f"{name}.png" for name in KEPT)}


@pytest.mark.usefixtures("processes")
def test_no_page_of_ours_leads_to_a_picture_that_is_not_there() -> None:
    pages = [file for file in tree() if file.suffix == ".md"]
    assert {picture for page in pages for picture in shown(page) if not picture.is_file()} == set()
    # Had no link been understood, none would be found missing.
    assert len(shown(ROOT / "README.md")) >= 4
    assert shown(INDEX) == {FOLDER / f"{name}.png" for name in KEPT}


def test_every_picture_says_in_words_what_it_shows() -> None:
    assert len({each.title for each in KEPT.values()}) == len(KEPT)
    for name, each in KEPT.items():
        assert re.fullmatch(r"[A-Z][^|<>\"]+[^.]", each.title), name
        assert re.fullmatch(r"[A-Z0-9“][^|<>]{40,}[.”]", each.caption), name


def test_the_pictures_are_small() -> None:
    sizes = [(FOLDER / f"{name}.png").stat().st_size for name in KEPT]
    assert sum(sizes) / len(sizes) < AVERAGE_BYTES
    for name in KEPT:
        with Image.open(FOLDER / f"{name}.png") as picture:
            assert picture.mode == "P", name


def test_a_picture_becomes_smaller_and_keeps_its_ground_and_even_a_rare_colour(
    tmp_path: Path,
) -> None:
    ground, rare = (244, 242, 236), (240, 70, 90)
    whole = Image.linear_gradient("L").convert("RGB")
    whole.paste(ground, (0, 0, 256, 99))
    whole.paste(rare, (0, 0, 4, 4))
    whole.save(tmp_path / "taken.png")
    (tmp_path / "kept.png").write_bytes(small(tmp_path / "taken.png"))
    assert (tmp_path / "kept.png").stat().st_size < (tmp_path / "taken.png").stat().st_size
    with Image.open(tmp_path / "kept.png") as kept:
        at = kept.convert("RGB").getpixel
        assert at((200, 50)) == ground
        red = at((1, 1))
    assert isinstance(red, tuple)
    assert all(abs(a - b) <= 16 for a, b in zip(red, rare, strict=True)), red
