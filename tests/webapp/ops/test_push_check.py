"""What the doctor says of push."""

from pathlib import Path

from tests.webapp.conftest import Site
from webapp.ops import doctor, push_check
from webapp.push.vapid import new_private
from webapp.settings import Settings
from webapp.symptom import State, Symptom

HOSTED = {"carrier": "twilio", "public_url": "https://rain.example"}


def look(settings: Settings) -> Symptom:
    [symptom] = push_check.setup(settings)
    return symptom


def test_the_doctor_says_whether_push_is_set_up(tmp_path: Path) -> None:
    assert look(Settings(**HOSTED)).state is State.NOTE
    assert "text alone" in look(Settings(**HOSTED)).what
    demo = Settings(instance=tmp_path, carrier="simulator")
    assert look(demo).state is State.NOTE
    assert not (tmp_path / "push.key").exists()
    assert demo.push_pair
    assert look(demo).state is State.FINE
    key = new_private()
    assert look(Settings(push_private_key=key, **HOSTED)).state is State.FINE
    assert look(Settings(push_private_key=key, carrier="twilio")).state is State.WRONG


def test_contacts_whom_nothing_reaches_any_more_are_counted(site: Site) -> None:
    me = site.reader().open("/en/contacts?place=us-ny")
    me.press("link", name="Sam")
    site.reader().open(me.typed("link") or me.html.partition(":8000")[2].partition('"')[0]).press(
        "yes"
    )
    demo = site.phones.parts.settings
    hosted = Settings(instance=demo.instance, database_url=demo.database, **HOSTED)
    with site.phones.parts.core.read(site.phones.now) as work:
        assert list(push_check.alone(work, demo)) == []
        [symptom] = push_check.alone(work, hosted)
    assert symptom.state is State.WRONG
    assert symptom.what.endswith("gave no number: 1 contacts.")
    assert symptom in doctor.examine(hosted, site.phones.now)
