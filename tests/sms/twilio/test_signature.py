"""Whether a webhook is Twilio's: decided by the signature, whatever stands around it."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from peers.phones import Phones
from tests.sms.signed import post, reply, signature, text, whole_app

ANA = "+12025550111"
INBOUND = "/sms/inbound"
HOOKS = (INBOUND, "/sms/fallback", "/sms/status", "/voice/answer", "/voice/status")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def client(phones: Phones) -> Iterator[FlaskClient]:
    with whole_app(phones).test_client() as made:
        yield made


@pytest.mark.parametrize("path", HOOKS)
def test_what_twilio_did_not_sign_is_refused(client: FlaskClient, path: str) -> None:
    form = text(ANA, "MENU")
    assert client.post(path, data=form).status_code == 403
    for wrong in ("", " ", "bm90IGl0", "Ã±\x7f", "=" * 5000):
        answer = client.post(path, data=form, headers={"X-Twilio-Signature": wrong})
        assert answer.status_code == 403


def test_of_several_signatures_none_counts(client: FlaskClient) -> None:
    form = text(ANA, "MENU")
    right = signature(INBOUND, form)
    for both in (f"{right},{right}", f"bm90IGl0, {right}", f"{right} "):
        assert post(client, INBOUND, form, **{"X-Twilio-Signature": both})[0] == 403


@pytest.mark.parametrize("path", HOOKS)
def test_only_a_post_is_taken(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"X-Twilio-Signature": signature(path, {})}).status_code == 405


def test_without_a_token_of_ours_nothing_is_genuine(phones: Phones) -> None:
    form = text(ANA, "MENU")
    for token in ("", ",", " , "):
        client = whole_app(phones, token=token).test_client()
        for key in ("", ","):
            signed = {"X-Twilio-Signature": signature(INBOUND, form, token=key)}
            assert client.post(INBOUND, data=form, headers=signed).status_code == 403


def test_while_tokens_change_each_of_them_may_have_signed(phones: Phones) -> None:
    client = whole_app(phones, token="new-token, old-token").test_client()
    form = text(ANA, "MENU")
    answers = {
        token: client.post(
            INBOUND,
            data=form,
            headers={"X-Twilio-Signature": signature(INBOUND, form, token=token)},
        ).status_code
        for token in ("new-token", "old-token", "older-token", "new-token, old-token")
    }
    assert answers == {
        "new-token": 200,
        "old-token": 200,
        "older-token": 403,
        "new-token, old-token": 403,
    }


@pytest.mark.parametrize(
    "query",
    [
        "bodySHA256=abc",
        "bodysha256=abc",
        "body%53HA256=abc",
        "a=1&bodySHA256=",
        "bodySHA256=abc&bodySHA256=def",
    ],
)
def test_a_body_hash_in_the_query_is_refused_even_when_signed(
    client: FlaskClient, query: str
) -> None:
    path = f"{INBOUND}?{query}"
    for form in ({}, text(ANA, "MENU")):
        answer = client.post(
            path,
            data=form,
            headers={"X-Twilio-Signature": signature(path, form)},
            environ_overrides={"RAW_URI": path},
        )
        assert answer.status_code == 403


@pytest.mark.parametrize("query", ["?id=%C3%B1", "?id=a%2Fb%3Ac", "?x=1&id=m", "?id=a+b%20c", ""])
@pytest.mark.parametrize("server", ["RAW_URI", "REQUEST_URI", "QUERY_STRING"])
def test_the_signature_is_checked_against_the_request_line_as_it_was(
    client: FlaskClient, query: str, server: str
) -> None:
    form, path = {"MessageStatus": "sent"}, f"/sms/status{query}"
    # What each kind of WSGI server keeps of the request line; the query every one has to.
    kept = {"RAW_URI": "", "REQUEST_URI": "", "QUERY_STRING": query.removeprefix("?")}
    if server != "QUERY_STRING":
        kept[server] = path
    answer = client.post(
        path,
        data=form,
        headers={"X-Twilio-Signature": signature(path, form)},
        environ_overrides=kept,
    )
    assert answer.status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "10.0.0.7:9000"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "elsewhere.example"},
        {"X-Forwarded-Prefix": "/other", "Forwarded": "proto=https;host=elsewhere.example"},
        {"X-Original-Url": "/sms/status", "X-Rewrite-Url": "/sms/status"},
    ],
)
def test_behind_a_proxy_the_public_address_counts_whatever_the_proxy_says(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    code, twiml = post(client, INBOUND, text(ANA, "MENU"), **headers)
    assert code == 200
    assert "Reply with a number" in reply(twiml)


@pytest.mark.parametrize("line", ["/rain/sms/inbound", "/sms/inbound"])
def test_below_a_path_of_the_public_address_the_proxy_may_keep_or_take_the_path(
    phones: Phones, line: str
) -> None:
    public = "https://rain.example/rain"
    client = whole_app(phones, public_url=public).test_client()
    form = text(ANA, "MENU")
    answer = client.post(
        INBOUND,
        data=form,
        headers={"X-Twilio-Signature": signature(INBOUND, form, public_url=public)},
        environ_overrides={"RAW_URI": line},
    )
    assert answer.status_code == 200


def test_every_field_is_signed_and_white_space_counts(client: FlaskClient) -> None:
    form = text(ANA, "  MENU \r\n ", Empty="", Padded=" x ")
    right = signature(INBOUND, form)
    code, twiml = post(client, INBOUND, form)
    assert code == 200
    assert "Reply with a number" in reply(twiml)
    for changed in ({"Body": "MENU"}, {"Empty": "x"}, {"Padded": "x"}, {"New": ""}):
        other = {**form, **changed}
        assert post(client, INBOUND, other, **{"X-Twilio-Signature": right})[0] == 403


def test_of_a_field_that_comes_twice_the_first_counts(client: FlaskClient) -> None:
    form = MultiDict(
        [*text(ANA, "MENU").items(), ("Body", "ARRESTED"), ("Extra", "b"), ("Extra", "a")]
    )
    answer = client.post(
        INBOUND, data=form, headers={"X-Twilio-Signature": signature(INBOUND, form)}
    )
    assert answer.status_code == 200
    assert "Reply with a number" in reply(answer.text)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "multipart/form-data", "ñ"])
def test_what_is_no_form_is_an_empty_form(client: FlaskClient, kind: str) -> None:
    form = text(ANA, "MENU")
    body = json.dumps(form)
    signed = {"X-Twilio-Signature": signature(INBOUND, form)}
    empty = {"X-Twilio-Signature": signature(INBOUND, {})}
    assert client.post(INBOUND, data=body, content_type=kind, headers=signed).status_code == 403
    assert client.post(INBOUND, data=body, content_type=kind, headers=empty).status_code == 400


@pytest.mark.parametrize("broken", ["%FF%FE", "%C3", "%ED%A0%80", "%F5%80%80%80", "%", "%zz"])
def test_a_form_that_is_no_utf_8_is_refused_and_no_error_of_ours(
    client: FlaskClient, broken: str
) -> None:
    body = f"{urlencode(text(ANA, 'MENU'))}&Odd={broken}"
    signed = {"X-Twilio-Signature": signature(INBOUND, text(ANA, "MENU"))}
    assert client.post(INBOUND, data=body, content_type=FORM, headers=signed).status_code == 403


def test_a_body_that_no_text_has_is_too_large(client: FlaskClient) -> None:
    form = text(ANA, "x" * 70_000)
    assert post(client, INBOUND, form)[0] == 413
    many = {f"f{number}": "x" for number in range(20_000)}
    assert post(client, INBOUND, {**text(ANA, "MENU"), **many})[0] == 413
    # Nobody reads it before the signature is missed.
    assert client.post(INBOUND, data=urlencode(form), content_type=FORM).status_code == 403


@pytest.mark.parametrize("sid", ["", "SM\x00", "SM1;x", "S" * 65, "é" * 10])
def test_a_text_without_an_id_of_twilios_is_not_acted_on(client: FlaskClient, sid: str) -> None:
    assert post(client, INBOUND, {**text(ANA, "MENU"), "MessageSid": sid})[0] == 400


def test_the_public_address_is_never_the_one_that_was_asked_for(client: FlaskClient) -> None:
    form = text(ANA, "MENU")
    signed = signature(INBOUND, form, public_url="http://elsewhere.example")
    code, _ = post(
        client, INBOUND, form, **{"X-Twilio-Signature": signed, "Host": "elsewhere.example"}
    )
    assert code == 403
