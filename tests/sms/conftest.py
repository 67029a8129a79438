"""The words of a bilingual gateway."""

import pytest

from sms.words import Vocabulary
from tests.sms import spoken


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """English and Spanish, built from real catalogues."""
    return spoken.vocabulary(tmp_path_factory.mktemp("locales"))
