"""How we reach Twilio: through whatever proxy the host has named, read once."""

import logging

import pytest

from sms.carrier import connect


def test_the_hosts_proxy_and_certificates_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/ssl/ours.pem")
    session = connect("AC1", "token").http_client.session
    assert session.proxies["https"] == "http://proxy.example:3128"
    assert session.verify == "/etc/ssl/ours.pem"


def test_a_host_that_needs_no_proxy_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "api.twilio.com")
    assert connect("AC1", "token").http_client.session.proxies == {}


def test_the_sdk_writes_no_request_into_the_log() -> None:
    assert not logging.getLogger("twilio.http_client").isEnabledFor(logging.INFO)
