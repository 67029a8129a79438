"""What an error code of the carrier's says about a number."""

import pytest

from sms.twilio.errors import verdict


@pytest.mark.parametrize("code", [21211, 21614, 30005, 30006])
def test_a_number_that_no_phone_has_may_change_hands(code: int) -> None:
    assert verdict(code).unknown
    assert verdict(code).permanent


@pytest.mark.parametrize("code", [21610, 21612, 30003, 30007, 30034, 99999])
def test_trouble_of_another_kind_says_nothing_about_who_has_it(code: int) -> None:
    assert not verdict(code).unknown
