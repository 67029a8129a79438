"""What is sealed stays sealed, opens only in its own place, and survives a change of secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.vault import Vault, VaultError, new_secret, new_token, token_hash

CELL = "people.phone:1"
OLD, NEW = new_secret(), new_secret()
texts = st.text(max_size=200)


@given(texts)
def test_what_is_sealed_opens_again(text: str) -> None:
    vault = Vault([NEW])
    assert vault.open(vault.seal(text, CELL), CELL) == text


@given(st.text(min_size=4, max_size=200))
def test_a_sealed_value_shows_nothing_of_the_text_and_never_looks_the_same(text: str) -> None:
    vault = Vault([NEW])
    once, twice = vault.seal(text, CELL), vault.seal(text, CELL)
    assert once != twice
    assert text.encode() not in once


@given(texts, st.sampled_from(["people.phone:2", "people.name:1", "people.phone:11", ""]))
def test_a_sealed_value_does_not_open_in_another_cell(text: str, elsewhere: str) -> None:
    vault = Vault([NEW])
    with pytest.raises(VaultError):
        vault.open(vault.seal(text, CELL), elsewhere)


@given(st.data())
def test_a_value_with_any_byte_changed_or_cut_off_does_not_open(data: st.DataObject) -> None:
    vault = Vault([NEW])
    sealed = vault.seal("+12025550111", CELL)
    place = data.draw(st.integers(0, len(sealed) - 1))
    flip = data.draw(st.integers(1, 255))
    changed = sealed[:place] + bytes([sealed[place] ^ flip]) + sealed[place + 1 :]
    for broken in (changed, sealed[:place]):
        with pytest.raises(VaultError):
            vault.open(broken, CELL)


@given(st.binary(max_size=80))
def test_bytes_that_we_never_sealed_do_not_open(junk: bytes) -> None:
    with pytest.raises(VaultError):
        Vault([NEW]).open(junk, CELL)


def test_a_new_secret_opens_what_the_old_one_sealed_and_seals_with_the_new() -> None:
    before, after = Vault([OLD]), Vault([NEW, OLD])
    assert after.open(before.seal("Room 12", CELL), CELL) == "Room 12"
    with pytest.raises(VaultError, match="secret key that is not here"):
        before.open(after.seal("Room 12", CELL), CELL)


def test_a_number_is_found_after_a_change_of_secret_and_stored_under_the_newest() -> None:
    before, after = Vault([OLD]), Vault([NEW, OLD])
    assert before.hash("+12025550111") in after.find("+12025550111")
    assert after.hash("+12025550111") == Vault([NEW]).hash("+12025550111")
    assert before.hash("+12025550111") != after.hash("+12025550111")


def test_the_hash_of_a_number_needs_the_secret() -> None:
    assert Vault([OLD]).hash("+12025550111") != Vault([NEW]).hash("+12025550111")


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ([], "no secret key"),
        (["hunter2"], "Secret key 1 is shorter"),
        ([NEW, "x" * 31], "Secret key 2 is shorter"),
    ],
)
def test_a_weak_or_missing_secret_is_refused_with_what_to_do(
    keys: list[str], sentence: str
) -> None:
    with pytest.raises(VaultError, match=sentence) as refused:
        Vault(keys)
    assert "raincheck keys new" in str(refused.value)
    assert not any(key in str(refused.value) for key in keys)


def test_subkeys_differ_by_purpose_and_from_the_sealing_key() -> None:
    vault = Vault([NEW, OLD])
    cookies, seal = vault.subkeys("cookies"), vault.subkeys("seal")
    assert len({*cookies, *seal}) == 4
    assert cookies == Vault([NEW, OLD]).subkeys("cookies")


def test_tokens_are_long_random_and_kept_as_a_hash_only() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {24}
    token = tokens.pop()
    assert token.encode() not in token_hash(token)
    assert token_hash(token) == token_hash(token)


def test_a_fresh_secret_is_long_enough_for_the_vault() -> None:
    Vault([new_secret()])
