"""Webhooks as Twilio signs them."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from peers.phones import Phones
from webapp import create_app

TOKEN = "the account's token"
PUBLIC = "http://127.0.0.1:8000"
_SIDS = count()


def whole_app(phones: Phones, *, token: str = TOKEN, public_url: str = PUBLIC) -> Flask:
    """The app with all that stands around the webhooks, of a host that has such a token."""
    parts = phones.parts
    gateway = replace(parts.gateway, core=replace(parts.core, public_url=public_url))
    settings = parts.settings.model_copy(update={"twilio_auth_token": token})
    return create_app(replace(parts, settings=settings, gateway=gateway))


def signature(path: str, form: Any, *, token: str = TOKEN, public_url: str = PUBLIC) -> str:
    return RequestValidator(token).compute_signature(public_url + path, form)


def post(
    client: FlaskClient, path: str, form: Mapping[str, str], **headers: str
) -> tuple[int, str]:
    """A webhook as Twilio sends it: the status and what was answered."""
    signed = {"X-Twilio-Signature": signature(path, form)} | headers
    answer = client.post(
        path,
        data=urlencode(form),
        content_type="application/x-www-form-urlencoded",
        headers=signed,
    )
    return answer.status_code, answer.text


def text(phone: str, body: str, **more: str) -> dict[str, str]:
    """The form of a new text."""
    return {"MessageSid": f"SM{next(_SIDS):032}", "From": phone, "Body": body, **more}


def reply(twiml: str) -> str:
    """The one message of an answer; empty when there is none."""
    return ElementTree.fromstring(twiml).findtext("Message") or ""  # noqa: S314
