"""What is sealed stays sealed, opens only in its own place, and survives a change of secret."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkin.storage.keyring import LOOKUP_EPOCH, Keyring, epoch_of
from checkin.storage.vault import Vault, VaultError, new_secret, new_token, token_hash

CELL = "people.phone:1"
TODAY = date(2026, 11, 23)
OLD, NEW = new_secret(), new_secret()
texts = st.text(max_size=200)
# The vault keeps nothing between examples but its keys.
one_vault = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def ring(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/keyring.db"


@pytest.fixture
def vault(ring: str) -> Iterator[Vault]:
    made = Vault.unlock(ring, [NEW])
    yield made
    made.keyring.close()


@one_vault
@given(texts)
def test_what_is_sealed_opens_again(vault: Vault, text: str) -> None:
    assert vault.open(vault.seal(text, CELL, TODAY), CELL) == text


@one_vault
@given(st.text(min_size=4, max_size=200))
def test_a_sealed_value_shows_nothing_of_the_text_and_never_looks_the_same(
    vault: Vault, text: str
) -> None:
    once, twice = vault.seal(text, CELL, TODAY), vault.seal(text, CELL, TODAY)
    assert once != twice
    assert text.encode() not in once


@one_vault
@given(texts, st.sampled_from(["people.phone:2", "people.name:1", "people.phone:11", ""]))
def test_a_sealed_value_does_not_open_in_another_cell(
    vault: Vault, text: str, elsewhere: str
) -> None:
    with pytest.raises(VaultError):
        vault.open(vault.seal(text, CELL, TODAY), elsewhere)


@one_vault
@given(st.data())
def test_a_value_with_any_byte_changed_or_cut_off_does_not_open(
    vault: Vault, data: st.DataObject
) -> None:
    sealed = vault.seal("+12025550111", CELL, TODAY)
    place = data.draw(st.integers(0, len(sealed) - 1))
    flip = data.draw(st.integers(1, 255))
    changed = sealed[:place] + bytes([sealed[place] ^ flip]) + sealed[place + 1 :]
    for broken in (changed, sealed[:place]):
        with pytest.raises(VaultError):
            vault.open(broken, CELL)


@one_vault
@given(st.binary(max_size=80))
def test_bytes_that_we_never_sealed_do_not_open(vault: Vault, junk: bytes) -> None:
    with pytest.raises(VaultError):
        vault.open(junk, CELL)


def test_a_new_secret_opens_what_was_sealed_under_the_old_one(ring: str) -> None:
    before = Vault.unlock(ring, [OLD])
    sealed, hashed = before.seal("Room 12", CELL, TODAY), before.hash("+12025550111")
    after = Vault.unlock(ring, [NEW, OLD])
    assert after.open(sealed, CELL) == "Room 12"
    assert after.hash("+12025550111") == hashed
    before.keyring.close()
    after.keyring.close()


def test_once_rewrapped_the_old_secret_can_be_taken_away(ring: str) -> None:
    before = Vault.unlock(ring, [OLD])
    sealed, hashed = before.seal("Room 12", CELL, TODAY), before.hash("+12025550111")
    both = Vault.unlock(ring, [NEW, OLD])
    both.keyring.rewrap()
    after = Vault.unlock(ring, [NEW])
    assert after.open(sealed, CELL) == "Room 12"
    assert after.hash("+12025550111") == hashed
    for vault in (before, both, after):
        vault.keyring.close()


def test_a_keyring_of_another_secret_is_refused_with_what_to_do(ring: str) -> None:
    before = Vault.unlock(ring, [OLD])
    sealed = before.seal("Room 12", CELL, TODAY)
    stranger = Vault.unlock(ring, [NEW])
    with pytest.raises(VaultError, match="Put that one back into RAINCHECK_SECRET_KEYS"):
        stranger.open(sealed, CELL)
    before.keyring.close()
    stranger.keyring.close()


@pytest.mark.promise(
    "An old copy of the database stays closed for good once the keys of its days are destroyed.",
    of=3,
)
def test_an_old_copy_cannot_be_opened_with_todays_secret_once_its_days_key_is_destroyed(
    vault: Vault, ring: str
) -> None:
    stolen = vault.seal("Room 12", CELL, TODAY - timedelta(days=30))
    kept = vault.seal("Room 13", CELL, TODAY)
    vault.keyring.destroy([epoch_of(TODAY - timedelta(days=30))])
    again = Vault.unlock(ring, [NEW])
    for each in (vault, again):
        with pytest.raises(VaultError, match="its key is gone"):
            each.open(stolen, CELL)
        assert each.open(kept, CELL) == "Room 13"
    again.keyring.close()


def test_a_destroyed_key_leaves_no_readable_byte_in_its_file(vault: Vault, tmp_path: Path) -> None:
    day = epoch_of(TODAY)
    vault.keyring.key(day, make=True)
    wrapped = vault.keyring._read(day)
    assert wrapped
    vault.keyring.destroy([day])
    for file in tmp_path.glob("keyring.db*"):
        assert wrapped not in file.read_bytes()


def test_the_key_that_finds_numbers_is_never_destroyed(vault: Vault) -> None:
    hashed = vault.hash("+12025550111")
    vault.keyring.destroy([LOOKUP_EPOCH])
    assert vault.hash("+12025550111") == hashed
    assert LOOKUP_EPOCH not in vault.keyring.epochs()


def test_two_processes_that_start_together_agree_on_the_days_key(ring: str) -> None:
    one, two = Keyring(ring, [NEW]), Keyring(ring, [NEW])
    assert one.key(5, make=True) == two.key(5, make=True)
    one.close()
    two.close()


def test_the_hash_of_a_number_needs_the_keyring(tmp_path: Path) -> None:
    one = Vault.unlock(f"sqlite:///{tmp_path}/one.db", [NEW])
    two = Vault.unlock(f"sqlite:///{tmp_path}/two.db", [NEW])
    assert one.hash("+12025550111") != two.hash("+12025550111")
    one.keyring.close()
    two.keyring.close()


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ([], "no secret key"),
        (["hunter2"], "Secret key 1 is shorter"),
        ([NEW, "x" * 31], "Secret key 2 is shorter"),
    ],
)
def test_a_weak_or_missing_secret_is_refused_with_what_to_do(
    ring: str, keys: list[str], sentence: str
) -> None:
    with pytest.raises(VaultError, match=sentence) as refused:
        Vault.unlock(ring, keys)
    assert "raincheck keys new" in str(refused.value)
    assert not any(key in str(refused.value) for key in keys)


def test_subkeys_differ_by_purpose_and_by_secret(vault: Vault) -> None:
    both = Vault(vault.keyring, [NEW, OLD])
    cookies, other = both.subkeys("cookies"), both.subkeys("other")
    assert len({*cookies, *other}) == 4
    assert cookies[:1] == vault.subkeys("cookies")


def test_tokens_are_long_random_and_kept_as_a_hash_only() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {24}
    token = tokens.pop()
    assert token.encode() not in token_hash(token)
