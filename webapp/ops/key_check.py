"""The doctor's look at the secret keys and the keyring."""

from collections.abc import Iterator

import sqlalchemy as sa

from checkin.storage.vault import Vault, VaultError
from webapp.settings import Settings, SettingsError, sqlite_file
from webapp.symptom import Symptom, fine, note, wrong


def keys(settings: Settings) -> Iterator[Symptom]:
    """Whether there are keys, where they should be, that open what is sealed."""
    kept = settings.instance / "secret.key"
    if settings.demo and not settings.secret_keys:
        if not kept.exists():
            yield note("keys", "There is no secret key yet.", mend="raincheck serve  (makes one)")
            return
        if kept.stat().st_mode & 0o077:
            yield wrong(
                "keys",
                f"Others on this machine can read {kept}.",
                "Whoever has it and the database reads everything in it.",
                f"chmod 600 {kept}",
            )
    try:
        secrets = settings.secrets
    except SettingsError as error:
        yield wrong("keys", str(error), "Nothing can be sealed or opened.", "raincheck keys new")
        return
    ring, rows = sqlite_file(settings.keyring), sqlite_file(settings.database)
    if ring and not ring.exists():
        if rows and not rows.exists():
            yield note("keys", "There is no keyring yet.", mend="raincheck serve  (makes one)")
            return
        yield wrong(
            "keys",
            f"The keyring {ring} is gone, and the database is not.",
            "Nothing that the database holds can be opened: no name, number or note.",
            f"Stop everything and put {ring} back from where it was moved, or from a backup.",
        )
        return
    yield _opens(settings.keyring, secrets)


def _opens(keyring: str, secrets: tuple[str, ...]) -> Symptom:
    try:
        ring = Vault.unlock(keyring, secrets).keyring
        days = ring.epochs()
        for day in days:
            ring.key(day)
        ring.close()
    except (VaultError, sa.exc.SQLAlchemyError) as error:
        # A database's own words may quote its address, password and all.
        said = str(error) if isinstance(error, VaultError) else "The keyring does not answer."
        return wrong(
            "keys",
            said,
            "What was sealed cannot be opened: alerts would have no number and no words.",
            "Put every secret key that was ever used into RAINCHECK_SECRET_KEYS, newest first.",
        )
    return fine("keys", f"The secret keys open all {len(days)} keys on the keyring.")
