"""The doctor says what is wrong, why it matters and what mends it, and changes nothing."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from checkin.machine.notices import Kind
from checkin.messages import erasures, outbox
from checkin.messages.outbox import Outgoing
from checkin.storage.database import Database
from checkin.storage.tables import erasures as erasures_table
from checkin.storage.tables import workers
from checkin.storage.vault import new_secret
from peers import EmulatedTwilio
from peers.phones import Phones
from webapp.cli import main
from webapp.ops import doctor
from webapp.settings import Settings
from webapp.symptom import State, Symptom

PUBLIC = "https://rain.example"
KEY = new_secret()


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("RAINCHECK_", "TWILIO_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RAINCHECK_INSTANCE", str(tmp_path))


@pytest.fixture
def hosted(twilio: EmulatedTwilio, tmp_path: Path) -> Iterator[Settings]:
    """A host with a Twilio account, whose texts and calls reach it."""
    twilio.send_webhooks_to(sms=f"{PUBLIC}/sms/inbound", voice=f"{PUBLIC}/voice/inbound")
    yield Settings(
        instance=tmp_path,
        public_url=PUBLIC,
        secret_keys=(KEY,),
        sms_from=twilio.number,
        twilio_account_sid=twilio.account_sid,
        twilio_auth_token=twilio.auth_token,
        twilio_api_base=twilio.base_url,
    )


def found(settings: Settings, phones: Phones | None = None) -> list[Symptom]:
    now = phones.now if phones else Phones.now
    return list(doctor.examine(settings, now))


def wrong(settings: Settings, phones: Phones | None = None) -> list[Symptom]:
    return [symptom for symptom in found(settings, phones) if symptom.state is State.WRONG]


def only(settings: Settings, phones: Phones | None = None) -> Symptom:
    """The one thing that is wrong, with a reason and a remedy."""
    (symptom,) = wrong(settings, phones)
    assert symptom.why
    assert symptom.mend
    return symptom


def run() -> tuple[int, str]:
    result = CliRunner().invoke(main, ["doctor"])
    return result.exit_code, result.output


def test_a_demo_that_runs_has_nothing_wrong_with_it(phones: Phones) -> None:
    assert wrong(phones.parts.settings, phones) == []
    states = {symptom.about: symptom.state for symptom in found(phones.parts.settings, phones)}
    assert states == {
        "keys": State.FINE,
        "database": State.FINE,
        "worker": State.FINE,
        "carrier": State.NOTE,
        "push": State.FINE,
        "content": State.FINE,
    }


def test_before_the_first_start_the_doctor_says_how_to_start_and_makes_nothing(
    tmp_path: Path,
) -> None:
    code, said = run()
    assert code == 1
    assert "mend: raincheck serve" in said
    assert said.endswith("1 wrong.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_dead_worker_is_named_with_the_command_that_starts_one(phones: Phones) -> None:
    with phones.parts.core.database.write() as conn:
        conn.execute(workers.delete())
    code, said = run()
    assert code == 1
    assert "raincheck worker" in said


def test_settings_that_make_no_sense_are_said_as_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAINCHECK_GRACE", "soon")
    code, said = run()
    assert code == 1
    assert "RAINCHECK_GRACE" in said


def test_a_worker_that_died_is_wrong(phones: Phones) -> None:
    phones.now += timedelta(minutes=5)
    assert only(phones.parts.settings, phones).about == "worker"


def test_a_missing_secret_key_is_answered_with_the_command_that_makes_one(
    hosted: Settings,
) -> None:
    settings = hosted.model_copy(update={"secret_keys": ()})
    keys = next(symptom for symptom in wrong(settings) if symptom.about == "keys")
    assert keys.mend == "raincheck keys new"


def test_a_secret_key_that_others_can_read_is_wrong(phones: Phones, tmp_path: Path) -> None:
    (tmp_path / "secret.key").chmod(0o644)
    assert only(phones.parts.settings, phones).mend == f"chmod 600 {tmp_path / 'secret.key'}"


def test_a_keyring_under_another_secret_key_is_wrong(phones: Phones) -> None:
    settings = phones.parts.settings.model_copy(update={"secret_keys": (KEY,)})
    phones.invite("+12025550111", "+12025550122", "Sam")
    symptom = only(settings, phones)
    assert symptom.about == "keys"
    assert "RAINCHECK_SECRET_KEYS" in symptom.mend


def test_a_keyring_that_is_gone_is_wrong_and_is_not_made_anew(
    phones: Phones, tmp_path: Path
) -> None:
    (tmp_path / "keyring.db").rename(tmp_path / "elsewhere.db")
    assert "keyring.db is gone" in only(phones.parts.settings, phones).what
    assert not (tmp_path / "keyring.db").exists()


def test_a_database_of_another_version_is_wrong(phones: Phones) -> None:
    with phones.parts.core.database.write() as conn:
        conn.execute(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    assert "raincheck serve" in only(phones.parts.settings, phones).mend


def test_a_database_that_does_not_answer_is_wrong_and_its_password_is_not_printed(
    tmp_path: Path,
) -> None:
    url = "postgresql+psycopg://rain:hush@127.0.0.1:1/rain"
    settings = Settings(
        instance=tmp_path, carrier="simulator", secret_keys=(KEY,), database_url=url
    )
    said = wrong(settings)
    assert {symptom.about for symptom in said} == {"keys", "database"}
    assert "hush" not in str(said)


def test_a_content_folder_with_a_fault_is_wrong(phones: Phones, tmp_path: Path) -> None:
    cards = tmp_path / "mine" / "cards"
    cards.mkdir(parents=True)
    (cards / "stopped.md").write_text("no front matter\n")
    settings = phones.parts.settings.model_copy(update={"content_dir": tmp_path / "mine"})
    assert only(settings, phones).mend == "raincheck content check"


def test_alerts_that_wait_while_the_carrier_takes_nothing_are_wrong(phones: Phones) -> None:
    with phones.parts.core.write(phones.now - timedelta(minutes=3)) as work:
        outbox.enqueue(work, kind=Kind.ALERT, to="+12025550122", lang="en", body="")
    assert "carrier takes nothing" in only(phones.parts.settings, phones).what


@pytest.mark.parametrize(("code", "state"), [("30034", State.WRONG), ("30003", State.NOTE)])
def test_the_carriers_errors_are_counted_and_led_to_their_explanation(
    phones: Phones, code: str, state: State
) -> None:
    with phones.parts.core.write(phones.now) as work:
        outbox.enqueue(work, kind="reply", to="+12025550122", lang="en", body="")
        claimed: list[Outgoing] = outbox.claim(work, 1)
        outbox.retry(work, claimed[0], doubtful=False, code=code)
    (symptom,) = [each for each in found(phones.parts.settings, phones) if each.about == "errors"]
    assert symptom.state is state
    assert symptom.mend.endswith(f"/errors/{code}")


@pytest.mark.parametrize(
    ("since", "attempts", "state", "said"),
    [
        (timedelta(0), 0, State.FINE, "erased at Twilio once they have ended; 1 wait"),
        (timedelta(hours=1), 0, State.WRONG, "1 texts should have been erased"),
        (timedelta(0), erasures.TRIES, State.WRONG, "1 texts were not erased"),
    ],
)
def test_what_the_carrier_still_keeps_is_counted(
    hosted: Settings, since: timedelta, attempts: int, state: State, said: str
) -> None:
    database = Database(hosted.database)
    database.migrate()
    with database.write() as conn:
        row = {"provider_id": "SM1", "due_at": Phones.now - since, "attempts": attempts}
        conn.execute(erasures_table.insert().values(row))
    database.close()
    first = next(symptom for symptom in found(hosted) if symptom.about == "erasing")
    assert first.state is state
    assert said in first.what


def test_the_doctor_says_when_the_carrier_is_told_to_keep_nothing(hosted: Settings) -> None:
    database = Database(hosted.database)
    database.migrate()
    database.close()
    settings = hosted.model_copy(update={"twilio_retention": "discard"})
    (symptom,) = [symptom for symptom in found(settings) if symptom.about == "erasing"]
    assert symptom.state is State.FINE
    assert "told not to keep our texts" in symptom.what


def twilio_only(settings: Settings) -> list[Symptom]:
    return [symptom for symptom in found(settings) if symptom.about in ("twilio", "address")]


def test_an_account_whose_texts_and_calls_reach_us_is_fine(hosted: Settings) -> None:
    credentials, texts, _, calls = twilio_only(hosted)
    assert {each.state for each in (credentials, texts, calls)} == {State.FINE}
    assert f"{PUBLIC}/sms/inbound" in texts.what
    assert f"{PUBLIC}/voice/inbound" in calls.what


def test_a_number_whose_texts_go_elsewhere_is_wrong_with_the_command_that_turns_them(
    hosted: Settings, twilio: EmulatedTwilio
) -> None:
    twilio.send_webhooks_to(sms="https://elsewhere.example/")
    (symptom,) = [each for each in twilio_only(hosted) if "Texts" in each.what]
    assert symptom.state is State.WRONG
    assert "elsewhere.example" in symptom.what
    assert f"-d SmsUrl={PUBLIC}/sms/inbound" in symptom.mend
    assert twilio.auth_token not in str(symptom)


@pytest.mark.parametrize("service", [False, True])
@pytest.mark.parametrize("elsewhere", ["", "https://elsewhere.example/"])
def test_a_number_whose_calls_are_not_answered_is_noted_with_the_command_that_turns_them(
    hosted: Settings, twilio: EmulatedTwilio, elsewhere: str, service: bool
) -> None:
    twilio.send_webhooks_to(sms=f"{PUBLIC}/sms/inbound", voice=elsewhere)
    sid = twilio.messaging_service_sid if service else None
    settings = hosted.model_copy(update={"twilio_messaging_service_sid": sid})
    (symptom,) = [each for each in twilio_only(settings) if "Calls" in each.what]
    assert symptom.state is State.NOTE
    assert (elsewhere or "nowhere") in symptom.what
    assert f"-d VoiceUrl={PUBLIC}/voice/inbound" in symptom.mend


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"twilio_auth_token": "wrong"}, "refuses the credentials"),
        ({"twilio_account_sid": "AC" + "9" * 32}, "refuses the credentials"),
        ({"sms_from": "+12025550177"}, "has no number +12025550177"),
        ({"twilio_api_base": "http://127.0.0.1:1"}, "cannot be reached"),
        ({"public_url": "http://127.0.0.1:8000"}, "RAINCHECK_PUBLIC_URL is http://127.0.0.1:8000"),
    ],
)
def test_what_keeps_twilio_from_working_is_named(
    hosted: Settings, change: dict[str, str], said: str
) -> None:
    symptoms = twilio_only(hosted.model_copy(update=change))
    assert any(said in each.what for each in symptoms if each.state is State.WRONG)


def test_a_messaging_service_whose_texts_go_nowhere_is_wrong_with_the_command_that_turns_them(
    hosted: Settings, twilio: EmulatedTwilio
) -> None:
    sid = twilio.messaging_service_sid
    _, symptom, *_ = twilio_only(hosted.model_copy(update={"twilio_messaging_service_sid": sid}))
    assert symptom.state is State.WRONG
    assert f"-d InboundRequestUrl={PUBLIC}/sms/inbound" in symptom.mend


def test_a_host_that_nobody_outside_watches_is_told_how_to_be_watched(hosted: Settings) -> None:
    (alone,) = [symptom for symptom in found(hosted) if symptom.about == "monitor"]
    assert "RAINCHECK_HEARTBEAT_URL" in alone.mend
    watched = hosted.model_copy(update={"heartbeat_url": "https://monitor.example/secret"})
    (seen,) = [symptom for symptom in found(watched) if symptom.about == "monitor"]
    assert seen.state is State.FINE
    assert "secret" not in seen.what
