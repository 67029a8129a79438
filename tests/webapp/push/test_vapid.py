"""The keys of push: made by one command, kept like the secret, and one variable."""

import base64
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from webapp.cli import main
from webapp.parts import assemble
from webapp.push.vapid import Pair, decoded, is_point, new_private
from webapp.settings import Settings, SettingsError, load

HOSTED = {"carrier": "twilio", "public_url": "https://rain.example"}


def test_keys_new_prints_a_pair_that_belongs_together() -> None:
    printed = CliRunner().invoke(main, ["keys", "new"]).output
    private = re.search(r"^RAINCHECK_PUSH_PRIVATE_KEY=(.+)$", printed, re.MULTILINE)
    public = re.search(r"^#.* (\S+)$", printed, re.MULTILINE)
    assert private
    assert public
    assert Pair.of(private[1]).public == public[1]
    assert is_point(public[1])
    assert printed.startswith("RAINCHECK_SECRET_KEYS=")


def test_a_demo_makes_its_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path, carrier="simulator")
    first, second = (settings.push_pair for _ in range(2))
    assert first == second
    assert (tmp_path / "push.key").stat().st_mode & 0o077 == 0


def test_without_a_key_there_is_no_push_and_all_else_works(tmp_path: Path) -> None:
    assert Settings(instance=tmp_path, **HOSTED).push_pair is None
    assert assemble(Settings(instance=tmp_path, carrier="simulator")).pusher is not None


@pytest.mark.parametrize("key", ["x", "é", "A" * 43, "_" * 43, "a letter short"])
def test_a_key_that_is_none_is_said_at_the_start(key: str) -> None:
    tried = new_private()[:-1] if key == "a letter short" else key
    with pytest.raises(SettingsError, match=r"RAINCHECK_PUSH_PRIVATE_KEY.*raincheck keys new"):
        load(push_private_key=tried)


def test_a_contact_that_push_services_would_not_take_is_said_at_the_start() -> None:
    with pytest.raises(SettingsError, match="starts with mailto: or https://"):
        load(push_contact="host@rain.example")


def test_a_push_service_of_the_hosts_own_is_an_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAINCHECK_PUSH_HOSTS", "https://Push.Example:8443/, http://localhost:9")
    assert load().push_hosts == ("https://push.example:8443", "http://localhost:9")
    monkeypatch.setenv("RAINCHECK_PUSH_HOSTS", "push.example")
    with pytest.raises(SettingsError, match="write each as an origin"):
        load()


def test_push_services_are_told_of_the_address_unless_another_is_named(tmp_path: Path) -> None:
    key = new_private()
    hosted = Settings(instance=tmp_path, push_private_key=key, **HOSTED)
    assert hosted.push_subject == "https://rain.example"
    named = Settings(push_private_key=key, push_contact="mailto:host@rain.example", **HOSTED)
    assert named.push_subject == "mailto:host@rain.example"
    at_home = Settings(push_private_key=key, carrier="twilio")
    with pytest.raises(SettingsError, match="RAINCHECK_PUSH_CONTACT"):
        assert at_home.push_subject


@given(st.text(max_size=100))
def test_whatever_a_browser_calls_its_key_is_a_point_or_refused(text: str) -> None:
    assert is_point(text) is False


@given(st.binary(min_size=16, max_size=16))
def test_bytes_come_back_with_padding_and_without(raw: bytes) -> None:
    text = base64.urlsafe_b64encode(raw).decode()
    assert decoded(text, 16) == decoded(text.rstrip("="), 16) == raw
