"""Metrics for Prometheus: how late alerts are, how many messages wait, what became of those sent.

All of them are read from the database, so any process of any machine answers the same.
"""

import hmac
import math
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address

import sqlalchemy as sa
from flask import Flask, Request, Response, request
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from checkin.monitoring import counters, health
from checkin.monitoring.counters import BOUNDS, Bucket, Step
from checkin.monitoring.health import Queue, WorkerHealth
from webapp.parts import Parts, parts

_SPANS = {Step.ACCEPTED: "to the carrier's word that it has it", Step.DELIVERED: "to the phone"}
_LABELS = ("channel", "purpose")
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


def init_app(app: Flask) -> None:
    app.add_url_rule("/metrics", "metrics", metrics)


def metrics() -> Response:
    """The metrics as Prometheus reads them, for the host alone: with RAINCHECK_METRICS_TOKEN for
    whoever bears it, without it for this machine."""
    token = parts().settings.metrics_token
    if token and not _bears(request, token):
        refusal = Response("The right bearer token is needed.\n", 401, mimetype="text/plain")
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    if not token and not _from_this_machine(request):
        return Response(
            "Only this machine reads the figures, unless RAINCHECK_METRICS_TOKEN is set.\n",
            403,
            mimetype="text/plain",
        )
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    try:
        return Response(encode(Figures(parts())), content_type=content_type)
    except sa.exc.SQLAlchemyError:
        return Response("The database does not answer.\n", 503, mimetype="text/plain")


class Figures(Collector):
    """A Prometheus collector: reads the database at each scrape, in one read-only transaction."""

    def __init__(self, made: Parts) -> None:
        self._parts = made

    def collect(self) -> Iterator[Metric]:
        with self._parts.core.read(self._parts.clock()) as work:
            beats, queue, counted = health.worker(work), health.queue(work), counters.read(work)
        yield from _now(beats, queue)
        yield _sends(counted)
        for step in _SPANS:
            yield _span(step, [bucket for bucket in counted if bucket.step is step])


def _now(beats: WorkerHealth, queue: Queue) -> Iterator[Metric]:
    flowing = beats.well and not queue.stuck
    for name, told, value in (
        ("well", "1 while a timer that runs now can be relied on", float(beats.well)),
        ("alerts_flowing", "1 while well and the carrier takes what is sent", float(flowing)),
        ("worker_beat_age_seconds", "Since a worker gave a sign of life", _age(beats.beat_age)),
        ("due_lag_seconds", "How long the oldest due check-in has waited", _age(beats.late)),
        ("queue_oldest_seconds", "Age of the oldest unsent message", _age(queue.oldest, 0.0)),
    ):
        yield GaugeMetricFamily(f"raincheck_{name}", f"{told}.", value)
    waiting = GaugeMetricFamily(
        "raincheck_queue_messages", "Messages that wait to be sent.", labels=["purpose"]
    )
    for purpose, count in queue.waiting.items():
        waiting.add_metric([purpose.name.lower()], count)
    yield waiting


def _sends(counted: list[Bucket]) -> Metric:
    family = CounterMetricFamily(
        "raincheck_sends",
        "Steps that messages took; one may be accepted and delivered, or retried many times.",
        labels=[*_LABELS, "outcome"],
    )
    sums: dict[tuple[str, str, str], int] = {}
    for bucket in counted:
        key = (bucket.channel, bucket.purpose, bucket.step.value)
        sums[key] = sums.get(key, 0) + bucket.count
    for key, count in sorted(sums.items()):
        family.add_metric(key, count)
    return family


def _span(step: Step, counted: list[Bucket]) -> Metric:
    family = HistogramMetricFamily(
        f"raincheck_due_to_{step}_seconds",
        f"From the moment a message was due {_SPANS[step]}.",
        labels=_LABELS,
    )
    for key in sorted({(bucket.channel, bucket.purpose) for bucket in counted}):
        mine = [bucket for bucket in counted if (bucket.channel, bucket.purpose) == key]
        buckets = [
            ("+Inf" if math.isinf(bound) else str(bound), _up_to(bound, mine))
            for bound in (*BOUNDS, math.inf)
        ]
        family.add_metric(key, buckets, sum(bucket.seconds for bucket in mine))
    return family


def _up_to(bound: float, counted: list[Bucket]) -> int:
    return sum(bucket.count for bucket in counted if bucket.within <= bound)


def _age(length: timedelta | None, unknown: float = math.inf) -> float:
    return unknown if length is None else length.total_seconds()


def _bears(asked: Request, token: str) -> bool:
    given = asked.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _from_this_machine(asked: Request) -> bool:
    # A proxy on this machine has a loopback address too, and speaks for the whole world.
    if any(name in asked.headers for name in _FORWARDED):
        return False
    host = asked.host.rsplit(":", 1)[0].strip("[]")
    return _loopback(asked.remote_addr or "") and (host == "localhost" or _loopback(host))


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
