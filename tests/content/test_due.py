from datetime import date

from content.due import Due, due
from tests.content.conftest import Content


def test_what_is_due_is_told_by_file_the_oldest_first(content: Content) -> None:
    content.card("stopped", title="Stopped", review_by="2027-05-31")
    content.card("silent", title="Silent", keywords="[QUIET]", review_by="2026-12-31")
    content.place("NV", "code: NV\nname: Nevada\nreview_by: 2027-01-15\n")
    library = content.library()
    assert due(library, date(2026, 12, 30)) == ()
    assert due(library, date(2027, 1, 15)) == (
        Due(date(2026, 12, 31), "cards/silent.md", "Silent"),
        Due(date(2027, 1, 15), "us/NV.yaml", "the law of Nevada"),
    )
    assert len(due(library, date(2027, 6, 1))) == 3


def test_a_card_that_tells_a_law_is_due_when_that_law_is(content: Content) -> None:
    content.card(body="## A\n\n{law.entrapment}\n\nStay calm. [^terry]\n")
    content.place("NV", "code: NV\nname: Nevada\nreview_by: 2026-12-31\n")
    content.place("UT", "code: UT\nname: Utah\nreview_by: 2028-12-31\n")
    library = content.library()
    assert library.page("stopped", "en", "us-nv").review_by == date(2026, 12, 31)
    assert library.page("stopped", "en", "us-ut").review_by == date(2027, 5, 31)
