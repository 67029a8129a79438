"""The words that leave by themselves: what a contact must know, and nothing that gives away."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.actions import timers
from checkin.machine.advance import Checkin
from checkin.machine.events import Ack, Resolve, Sos
from checkin.machine.notices import ChannelKind, Kind
from checkin.messages import push_texts, texts
from checkin.messages.texts import Scene
from checkin.people import contacts, people
from checkin.people.people import Person, Police
from checkin.store import Timer
from content.phrases import Phrases
from tests.checkin.scenes import MINUTE, START, after, alerting, last_told
from tests.checkin.stage import ANA, HOUR, KIM, LEE, SAM, Stage

TO_CONTACT = (
    Kind.ALERT,
    Kind.PLACE,
    Kind.STILL_ON_IT,
    Kind.COVERED,
    Kind.ALL_CLEAR,
    Kind.OVER,
)
TELLING = re.compile(
    r"\b(sex|escort|client|customer|hooker|prostitut\w*|work|date|arrest\w*|jail|custody|police|"
    r"cops?|officer|illegal|crime|sexo|trabaj\w*|client\w*|polic[ií]\w*|c[aá]rcel|deten\w*)\b",
    re.IGNORECASE,
)


def shown(checkin: Checkin) -> Timer:
    return Timer(checkin, PERSON.id, None, START, checkin.due_at)


def alerts(stage: Stage, phone: str) -> list[str]:
    """What a phone has received since the invitation."""
    return stage.carrier.inbox(phone)[1:]


def test_an_alert_says_who_when_what_they_wrote_their_wish_and_how_to_answer_and_no_more(
    stage: Stage,
) -> None:
    person = stage.person(name="Ana")
    stage.contact(person)
    stage.missed(person, plan="Hotel by the river, room 12. Car: blue.")
    (alert,) = alerts(stage, SAM)
    *lines, last = alert.splitlines()
    assert lines == [
        "Raincheck. Ana did not check in by 4:00 PM.",
        'Their note: "Hotel by the river, room 12. Car: blue."',
        'Their wish: "Ask me first; do not call the police unless my life is in danger."',
        "Reply 1 = I'm on it, 2 = I can't, 3 = it's over.",
    ]
    assert re.fullmatch(r"What to do now: https://rain\.example/c/[\w-]{24}", last)


def test_an_alert_without_a_note_has_no_empty_line_for_it(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    assert "note" not in alerts(stage, SAM)[0]


@pytest.mark.parametrize(
    ("police", "words"),
    [
        (Police.ASK, "Ask me first; do not call the police unless my life is in danger."),
        (Police.NEVER, "Do not call the police."),
        (Police.AFTER, "Call the police only if there is no word from me 5 hours after this."),
        (Police.CALL, "Call the police."),
    ],
)
def test_the_persons_wish_on_police_travels_with_every_alert_of_every_round(
    stage: Stage, police: Police, words: str
) -> None:
    person = stage.person()
    stage.contact(person)
    with stage.work() as work:
        person = people.change(work, person, police=police, police_after_hours=5)
    stage.missed(person)
    stage.wait(HOUR)
    said = alerts(stage, SAM)
    assert len(said) == 3
    assert all(f'Their wish: "{words}"' in alert for alert in said)


def test_every_contact_of_an_alert_has_a_link_of_their_own(stage: Stage) -> None:
    person = stage.person()
    for phone in (SAM, KIM):
        stage.contact(person, phone)
    stage.missed(person)
    stage.wait(stage.core.timeline.escalate)
    links = [alerts(stage, phone)[0].rpartition("/c/")[2] for phone in (SAM, KIM)]
    assert len(set(links)) == 2


def test_a_call_says_who_calls_and_which_key_answers_and_reads_out_no_link(stage: Stage) -> None:
    person = stage.person(name="Ana")
    stage.contact(person)
    stage.missed(person)
    stage.wait(stage.core.timeline.escalate)
    lines = alerts(stage, SAM)[1].splitlines()
    assert lines[0] == "This is Raincheck, the safety check-in."
    assert lines[1] == "Nobody has answered yet."
    assert "Press 1 if you are on it" in lines[-2]
    assert not any("http" in line for line in lines)


def test_the_longest_alert_in_any_language_fits_into_what_a_carrier_takes(
    stage: Stage, phrases: Phrases
) -> None:
    """Twilio refuses a text of more than 1,600 characters for good: it would reach nobody."""
    person = stage.person(name="N" * 500)
    sam = stage.contact(person, name="S" * 500)
    with stage.work() as work:
        people.change(work, person, police=Police.AFTER, police_after_hours=99)
    timer = stage.missed(person, plan="p" * 5000)
    stage.wait(2 * stage.core.timeline.escalate)
    for language in phrases.languages:
        with stage.work() as work:
            contacts.set_language(work, sam.phone, language.code)
            people.change(work, person, lang=language.code)
        with stage.work() as work:
            timers.sos(work, person, "q" * 5000)
        stage.apply(timer, Ack(sam.id))
        stage.run()
    assert max(len(message.body) for message in stage.carrier.taken) < 1600


def test_two_contacts_never_learn_of_each_other(stage: Stage) -> None:
    person = stage.person(name="Ana")
    names = {SAM: "Samantha", KIM: "Kimberly", LEE: "Leonard"}
    sam, kim, _ = [stage.contact(person, phone, name) for phone, name in names.items()]
    timer = stage.missed(person, plan="Room 12")
    stage.wait(2 * stage.core.timeline.escalate)
    stage.apply(timer, Ack(kim.id))
    stage.wait(2 * HOUR)
    stage.apply(timer, Resolve(sam.id))
    stage.ok(person)
    stage.run()
    for phone, name in names.items():
        heard = "\n".join(stage.carrier.inbox(phone))
        assert "All clear" in heard
        for other_phone, other in names.items():
            if other != name:
                assert other not in heard
                assert other_phone[-4:] not in heard


@pytest.fixture(scope="module")
def scenes() -> list[Checkin]:
    sos = after(alerting(told=2), (Sos(), last_told(2)))
    return [alerting(told=2), alerting(told=5), sos]


PERSON = Person(id="1", lang="en", place="us-ny", name="Ana", phone=ANA, police=Police.NEVER)


def spoken(stage: Stage, scenes: Iterable[Checkin], lang: str) -> Iterable[tuple[Kind, str]]:
    """Every sentence that can leave by itself, the person's own words left out."""
    person = replace(PERSON, id=stage.person(phone=None).id, lang=lang)
    with stage.work() as work:
        for checkin in scenes:
            scene = Scene(person, shown(checkin), contact="Sam", link="https://rain.example/c/x")
            for kind in Kind:
                if kind in TO_CONTACT:
                    yield kind, push_texts.for_contact(work, kind, scene, lang, "x").body
                    for by in ChannelKind:
                        said = texts.to_contact(work, kind, scene, lang, channel=by)
                        yield kind, said.replace(texts.wish(person, work.translator(lang)), "")
                else:
                    yield kind, push_texts.for_person(work, kind, scene).body
                    yield kind, texts.to_person(work, kind, scene)
        yield Kind.ALERT, texts.invitation(work, person, link="https://rain.example/c/x")
        for agreed in (True, False):
            yield Kind.ALERT, texts.consent(work, person, "Sam", agreed=agreed)


@pytest.mark.promise("No message that we send by ourselves gives you away.", of=3)
def test_no_message_that_leaves_by_itself_gives_the_person_away(
    stage: Stage, scenes: list[Checkin], phrases: Phrases
) -> None:
    for language in phrases.languages:
        for kind, said in spoken(stage, scenes, language.code):
            assert not TELLING.search(said), (kind, said)


@pytest.mark.parametrize("phone", [ANA, None])
def test_who_has_chosen_no_name_begins_no_sentence_in_the_middle_of_one(
    stage: Stage, scenes: list[Checkin], phone: str | None
) -> None:
    person = replace(PERSON, id=stage.person(phone=None).id, name="", phone=phone)
    with stage.work() as work:
        said = [push_texts.test(work, person, "1", "en", alerted=False).body]
        said += [texts.test(work, person, "en", alerted=False)]
        for checkin in scenes:
            scene = Scene(person, shown(checkin), link="https://rain.example/c/x")
            for kind in TO_CONTACT:
                said.append(texts.to_contact(work, kind, scene, "en"))
                said.append(push_texts.for_contact(work, kind, scene, "en", "x").body)
    assert [each for each in said if re.search(r"[a-z,:] (The person|Someone) ", each)] == []


def test_every_kind_of_notice_has_words_for_exactly_one_side(
    stage: Stage, scenes: list[Checkin]
) -> None:
    scene = Scene(PERSON, shown(scenes[0]))
    with stage.work() as work:
        for kind in Kind:
            for_contact = kind in TO_CONTACT
            try:
                said = texts.to_contact(work, kind, scene, "en")
            except ValueError:
                said = texts.to_person(work, kind, scene)
                assert not for_contact
            assert said


@pytest.mark.parametrize(
    ("place", "due"),
    [("us-ny", "4:00 PM"), ("us-tx", "3:00 PM CST"), ("us", "4:00 PM EST")],
)
def test_times_are_those_on_the_persons_wall_and_named_where_they_could_be_another(
    stage: Stage, place: str, due: str
) -> None:
    person = stage.person()
    stage.contact(person)
    with stage.work() as work:
        person = people.change(work, person, place=place)
    stage.missed(person)
    assert f"did not check in by {due}." in alerts(stage, SAM)[0]


def test_a_time_on_another_day_says_its_date(stage: Stage) -> None:
    with stage.work() as work:
        said = texts.at(work, PERSON, stage.now + timedelta(days=2))
    assert said == "Sun, Nov 22, 3:00 PM"


def test_each_reads_their_own_language(stage: Stage, phrases: Phrases) -> None:
    if "es" not in {language.code for language in phrases.languages}:
        return
    person = stage.person(lang="en")
    sam = stage.contact(person)
    with stage.work() as work:
        contacts.set_language(work, sam.phone, "es")
    stage.missed(person, plan="Room 12")
    assert "Room 12" in alerts(stage, SAM)[0]
    assert "did not check in" not in alerts(stage, SAM)[0]
    assert "Your contacts are being told" in stage.carrier.inbox(ANA)[-1]


def test_the_question_says_how_long_is_left(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    timer = stage.start(person)
    stage.pass_to(timer.checkin.due_at + 5 * MINUTE)
    first, second = stage.carrier.inbox(ANA)[-2:]
    assert "In 10 minutes we tell your contacts" in first
    assert "In 5 minutes we tell your contacts" in second


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Ana", "Ana"),
        ("Ana-María O'Neill", "Ana-María O'Neill"),
        ("J. R. Ewing", "J R Ewing"),
        ("Your bank urges you call", "Someone"),
        ("Call 900 555 1234 now", "Someone"),
        ("www.example.com/win", "Someone"),
        ("YOU WON A PRIZE TODAY", "Someone"),
        ("A" * 40, "Someone"),
    ],
)
def test_in_an_invitation_a_name_can_only_be_one(stage: Stage, name: str, seen: str) -> None:
    person = stage.person(name=name)
    with stage.work() as work:
        said = texts.invitation(work, person, link="https://rain.example/c/x")
    assert said.startswith(f"{seen} asks you to be a trusted contact on Raincheck")


def test_an_alert_says_whom_it_is_from_and_about_even_without_a_name(stage: Stage) -> None:
    person = stage.person()
    stage.contact(person)
    stage.missed(person)
    first = alerts(stage, SAM)[0].splitlines()[0]
    assert first == "Raincheck. The person whose number ends in 0111 did not check in by 4:00 PM."
