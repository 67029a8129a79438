"""The parts put together: what the web, the worker and the commands all stand on."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import current_app
from twilio.rest import Client

from checkin import move
from checkin.clock import Clock, system_clock
from checkin.machine.notices import ChannelKind
from checkin.messages.channels import Channel
from checkin.storage import rekey
from checkin.storage.core import Caps, Core
from checkin.storage.database import Database
from checkin.storage.vault import Vault, VaultError
from checkin.worker.schedule import Chore
from content.files import ROOT
from content.library import Library
from content.phrases import LOCALES, Phrases
from sms.calls.voice import TwilioCaller
from sms.gateway import Gateway
from sms.parsing.vocabulary import Vocabulary
from sms.simulator.simulator import SimulatedCaller, Simulator
from sms.twilio.carrier import Retention, TwilioCarrier, connect, listing
from sms.twilio.erasure import Eraser
from webapp import heartbeat, spending
from webapp.push.channel import PushChannel
from webapp.settings import Settings, SettingsError

# Longer than any outage we hope for, shorter than we remember which texts we have had.
_INBOUND_WINDOW = timedelta(hours=24)
COMPILED = ROOT / "library.db"


@dataclass(frozen=True)
class Parts:
    """Everything that is made once per process. `simulator` is there in demo mode only, `client`
    to Twilio only outside it, `pusher` where push is on."""

    settings: Settings
    core: Core
    channels: dict[ChannelKind, Channel]
    gateway: Gateway
    simulator: Simulator | None
    client: Client | None
    pusher: PushChannel | None
    chores: tuple[Chore, ...]
    clock: Clock

    def close(self) -> None:
        """Close the database and the keyring; see Database.close."""
        self.core.database.close()
        self.core.vault.keyring.close()


@dataclass(frozen=True)
class Words:
    """What we say and what we understand, in every language. Nothing changes it once it was read,
    so several sets of parts in one process may share it."""

    phrases: Phrases
    library: Library
    vocabulary: Vocabulary

    @classmethod
    def read(cls, settings: Settings) -> "Words":
        """Raises ContentError."""
        phrases = Phrases.load(LOCALES)
        content = library(settings, phrases)
        return cls(phrases, content, _vocabulary(content, phrases))


def assemble(
    settings: Settings,
    clock: Clock = system_clock,
    *,
    words: Words | None = None,
    patient: bool = False,
) -> Parts:
    """Build the parts and bring the database up to date; where `patient`, and it does not answer,
    once it does. `words` are those that these settings lead to, where they were read before. Raises
    SettingsError, ContentError, or MoveError where everything was moved elsewhere."""
    try:
        vault = Vault.unlock(settings.keyring, settings.secrets, patient=patient)
    except VaultError as error:
        raise SettingsError(str(error)) from error
    words = words or Words.read(settings)
    phrases, content = words.phrases, words.library
    spoken = [language.code for language in phrases.languages]
    database = Database(settings.database)
    database.prepare(lambda: _bring_up_to_date(database), patient=patient)
    core = Core(
        database=database,
        vault=vault,
        phrases=phrases,
        library=content,
        public_url=settings.public_url,
        number=settings.number,
        timeline=settings.timeline,
        bounds=settings.bounds,
        lang=_default("RAINCHECK_LANGUAGE", settings.language, spoken),
        place=_default("RAINCHECK_PLACE", settings.place, content.places),
        strangers_an_hour=settings.strangers_an_hour,
        invitations_an_hour=settings.invitations_an_hour,
        invitations=settings.invitations,
        caps=spending.caps(settings),
    )
    simulator = Simulator(settings.instance / "simulator.db", clock) if settings.demo else None
    client = _client(settings) if settings.carrier_name == "twilio" else None
    channels: dict[ChannelKind, Channel] = {}
    if simulator:
        channels = {ChannelKind.TEXT: simulator, ChannelKind.CALL: SimulatedCaller(simulator)}
    if client:
        channels = _twilio(settings, client, clock)
    core = replace(core, calls=ChannelKind.CALL in channels)
    pusher = _pusher(settings, phrases, clock)
    if pusher:
        core = replace(core, push_key=pusher.key)
        channels[ChannelKind.PUSH] = pusher
    retention = Retention(settings.twilio_retention) if client else None
    gateway = Gateway(core, words.vocabulary, clock, retention)
    # What was deleted must not stay readable in SQLite's write-ahead log for long.
    erasing = Chore("erasing", timedelta(minutes=1), core.database.checkpoint)
    chores = [erasing, _renewal(core, clock)]
    if core.caps != Caps():
        chores.append(spending.chore(core, clock))
    if simulator:
        chores.append(_receipts(gateway, simulator))
    if client:
        chores.append(_catch_up(gateway, client))
    if settings.heartbeat_url:
        chores.append(heartbeat.chore(core, clock, settings.heartbeat_url))
    if client:
        # Last: of the chores that are due at once it is the one that can wait.
        eraser = Eraser(core, client, clock)
        chores.append(Chore("erasing at the carrier", timedelta(seconds=5), eraser.run))
    return Parts(settings, core, channels, gateway, simulator, client, pusher, tuple(chores), clock)


def _bring_up_to_date(database: Database) -> None:
    move.refuse_moved(database)
    database.migrate()


def library(settings: Settings, phrases: Phrases) -> Library:
    """The content compiled: beside its sources when it is ours alone, among what this host made
    when it has content of its own, or may not write where we are installed."""
    own = settings.instance / "library.db"
    if settings.content_dir:
        return Library.open(phrases, own, overlay=settings.content_dir)
    try:
        return Library.open(phrases, COMPILED)
    except PermissionError:
        return Library.open(phrases, own)


def _default(variable: str, wanted: str, known: Collection[str]) -> str:
    if wanted not in known:
        raise SettingsError(
            f"Raincheck does not start: {variable} is {wanted!r}, which it does not have. It has: "
            f"{', '.join(known)}"
        )
    return wanted


def _renewal(core: Core, clock: Clock) -> Chore:
    def run() -> None:
        keyring = core.vault.keyring
        keyring.rewrap()
        going = True
        while going:
            with core.write(clock()) as work:
                going = rekey.rekey_some(work) > 0
        with core.read(clock()) as work:
            unneeded = rekey.unneeded(work)
        keyring.destroy(unneeded)
        core.database.checkpoint()

    return Chore("keys", timedelta(hours=1), run)


def _receipts(gateway: Gateway, simulator: Simulator) -> Chore:
    """What Twilio would tell by callback, and the texts that we would find on its list."""

    def run() -> None:
        gateway.catch_up(simulator.late())
        for report in simulator.receipts():
            gateway.report(report.id, report.status, report.code)

    return Chore("receipts", timedelta(seconds=1), run)


def _catch_up(gateway: Gateway, client: Client) -> Chore:
    def run() -> None:
        listed = listing(client, gateway.clock() - _INBOUND_WINDOW)
        gateway.catch_up(listed.received)
        gateway.erase_replies(listed.replies)

    return Chore("late texts", timedelta(minutes=1), run)


def _client(settings: Settings) -> Client:
    return connect(
        settings.twilio_account_sid or "",
        settings.twilio_auth_token or "",
        api_base=settings.twilio_api_base,
    )


def _twilio(settings: Settings, client: Client, clock: Clock) -> dict[ChannelKind, Channel]:
    carrier = TwilioCarrier(
        client,
        public_url=settings.public_url,
        clock=clock,
        number=settings.sms_from,
        messaging_service_sid=settings.twilio_messaging_service_sid,
        retention=Retention(settings.twilio_retention),
    )
    channels: dict[ChannelKind, Channel] = {ChannelKind.TEXT: carrier}
    # A messaging service cannot call; a number can.
    if settings.sms_from:
        channels[ChannelKind.CALL] = TwilioCaller(
            client, number=settings.sms_from, public_url=settings.public_url
        )
    return channels


def _pusher(settings: Settings, phrases: Phrases, clock: Clock) -> PushChannel | None:
    pair = settings.push_pair
    if pair is None:
        return None
    return PushChannel(
        pair,
        phrases=phrases,
        public_url=settings.public_url,
        contact=settings.push_subject,
        clock=clock,
        further=settings.push_hosts,
    )


def _vocabulary(library: Library, phrases: Phrases) -> Vocabulary:
    languages = phrases.languages
    keywords = {
        language.code: {id: library.keywords(id, language.code) for id in library.cards}
        for language in languages
    }
    states = [place for place in library.places.values() if not place.is_country]
    places = {place.code: place.id for place in states}
    for language in languages:
        translator = phrases.translator(language.code)
        places |= {place.name(translator): place.id for place in states}
    return Vocabulary.build(phrases, keywords, places)


def parts() -> Parts:
    """The parts of the app that is handling this request."""
    found: Parts = current_app.extensions["raincheck"]
    return found
