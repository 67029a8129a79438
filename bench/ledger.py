"""The ledger: what was promised, compared with what the provider took."""

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench import crowd
from peers.provider import Kept

ALL_CLEAR = "All clear"


@dataclass
class Promise:
    """A timer that was started. Moments are seconds since 1970; `missed` is when its grace ended,
    None where the person answered in time. `cleared`: the person answered after the alert.
    `acked`: a contact answered that they are on it."""

    number: int
    missed: float | None
    cleared: bool = False
    acked: bool = False


@dataclass(frozen=True)
class Verdict:
    """Timers by their numbers. `lost`: missed, and the first contact was never told. `unmoved`:
    nobody answered, and yet the second contact was never told. `uncleared`: the person is safe, and
    the first contact, told of the alert, was never told that. `…_doubled`: how many messages of
    ours the provider took twice. `lags`: seconds from the end of a grace to its first alert.
    `last`: when the last of these first alerts was taken, in seconds since 1970."""

    promises: int
    missed: int
    lost: tuple[int, ...]
    unmoved: tuple[int, ...]
    uncleared: tuple[int, ...]
    texts_doubled: int
    calls_doubled: int
    lags: tuple[float, ...] = field(repr=False)
    last: float = 0.0

    @property
    def kept(self) -> bool:
        return not (self.lost or self.unmoved or self.uncleared)

    def lines(self) -> list[str]:
        lags = sorted(self.lags) or [0.0]
        return [
            f"  {self.promises} timers, {self.missed} missed: {len(self.lost)} alerts lost, "
            f"{len(self.unmoved)} never moved on to the second contact, "
            f"{len(self.uncleared)} all-clears lost",
            f"  taken twice by the provider: {self.texts_doubled} texts, "
            f"{self.calls_doubled} calls",
            f"  first alert after the grace ended: median {statistics.median(lags):.2f} s, "
            f"p99 {lags[min(len(lags) - 1, int(len(lags) * 0.99))]:.2f} s, last {lags[-1]:.2f} s",
        ]


def judge(promises: Iterable[Promise], kept: Iterable[Kept], *, contacts: int = 2) -> Verdict:
    """Whether every promise was kept, as far as the provider can tell."""
    alerted: dict[str, float] = {}
    cleared: set[str] = set()
    taken: Counter[tuple[str, str]] = Counter()
    for message in kept:
        if message.direction == "inbound":
            continue
        taken[message.kind, message.message_id] += 1
        if ALL_CLEAR in message.body:
            cleared.add(message.to)
        elif crowd.marked(message.body) is not None:
            alerted.setdefault(message.to, message.at)
    doubled = Counter[str]()
    for (kind, _), times in taken.items():
        doubled[kind] += times - 1
    promised = list(promises)
    missed = [(p, p.missed) for p in promised if p.missed is not None]
    first = {p.number: alerted.get(crowd.contact_phone(p.number)) for p, _ in missed}
    return Verdict(
        promises=len(promised),
        missed=len(missed),
        lost=tuple(p.number for p, _ in missed if first[p.number] is None),
        unmoved=tuple(
            p.number
            for p, _ in missed
            if not (p.acked or p.cleared or contacts < 2)
            and crowd.contact_phone(p.number, 1) not in alerted
        ),
        uncleared=tuple(
            p.number
            for p, _ in missed
            if p.cleared and crowd.contact_phone(p.number) not in cleared
        ),
        texts_doubled=doubled["Messages"],
        calls_doubled=doubled["Calls"],
        lags=tuple(at - due for p, due in missed if (at := first[p.number]) is not None),
        last=max((at for at in first.values() if at is not None), default=0.0),
    )
