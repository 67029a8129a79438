"""Signed words that a phone may hold for long."""

from pathlib import Path

import pytest

from checkin.messages import capabilities
from checkin.messages.capabilities import May
from checkin.storage.vault import Vault

OLD, NEW = "o" * 43, "n" * 43
ID = "8f14e45fceea167a5a36dedd4bea2543"
SIGNED_LONG_AGO = f"ok.{ID}.Sq52NTZ_mahDaqP5EgyjUg"
"""Under OLD, by a version that signed by hand: phones hold notifications with such a word."""


def vault(folder: Path, *secrets: str) -> Vault:
    return Vault.unlock(f"sqlite:///{folder}/keyring.db", secrets)


def test_what_was_given_is_taken_with_what_it_names(tmp_path: Path) -> None:
    ours = vault(tmp_path, OLD)
    word = capabilities.sign(ours, May.MORE, ID, "1795982400000")
    assert capabilities.verify(ours, word) == (May.MORE, (ID, "1795982400000"))


def test_a_notification_from_before_an_update_still_works(tmp_path: Path) -> None:
    assert capabilities.verify(vault(tmp_path, OLD), SIGNED_LONG_AGO) == (May.OK, (ID,))


def test_an_older_secret_is_still_taken_and_the_newest_one_signs(tmp_path: Path) -> None:
    both = vault(tmp_path, NEW, OLD)
    assert capabilities.verify(both, SIGNED_LONG_AGO) == (May.OK, (ID,))
    assert capabilities.sign(both, May.OK, ID) != SIGNED_LONG_AGO


@pytest.mark.parametrize("forged", ["", ".", "ok", f"ok.{ID}", f"ok.{ID}.", f"ok.{ID}.\xe4", "\0"])
def test_a_word_that_we_never_gave_is_not_taken(tmp_path: Path, forged: str) -> None:
    assert capabilities.verify(vault(tmp_path, OLD), forged) is None


def test_what_only_a_newer_version_knows_is_not_taken(tmp_path: Path) -> None:
    ours = vault(tmp_path, OLD)
    newer = capabilities._signer(ours).sign(f"later.{ID}").decode()
    assert capabilities.verify(ours, newer) is None


def test_a_signature_is_good_for_its_own_words_only(tmp_path: Path) -> None:
    more = SIGNED_LONG_AGO.replace("ok.", "more.", 1)
    assert capabilities.verify(vault(tmp_path, OLD), more) is None
    assert capabilities.verify(vault(tmp_path, NEW), SIGNED_LONG_AGO) is None
