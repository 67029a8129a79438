"""The words of a bilingual gateway, and its webhooks."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from peers.phones import Phones
from sms import webhooks
from sms.calls import hotline, voice
from sms.parsing.vocabulary import Vocabulary
from tests.sms import spoken
from tests.sms.signed import TOKEN


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """English and Spanish, built from real catalogues."""
    return spoken.vocabulary(tmp_path_factory.mktemp("locales"))


@pytest.fixture
def client(phones: Phones) -> Iterator[FlaskClient]:
    """Whoever posts to the webhooks."""
    app = Flask("webhooks")
    for face in (webhooks, voice, hotline):
        face.init_app(app, phones.parts.gateway, auth_token=TOKEN)
    with app.test_client() as made:
        yield made
