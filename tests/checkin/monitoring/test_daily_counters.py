"""What went out, by day: every message once, texts with what they cost, and nothing of anyone."""

from datetime import timedelta

from checkin.machine.notices import ChannelKind
from checkin.messages.channels import Message
from checkin.messages.outbox import Status
from checkin.monitoring import daily_counters
from checkin.monitoring.counters import Step
from checkin.monitoring.daily_counters import Count
from checkin.storage.tables import daily_counters as table
from checkin.worker import delivery, retention
from tests.checkin.stage import SAM, Stage

DAY = timedelta(days=1)


def counted(stage: Stage) -> dict[tuple[str, str], tuple[int, int]]:
    """(count, segments) by channel and outcome, of every day together."""
    with stage.work() as work:
        found = daily_counters.since(work.conn, (stage.now - 100 * DAY).date())
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for each in found:
        count, segments = sums.get((each.channel, each.step), (0, 0))
        sums[each.channel, each.step] = count + each.count, segments + each.segments
    return sums


def test_a_text_is_counted_when_handed_over_with_its_segments(stage: Stage) -> None:
    stage.carrier.segments = 2
    stage.contact(stage.person())
    texts = len(stage.carrier.taken)
    assert counted(stage) == {
        ("text", "accepted"): (texts, 0),
        ("text", "sent"): (texts, 2 * texts),
    }


def test_a_text_that_was_reported_before_we_knew_it_was_taken_is_paid_for_all_the_same(
    stage: Stage,
) -> None:
    def reported(message: Message) -> None:
        with stage.work() as work:
            delivery.report(work, message.id, Status.DELIVERED)

    stage.carrier.segments, stage.carrier.trouble = 3, reported
    stage.contact(stage.person(), SAM)
    texts = len(stage.carrier.taken)
    assert counted(stage)["text", "sent"] == (texts, 3 * texts)
    assert counted(stage)["text", "delivered"] == (texts, 0)


def test_each_day_has_its_own_row_and_only_one(stage: Stage) -> None:
    with stage.work() as work:
        for _ in range(3):
            daily_counters.add(work, Step.SENT, ChannelKind.TEXT, 1, 2)
    stage.now += DAY
    with stage.work() as work:
        daily_counters.add(work, Step.SENT, ChannelKind.TEXT, 1, 1)
        retention.delete_expired(work)
        found = daily_counters.since(work.conn, (stage.now - DAY).date())
    yesterday, today = (stage.now - DAY).date(), stage.now.date()
    assert found == [
        Count(yesterday, ChannelKind.TEXT, Step.SENT, 3, 6),
        Count(today, ChannelKind.TEXT, Step.SENT, 1, 1),
    ]
    assert stage.count(table) == 2


def test_what_is_old_goes(stage: Stage) -> None:
    with stage.work() as work:
        daily_counters.add(work, Step.SENT, ChannelKind.TEXT, 1, 1)
    stage.now += daily_counters.KEPT + DAY
    with stage.work() as work:
        retention.delete_expired(work)
    assert stage.count(table) == 0


def test_only_what_was_sent_is_paid_for(stage: Stage) -> None:
    with stage.work() as work:
        daily_counters.add(work, Step.SENT, ChannelKind.TEXT, 2, 3)
        daily_counters.add(work, Step.REPLIED, ChannelKind.TEXT, 1, 1)
        daily_counters.add(work, Step.DELIVERED, ChannelKind.TEXT, 9, 9)
        assert daily_counters.paid(work.conn, work.today) == 4
        assert daily_counters.paid(work.conn, work.today + DAY) == 0
