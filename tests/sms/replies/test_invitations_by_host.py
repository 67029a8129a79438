"""How a contact may be asked, as the host decides: by our text, by theirs first, or by a link."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkin.storage.core import Invitations
from peers.phones import Phones, table
from sms.encoding.segments import measure

ANA, SAM = "+12025550111", "+12025550122"


@pytest.fixture
def asking(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Phones]:
    """Phones whose host has set RAINCHECK_INVITATIONS."""
    with table(tmp_path, invitations=request.param) as made:
        yield made


@pytest.mark.parametrize("asking", [Invitations.CONTACT], indirect=True)
def test_where_contacts_text_first_nobody_is_texted_until_they_say_yes(asking: Phones) -> None:
    reply = asking.invite(ANA, SAM, "Sam")
    asking.wait()
    assert "We text nobody first: ask them to text YES to us" in reply
    assert measure(reply).segments <= 2
    assert asking.inbox(SAM) == []
    assert "nobody would be told" in asking.text(ANA, "IN 2H")
    asking.text(SAM, "YES")
    asking.wait()
    assert "Sam" in asking.text(ANA, "IN 2H")
    assert any("Sam" in body for body in asking.inbox(ANA))


@pytest.mark.parametrize("asking", [Invitations.CONTACT], indirect=True)
def test_another_phone_that_says_yes_is_nobodys_contact(asking: Phones) -> None:
    asking.invite(ANA, SAM, "Sam")
    asking.text("+12025550133", "YES")
    asking.wait()
    assert "nobody would be told" in asking.text(ANA, "IN 2H")


@pytest.mark.parametrize("asking", [Invitations.LINK], indirect=True)
def test_where_contacts_come_by_link_a_number_is_refused_with_the_way_there_is(
    asking: Phones,
) -> None:
    reply = asking.text(ANA, "ADD 202 555 0122 Sam")
    asking.wait()
    assert "here contacts come by a link" in reply
    assert asking.inbox(SAM) == []


@pytest.mark.parametrize("asking", [Invitations.TEXT], indirect=True)
def test_else_they_are_texted_once(asking: Phones) -> None:
    asking.invite(ANA, SAM, "Sam")
    asking.wait()
    assert len(asking.inbox(SAM)) == 1
