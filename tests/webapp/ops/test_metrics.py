"""The figures tell the host how well alerts flow, and nobody anything about anyone."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from checkin.machine.notices import Kind
from checkin.messages import outbox
from checkin.messages.outbox import Status
from checkin.worker import delivery
from tests.webapp.conftest import MINE, SAM, Site
from webapp import create_app

ACCEPTED = "raincheck_due_to_accepted_seconds"
DELIVERED = "raincheck_due_to_delivered_seconds"


def figures(site: Site) -> dict[tuple[str, ...], float]:
    """Every sample by its name and its label values in the order of their names."""
    answer = site.app.test_client().get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_a_site_at_rest_is_well_and_has_nothing_waiting(site: Site) -> None:
    found = figures(site)
    assert found["raincheck_well",] == found["raincheck_alerts_flowing",] == 1
    assert found["raincheck_worker_beat_age_seconds",] == 0
    assert found["raincheck_due_lag_seconds",] == found["raincheck_queue_oldest_seconds",] == 0
    assert found["raincheck_queue_messages", "alert"] == 0


def test_lag_and_queue_grow_while_no_worker_works(site: Site) -> None:
    site.phones.invite(MINE, SAM, "Sam")
    site.phones.now += timedelta(minutes=2)
    found = figures(site)
    assert found["raincheck_well",] == 0
    assert found["raincheck_worker_beat_age_seconds",] == 120
    assert found["raincheck_queue_messages", "other"] == 1
    assert found["raincheck_queue_oldest_seconds",] == 120


def test_an_alert_is_counted_from_due_to_accepted_and_to_delivered(site: Site) -> None:
    parts = site.phones.parts
    with parts.core.write(site.phones.now) as work:
        due = site.phones.now - timedelta(seconds=4)
        id = outbox.enqueue(work, kind=Kind.ALERT, to=SAM, lang="en", body="", due_at=due)
    site.wait()
    with parts.core.write(site.phones.now + timedelta(seconds=30)) as work:
        delivery.report(work, id, Status.DELIVERED)
    found = figures(site)
    assert found["raincheck_sends_total", "text", "accepted", "alert"] == 1
    assert found["raincheck_sends_total", "text", "delivered", "alert"] == 1
    assert found[f"{ACCEPTED}_bucket", "text", "2.0", "alert"] == 0
    assert found[f"{ACCEPTED}_bucket", "text", "5.0", "alert"] == 1
    assert found[f"{ACCEPTED}_bucket", "text", "+Inf", "alert"] == 1
    assert found[f"{ACCEPTED}_sum", "text", "alert"] == 4
    assert found[f"{DELIVERED}_bucket", "text", "30.0", "alert"] == 0
    assert found[f"{DELIVERED}_bucket", "text", "60.0", "alert"] == 1
    assert found[f"{DELIVERED}_sum", "text", "alert"] == 34


def test_counts_never_fall_when_rows_go(site: Site) -> None:
    site.with_contacts(Sam=SAM)
    before = figures(site)["raincheck_sends_total", "text", "accepted", "other"]
    assert before > 0
    site.phones.wait(timedelta(days=4), step=timedelta(hours=1))
    assert figures(site)["raincheck_sends_total", "text", "accepted", "other"] == before


def test_no_label_and_no_figure_names_anyone(site: Site) -> None:
    me = site.with_contacts(Sam=SAM)
    me.open("/en/checkin").press("start", minutes_chosen="30", plan="Hotel Rex")
    site.wait(timedelta(hours=1))
    told = site.app.test_client().get("/metrics").text
    labels = {
        name
        for family in text_string_to_metric_families(told)
        for sample in family.samples
        for name in sample.labels
    }
    assert labels == {"channel", "purpose", "outcome", "le"}
    assert not any(word in told for word in (SAM, SAM[1:], "Sam", "Rex"))


def test_a_scrape_takes_no_lock_that_a_writer_would_wait_for(site: Site) -> None:
    database = site.phones.parts.core.database
    writer = sqlite3.connect(str(database.url.database), timeout=0, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        assert site.app.test_client().get("/metrics").status_code == 200
    finally:
        writer.execute("ROLLBACK")
        writer.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rain.example"},
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
        {"X-Real-IP": "203.0.113.9"},
        {"Via": "1.1 proxy"},
    ],
)
def test_what_came_through_a_proxy_is_refused(site: Site, headers: dict[str, str]) -> None:
    answer = site.app.test_client().get("/metrics", headers=headers)
    assert answer.status_code == 403
    assert "RAINCHECK_METRICS_TOKEN" in answer.text


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.7", ""])
def test_another_machine_is_refused(site: Site, address: str) -> None:
    answer = site.app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_machine_is_answered(site: Site, address: str) -> None:
    answer = site.app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 200


def test_with_a_token_its_bearer_alone_is_answered_from_anywhere(site: Site) -> None:
    parts = site.phones.parts
    settings = parts.settings.model_copy(update={"metrics_token": "a long word"})
    client = create_app(replace(parts, settings=settings)).test_client()
    elsewhere = {"REMOTE_ADDR": "203.0.113.9", "HTTP_HOST": "rain.example"}
    for given in ({}, {"Authorization": "Bearer a long wor"}, {"Authorization": "a long word"}):
        answer = client.get("/metrics", headers=given)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    given = {"Authorization": "Bearer a long word"}
    assert client.get("/metrics", headers=given, environ_overrides=elsewhere).status_code == 200
