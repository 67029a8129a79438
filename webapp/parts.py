"""The parts put together: what the web, the worker and the commands all stand on."""

from dataclasses import dataclass, replace

from content.library import Library
from flask import current_app
from sms.carrier import TwilioCarrier
from sms.simulator import Simulator

from checkin.channels import Channel
from checkin.clock import Clock, system_clock
from checkin.core import Core
from checkin.database import Database
from checkin.notices import By
from checkin.vault import Vault, VaultError
from content.phrases import Phrases
from webapp.settings import Settings, SettingsError


@dataclass(frozen=True)
class Parts:
    """Everything that is made once per process. `simulator` is there in demo mode only."""

    settings: Settings
    core: Core
    channels: dict[By, Channel]
    simulator: Simulator | None
    clock: Clock

    def with_clock(self, clock: Clock) -> "Parts":
        return replace(self, clock=clock)


def assemble(settings: Settings, clock: Clock = system_clock) -> Parts:
    """Build the parts and bring the database up to date. Raises SettingsError or ContentError."""
    try:
        vault = Vault(settings.secrets)
    except VaultError as error:
        raise SettingsError(str(error)) from error
    phrases = Phrases.load()
    database = Database(settings.database)
    database.migrate()
    core = Core(
        database=database,
        vault=vault,
        phrases=phrases,
        library=Library.load(phrases, overlay=settings.content_dir),
        public_url=settings.public_url,
        number=settings.number,
        timeline=settings.timeline,
        bounds=settings.bounds,
    )
    simulator = (
        Simulator(settings.instance / "simulator.db", settings.number) if settings.demo else None
    )
    text: Channel = simulator or TwilioCarrier(settings)
    return Parts(settings, core, {By.TEXT: text}, simulator, clock)


def parts() -> Parts:
    """The parts of the app that is handling this request."""
    found: Parts = current_app.extensions["raincheck"]
    return found
