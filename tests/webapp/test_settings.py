"""What the app says when it is set up wrongly."""

from datetime import timedelta
from pathlib import Path

import pytest

from peers.phones import table
from webapp import create_app
from webapp.settings import SettingsError, load


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in list(os.environ):
        if name.startswith(("RAINCHECK_", "TWILIO_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RAINCHECK_INSTANCE", str(tmp_path))


def twilio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC1")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "secret")
    monkeypatch.setenv("RAINCHECK_SMS_FROM", "+12025550100")


def test_without_twilio_everything_runs_in_the_simulator() -> None:
    assert load().demo


def test_twilio_carries_as_soon_as_its_credentials_are_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    twilio(monkeypatch)
    assert load().carrier_name == "twilio"


def test_what_twilio_keeps_is_erased_or_never_kept_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load().twilio_retention == "redact"
    monkeypatch.setenv("RAINCHECK_TWILIO_RETENTION", "discard")
    assert load().twilio_retention == "discard"
    monkeypatch.setenv("RAINCHECK_TWILIO_RETENTION", "retain")
    with pytest.raises(SettingsError, match="RAINCHECK_TWILIO_RETENTION"):
        load()


def test_half_a_twilio_account_is_named_by_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAINCHECK_CARRIER", "twilio")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC1")
    with pytest.raises(SettingsError, match="TWILIO_AUTH_TOKEN"):
        load()


def test_outside_demo_mode_a_missing_secret_key_refuses_the_start_and_says_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    twilio(monkeypatch)
    with pytest.raises(SettingsError, match="raincheck keys new"):
        _ = load().secrets


def test_in_demo_mode_the_secret_key_is_made_once_and_only_its_owner_can_read_it(
    tmp_path: Path,
) -> None:
    first = load().secrets
    assert load().secrets == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_durations_are_written_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAINCHECK_GRACE", "90s")
    monkeypatch.setenv("RAINCHECK_MAX_TIMER", "2d")
    settings = load()
    assert settings.timeline.grace == timedelta(seconds=90)
    assert settings.bounds.longest == timedelta(days=2)


def test_a_setting_that_makes_no_sense_is_named_with_its_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAINCHECK_GRACE", "soon")
    with pytest.raises(SettingsError, match="RAINCHECK_GRACE"):
        load()


def test_several_secret_keys_are_read_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAINCHECK_SECRET_KEYS", "new" * 12 + ", " + "old" * 12)
    assert load().secrets == ("new" * 12, "old" * 12)


def test_quick_exit_leads_where_the_host_chooses_and_to_nothing_but_a_site(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with table(tmp_path, exit_to="https://www.weather.gov/") as phones:
        html = create_app(phones.parts).test_client().get("/en/us-ny/").get_data(as_text=True)
    assert html.count('"https://www.weather.gov/"') == 2
    monkeypatch.setenv("RAINCHECK_EXIT_TO", "javascript:alert(1)")
    with pytest.raises(SettingsError, match=r"RAINCHECK_EXIT_TO: an address to fetch starts with"):
        load()
