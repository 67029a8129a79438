"""Caps on spending: what can be spared waits, and an alert never does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.actions import invitations
from checkin.machine.notices import ChannelKind
from checkin.messages import budget
from checkin.monitoring import daily_counters
from checkin.monitoring.counters import Step
from checkin.refusals import Reason, Refused
from checkin.storage.core import Caps
from tests.checkin.stage import KIM, SAM, Stage

DAY = timedelta(days=1)


def capped(stage: Stage, daily: int | None = None, monthly: int | None = None) -> None:
    stage.core = replace(stage.core, caps=Caps(daily, monthly))


def spend(stage: Stage, segments: int) -> None:
    with stage.work() as work:
        daily_counters.add(work, Step.SENT, ChannelKind.TEXT, 1, segments)


def over(stage: Stage) -> bool:
    with stage.work() as work:
        return budget.over(work)


def test_a_daily_cap_is_reached_with_its_last_segment_and_free_again_the_day_after(
    stage: Stage,
) -> None:
    capped(stage, daily=10)
    spend(stage, 9)
    assert not over(stage)
    spend(stage, 1)
    assert over(stage)
    stage.now += DAY
    assert not over(stage)


def test_a_monthly_cap_adds_up_the_days_of_the_month_alone(stage: Stage) -> None:
    capped(stage, monthly=10)
    stage.now = stage.now.replace(day=1)
    spend(stage, 6)
    stage.now += 2 * DAY
    spend(stage, 4)
    assert over(stage)
    stage.now = (stage.now.replace(day=28) + 5 * DAY).replace(day=1)
    assert not over(stage)


def test_without_a_cap_nothing_is_too_much(stage: Stage) -> None:
    spend(stage, 10**9)
    assert not over(stage)


def test_over_the_cap_nobody_new_is_invited_by_text(stage: Stage) -> None:
    person = stage.person()
    capped(stage, daily=1)
    spend(stage, 1)
    with pytest.raises(Refused) as refused, stage.work() as work:
        invitations.invite(work, person, phone=KIM, name="Kim")
    assert refused.value.reason is Reason.TOO_MUCH_SPENT
    assert stage.carrier.inbox(KIM) == []


def test_over_the_cap_a_timer_starts_and_its_alert_leaves(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person, SAM)
    capped(stage, daily=1, monthly=1)
    spend(stage, 10**6)
    before = len(stage.carrier.inbox(SAM))
    stage.missed(person)
    assert len(stage.carrier.inbox(SAM)) == before + 1
