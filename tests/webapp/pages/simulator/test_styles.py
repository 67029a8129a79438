"""The page of every component: whole, in either theme and direction, and in the demo alone."""

import re
from dataclasses import replace

import pytest

from tests import ROOT
from tests.webapp.conftest import Site
from webapp import create_app

STATIC = ROOT / "webapp" / "static"
ONLY_WHILE_IT_RUNS = {"showing", "holding", "veiled", "scripted"}
WHICH_YEAR = re.compile(r"(open|maybe|later)-\d")


@pytest.mark.parametrize("sheet", ["app.css", "guides.css", "checkin.css", "chips.css"])
def test_every_component_that_has_a_style_is_on_it(site: Site, sheet: str) -> None:
    css = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", (STATIC / sheet).read_text(), flags=re.DOTALL)
    styled = set(re.findall(r"\.([a-z][\w-]*)", css)) - ONLY_WHILE_IT_RUNS
    html = site.reader().open("/dev/styles").html
    shown = {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}
    assert {name for name in styled - shown if not WHICH_YEAR.fullmatch(name)} == set()


def test_a_theme_and_a_direction_are_chosen_by_links(site: Site) -> None:
    reader = site.reader().open("/dev/styles")
    assert reader.root["dir"] == "ltr"
    assert "/dev/styles/app.css" not in reader.html
    reader.follow("Dark").follow("Right to left")
    assert reader.root["dir"] == "rtl"
    [dark] = re.findall(r'"(/dev/styles/app\.css[^"]*)"', reader.html)
    css = reader.client.get(dark.replace("&amp;", "&")).get_data(as_text=True)
    assert "@media all { :root" in css.replace("\n", " ")
    assert "prefers-color-scheme" not in css


def test_it_is_not_there_outside_the_demo(site: Site) -> None:
    client = create_app(replace(site.phones.parts, simulator=None)).test_client()
    assert client.get("/dev/styles").status_code == 404
    assert client.get("/dev/styles/app.css?theme=dark").status_code == 404
