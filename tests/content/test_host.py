"""What a host says of itself: read whole, or refused in a sentence that names the line."""

import re
from pathlib import Path

import pytest

from content import contrast, logo
from content.findings import ContentError
from content.host import BACKGROUNDS
from content.library import Library
from content.logo import LogoError
from tests import ROOT
from tests.content.conftest import Content

STATIC = ROOT / "webapp" / "static"
DOCS = (ROOT / "docs" / "voice.md").read_text("utf-8")
LINE = "hotlines:\n  - name: Night line\n    checked: '2026-11-20'\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def write(content: Content, yaml: str) -> None:
    (content.overlay / "host.yaml").write_text(yaml, "utf-8")


def faults(content: Content) -> list[str]:
    with pytest.raises(ContentError) as refused:
        content.library()
    return [f"{Path(each.file).name}:{each.line}: {each.reason}" for each in refused.value.findings]


def test_without_a_host_file_there_is_no_host(content: Content) -> None:
    assert content.library().host is None


def test_the_sample_in_the_docs_is_a_host_with_nothing_wrong(content: Content) -> None:
    sample = re.search(r"^```yaml\n(.*?)^```$", DOCS, re.DOTALL | re.MULTILINE)
    assert sample
    write(content, sample[1])
    (content.overlay / "logo.svg").write_text(SVG.format('<circle r="4"/>'))
    host = content.library().host
    assert host
    assert host.hotlines
    assert host.colours


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        ("url: https://x.org\n", "host.yaml:1: name: Field required"),
        ("name: A\nmotto: B\n", "host.yaml:2: motto: Extra inputs are not permitted"),
        (f"name: {'x' * 61}\n", "host.yaml:1: name: String should have at most 60 characters"),
        ("name: A\nabout: {xx: B}\n", "host.yaml:2: about.xx.[key]: “xx” names no language"),
        (
            "name: A\ncolours:\n  light: red\n  dark: '#ffffff'\n",
            "host.yaml:3: colours.light: String should match pattern",
        ),
        (
            "name: A\ncolours:\n  light: '#e0566f'\n  dark: '#ffffff'\n",
            "host.yaml:2: colours: light #e0566f cannot be read well on #f4f2ec: its contrast is "
            "3.27, and 4.5 is the least. Make it darker",
        ),
        (
            "name: A\ncolours:\n  light: '#000000'\n  dark: '#7a1f38'\n",
            "host.yaml:2: colours: dark #7a1f38 cannot be read well on #0c0f13",
        ),
        (
            f"name: A\nurl: https://a.org\n{LINE}",
            "host.yaml:4: hotlines.0: a phone number or a web address is needed",
        ),
        (
            f"name: A\n{LINE}    phone: 202-555-0144\n",
            "host.yaml:1: Night line needs a url, or the group does: readers see it",
        ),
        (
            f"name: A\n{LINE}    phone: 000-555-0144\n",
            "host.yaml:5: hotlines.0.phone: 000-555-0144 is not a phone number in use",
        ),
        ("name: A\nlogo: logo.svg\n", "host.yaml:2: logo: there is no file logo.svg"),
        ("name: A\nlogo: ../logo.svg\n", "host.yaml:2: logo: String should match pattern"),
        ("name: A\nlogo: logo.gif\n", "host.yaml:2: logo: logo.gif is no .svg and no .png"),
    ],
)
def test_a_fault_is_told_by_line_and_in_words(content: Content, yaml: str, fault: str) -> None:
    write(content, yaml)
    found = faults(content)
    assert any(each.startswith(fault) for each in found), found


def test_the_backgrounds_are_those_of_the_pages() -> None:
    css = (STATIC / "app.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)", 1)
    for part, theme in ((light, "light"), (dark[:400], "dark")):
        for name, colour in zip(("paper", "raised"), BACKGROUNDS[theme], strict=True):
            assert re.search(rf"--{name}: (#\w+);", part).group(1) == colour  # type: ignore[union-attr]


def test_contrast_is_as_wcag_has_it() -> None:
    assert round(contrast.ratio("#000000", "#ffffff"), 2) == 21
    assert contrast.ratio("#777777", "#777777") == 1
    # The greys on white that are known to stand on either side of the border.
    assert contrast.ratio("#767676", "#ffffff") >= 4.5 > contrast.ratio("#777777", "#ffffff")


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<script>alert(1)</script>", "holds <script>"),
        ('<circle onclick="a()" r="1"/>', "holds a script, onclick="),
        ("<style>*{fill:red}</style>", "holds <style>"),
        ("<foreignObject/>", "holds <foreignObject>"),
        ('<image href="https://x.org/a.png"/>', "holds <image>"),
        ('<use href="https://x.org/a.svg#b"/>', "leads elsewhere"),
        ('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="javascript:a()"/>', "elsewhere"),
        ('<circle fill="url(https://x.org/)"/>', "leads elsewhere"),
        ('<circle style="fill:red"/>', "holds style="),
        ('<a xmlns="http://www.w3.org/1999/xhtml"/>', "holds <a>"),
        ("<circle>", "is no SVG"),
    ],
)
def test_a_picture_that_could_act_or_fetch_is_refused(
    tmp_path: Path, inside: str, why: str
) -> None:
    file = tmp_path / "logo.svg"
    file.write_text(SVG.format(inside))
    with pytest.raises(LogoError, match=re.escape(why)):
        logo.read(file)


def test_a_picture_with_a_document_type_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "logo.svg"
    file.write_text('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"))
    with pytest.raises(LogoError, match="document type"):
        logo.read(file)


def test_a_picture_of_shapes_is_taken_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "logo.svg"
    body = SVG.format(
        '<defs><linearGradient id="g"/></defs><circle r="4" fill="url(#g)"/><use href="#g"/>'
    )
    file.write_text(body)
    assert logo.read(file).body == body.encode()


def test_a_png_is_taken_and_one_that_is_none_or_too_large_is_not(tmp_path: Path) -> None:
    good = (STATIC / "icon-192.png").read_bytes()
    file = tmp_path / "logo.png"
    file.write_bytes(good)
    assert logo.read(file).mimetype == "image/png"
    wide = good[:16] + (1025).to_bytes(4, "big") + good[20:]
    for body, why in ((good[1:], "is no PNG"), (wide, "1025"), (good + bytes(25_000), "bytes")):
        file.write_bytes(body)
        with pytest.raises(LogoError, match=why):
            logo.read(file)


NV = """
    code: NV
    name: Nevada
    legal_help:
      - {name: State aid, kind: legal_aid, phone: 702-555-0123, confidence: high,
         sources: [{title: A, url: 'https://a.org', date: '2026'}]}
"""


def hosted(content: Content) -> Library:
    content.place("NV", NV)
    content.card(text="['{law.legal_help}']", body="## Help\n\n{law.legal_help}\n")
    write(
        content,
        f"name: The group\nurl: https://group.example\n{LINE}    phone: 202-555-0144\n"
        "    hours: {en: 8 pm to 4 am, es: de 8 pm a 4 am}\n    languages: [en, es]\n",
    )
    return content.library()


@pytest.mark.parametrize("place", ["us", "us-nv"])
def test_a_help_line_comes_first_on_cards_and_by_text_and_once(
    content: Content, place: str
) -> None:
    library = hosted(content)
    html = library.page("stopped", "en", place).sections[0].html
    assert html.count("Night line") == 1
    assert "seen 2026-11-20); 8 pm to 4 am; English, Español" in html
    assert html.index("Night line") < (html.find("State aid") if place == "us-nv" else len(html))
    assert library.text("stopped", "en", place).blocks[0].startswith("Night line 202-555-0144")


def test_a_compiled_library_says_the_same_of_its_host(content: Content, tmp_path: Path) -> None:
    content.card()
    write(content, "name: The group\nlogo: logo.svg\nabout: {en: Us, es: Nosotras}\n")
    file = content.overlay / "logo.svg"
    file.write_text(SVG.format(""))
    written = content.library()

    def opened() -> Library:
        return Library.open(
            content.phrases(), tmp_path / "c.db", root=content.root, overlay=content.overlay
        )

    opened()
    again = opened()
    assert (again.host, again.logo) == (written.host, written.logo)
    file.write_text(SVG.format("<g/>"))
    changed = opened().logo
    assert changed
    assert changed.body == SVG.format("<g/>").encode()


def test_words_are_in_the_readers_language_else_english_else_as_written(content: Content) -> None:
    write(content, "name: A\nabout: {es: Nosotras, en: Us}\n")
    host = content.library().host
    assert host
    for lang, words in (("es", "Nosotras"), ("en", "Us"), ("ko", "Us")):
        said = host.said(lang)
        assert said
        assert said[0] == words
