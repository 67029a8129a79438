"""Settings, read once from environment variables. What is wrong is said at the start."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from checkin.machine.advance import Timeline
from checkin.storage.core import Bounds, Invitations
from checkin.storage.vault import new_secret
from checkin.times.durations import parse_duration
from content.phrases import SOURCE
from webapp.push.services import origin
from webapp.push.vapid import Pair, new_private

_TIMELINE = Timeline()
Carrier = Literal["simulator", "twilio"]
DEMO_NUMBER = "+12025550100"  # 202-555-01xx is reserved for fiction


class SettingsError(Exception):
    """The app does not start with these settings. The text says why and what to do."""


def _duration(value: Any) -> Any:
    return parse_duration(value) if isinstance(value, str) else value


Duration = Annotated[timedelta, BeforeValidator(_duration)]


class Settings(BaseSettings):
    """One field per environment variable: RAINCHECK_ and its name, unless an alias differs."""

    model_config = SettingsConfigDict(env_prefix="RAINCHECK_", frozen=True, populate_by_name=True)

    instance: Path = Path("instance")
    database_url: str = ""
    secret_keys: Annotated[tuple[str, ...], NoDecode] = ()
    carrier: Carrier | Literal[""] = ""
    public_url: str = "http://127.0.0.1:8000"
    bind: str = "127.0.0.1:8000"
    # How many proxies stand in front and add to X-Forwarded-For: see SECURITY.md.
    proxies: int | None = Field(None, ge=0, le=10)
    keyring_url: str = ""
    content_dir: Path | None = None
    sms_from: str | None = None
    twilio_retention: Literal["redact", "discard"] = "redact"
    heartbeat_url: str | None = None
    metrics_token: str | None = None
    push_private_key: str | None = None
    push_contact: str | None = None
    push_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    # Where quick exit leads: what anyone might have open.
    exit_to: str = "https://www.google.com/"
    language: str = SOURCE
    place: str = "us"
    strangers_an_hour: int = Field(1000, ge=1)
    invitations_an_hour: int = Field(300, ge=1)
    invitations: Invitations = Invitations.TEXT
    # US dollars for texts, in a day and in a month (UTC). What timers need is sent all the same.
    daily_cap: Decimal | None = Field(None, gt=0)
    monthly_cap: Decimal | None = Field(None, gt=0)

    reminder: Duration = _TIMELINE.reminder
    grace: Duration = _TIMELINE.grace
    escalate: Duration = _TIMELINE.escalate
    hold: Duration = _TIMELINE.hold
    min_timer: Duration = Bounds.shortest
    max_timer: Duration = Bounds.longest

    twilio_account_sid: str | None = Field(None, validation_alias="TWILIO_ACCOUNT_SID")
    twilio_auth_token: str | None = Field(None, validation_alias="TWILIO_AUTH_TOKEN")
    twilio_messaging_service_sid: str | None = Field(
        None, validation_alias="TWILIO_MESSAGING_SERVICE_SID"
    )
    twilio_api_base: str | None = Field(None, validation_alias="TWILIO_API_BASE")

    @field_validator("push_private_key")
    @classmethod
    def _a_key(cls, value: str | None) -> str | None:
        if value is not None:
            Pair.of(value)
        return value

    @field_validator("push_contact")
    @classmethod
    def _a_contact(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("mailto:", "https://")):
            raise ValueError("push services take an address that starts with mailto: or https://")
        return value

    @field_validator("push_hosts")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not each.startswith(("https://", "http://")) for each in value):
            raise ValueError("write each as an origin, such as https://push.example")
        return tuple(origin(each) for each in value)

    @field_validator("secret_keys", "push_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("public_url")
    @classmethod
    def _trim(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("heartbeat_url", "exit_to")
    @classmethod
    def _on_the_web(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://")):
            raise ValueError("an address to fetch starts with https:// or http://")
        return value

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, values: Any) -> Any:
        return {key: value for key, value in values.items() if value not in ("", None)}

    @property
    def demo(self) -> bool:
        """Whether this is demo mode: the carrier is the simulator, no real text is sent."""
        return self.carrier_name == "simulator"

    @property
    def carrier_name(self) -> Carrier:
        if self.carrier:
            return self.carrier
        return "twilio" if self.twilio_account_sid and self.twilio_auth_token else "simulator"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.instance / 'raincheck.db'}"

    @property
    def keyring(self) -> str:
        """The database URL of the keyring: a file of its own beside SQLite's, in PostgreSQL a
        schema of its own, where every machine finds it."""
        if self.keyring_url or not self.database.startswith("sqlite"):
            return self.keyring_url or self.database
        return f"sqlite:///{self.instance / 'keyring.db'}"

    @property
    def trusted_proxies(self) -> int:
        """How many reverse proxies before us to trust in X-Forwarded-For. We speak no TLS
        ourselves, so an https address means at least one."""
        if self.proxies is not None:
            return self.proxies
        return 1 if self.public_url.startswith("https:") else 0

    @property
    def number(self) -> str:
        """Our own number as people text it, or the demo's."""
        return self.sms_from or DEMO_NUMBER

    @property
    def timeline(self) -> Timeline:
        return Timeline(self.reminder, self.grace, self.escalate, self.hold)

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.min_timer, self.max_timer)

    @property
    def push_pair(self) -> Pair | None:
        """The VAPID keys; None where push is off. In demo mode made once and kept in the instance
        folder."""
        if self.push_private_key:
            return Pair.of(self.push_private_key)
        return Pair.of(_kept(self.instance / "push.key", new_private)) if self.demo else None

    @property
    def push_subject(self) -> str:
        """The VAPID subject: the address at which push services reach the host. Raises
        SettingsError where there is none."""
        if self.push_contact:
            return self.push_contact
        if self.public_url.startswith("https:"):
            return self.public_url
        if self.demo:
            return "mailto:demo@raincheck.example"
        raise SettingsError(
            "Raincheck does not start: push is on, but push services are told of nobody they could "
            "reach. Set RAINCHECK_PUSH_CONTACT, such as mailto:host@example.org"
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret keys, newest first. In demo mode made once and kept in the instance folder;
        else raises SettingsError where none is set."""
        if self.secret_keys:
            return self.secret_keys
        if not self.demo:
            raise SettingsError(
                "Raincheck does not start: RAINCHECK_SECRET_KEYS is not set. Without it nothing "
                "could be sealed. Make a key with: raincheck keys new"
            )
        return (_kept(self.instance / "secret.key", new_secret),)


def load(**overrides: Any) -> Settings:
    """The settings of this process. Raises SettingsError with every fault in one text."""
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        lines = [
            f"  {_variable(e['loc'])}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        ]
        raise SettingsError(
            "Raincheck does not start with these settings:\n" + "\n".join(lines)
        ) from error
    if settings.carrier_name == "twilio":
        _require_twilio(settings)
    return settings


def sqlite_file(url: str) -> Path | None:
    """The file behind a database URL; None unless it is SQLite's."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _require_twilio(settings: Settings) -> None:
    missing = [
        name
        for name, value in (
            ("TWILIO_ACCOUNT_SID", settings.twilio_account_sid),
            ("TWILIO_AUTH_TOKEN", settings.twilio_auth_token),
            (
                "TWILIO_MESSAGING_SERVICE_SID or RAINCHECK_SMS_FROM",
                settings.twilio_messaging_service_sid or settings.sms_from,
            ),
        )
        if not value
    ]
    if missing:
        raise SettingsError(
            f"Raincheck does not start: the carrier is Twilio, but {', '.join(missing)} is not "
            "set. Set it, or try everything without Twilio: RAINCHECK_CARRIER=simulator"
        )


def _variable(location: tuple[int | str, ...]) -> str:
    name = str(location[0]) if location else "settings"
    return name if name.isupper() else f"RAINCHECK_{name.upper()}"


def _kept(file: Path, new: Callable[[], str]) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with file.open("x") as written:
                file.chmod(0o600)
                written.write(new() + "\n")
        except FileExistsError:
            pass  # another process of ours was first
    return file.read_text().strip()
