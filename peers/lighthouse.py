"""Lighthouse, Google's judge of pages on a slow phone, with a browser of its own."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from peers.browser import EXECUTABLE, QUIET
from peers.node import LineProcess, line_process

_DEFAULT, _MEANT_FOR = 4.0, 1500.0


@dataclass(frozen=True)
class Verdict:
    """`scores`: of 100, by category. `lost`: what each audit that took points says, by its id.
    `fetched`: every address that was asked for. `first_paint`, `largest_paint` (FCP, LCP): seconds
    on the simulated phone. `index`: how fast this machine was during the visit, by Lighthouse's own
    benchmark; `slowdown`: how much slower the phone was taken to be."""

    url: str
    scores: Mapping[str, int]
    lost: Mapping[str, str]
    fetched: frozenset[str]
    first_paint: float
    largest_paint: float
    index: float
    slowdown: float

    def line(self) -> str:
        scores = ", ".join(f"{name} {score}" for name, score in self.scores.items())
        return (
            f"{self.url}: {scores}; first paint {self.first_paint:.2f} s, "
            f"largest {self.largest_paint:.2f} s; machine {self.index:.0f}, phone "
            f"{self.slowdown:.1f} times slower{self._why()}"
        )

    def _why(self) -> str:
        return "".join(f"\n  {audit}: {words}" for audit, words in self.lost.items())


def slowdown_for(index: float) -> float:
    """How much slower than a machine of this benchmark index Lighthouse's phone is.

    Its default, four times, is meant for a fast desktop, whose index begins at 1500 (Lighthouse's
    docs/throttling.md, "Calibrating the CPU slowdown"); a slower machine is to be given less. So
    the phone is never slower than one of index 375: middling there, from 125 to 800.
    """
    return min(_DEFAULT, max(1.0, _DEFAULT * index / _MEANT_FOR))


class Unrecorded(Exception):
    """Lighthouse could not judge the page; the text says why, in its words."""


@dataclass(frozen=True)
class Lighthouse:
    """Mobile, with simulated throttling: its own defaults."""

    process: LineProcess

    def judge(
        self, url: str, cookies: Mapping[str, str] | None = None, *, slowdown: float | None = None
    ) -> Verdict:
        """Visit the page once, as a browser that holds these cookies, on a phone so many times
        slower than this machine. Raises Unrecorded."""
        sent = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        headers = {"Cookie": sent} if sent else {}
        asked = {"url": url, "headers": headers, "slowdown": slowdown}
        report = json.loads(self.process.ask(json.dumps(asked)))
        if failed := report.get("runtimeError"):
            raise Unrecorded(f"{url}: {failed['message']}")
        return _verdict(report)


def _verdict(report: dict[str, Any]) -> Verdict:
    audits = report["audits"]
    weighed = {
        ref["id"]
        for category in report["categories"].values()
        for ref in category["auditRefs"]
        if ref["weight"]
    }
    return Verdict(
        url=report["finalDisplayedUrl"],
        scores={name: round(each["score"] * 100) for name, each in report["categories"].items()},
        lost={
            id: " ".join((audit["title"], audit.get("displayValue", ""), *_told(audit))).strip()
            for id, audit in audits.items()
            if id in weighed and audit["score"] is not None and audit["score"] < 1
        },
        fetched=frozenset(each["url"] for each in audits["network-requests"]["details"]["items"]),
        first_paint=audits["first-contentful-paint"]["numericValue"] / 1000,
        largest_paint=audits["largest-contentful-paint"]["numericValue"] / 1000,
        index=report["environment"]["benchmarkIndex"],
        slowdown=report["configSettings"]["throttling"]["cpuSlowdownMultiplier"],
    )


def _told(audit: dict[str, Any]) -> Iterator[str]:
    """What an audit found, as far as that is words: messages of the console, parts of the page."""
    for each in audit.get("details", {}).get("items", ()):
        found = each.get("description") or each.get("node", {}).get("snippet")
        if found:
            yield str(found)


@contextmanager
def lighthouse() -> Iterator[Lighthouse]:
    """Lighthouse, running."""
    browser = (EXECUTABLE, "--headless=new", "--no-sandbox", *QUIET)
    with line_process("lighthouse.mjs", *browser) as process:
        yield Lighthouse(process)
