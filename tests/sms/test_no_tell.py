"""By text: nothing she can see tells which PIN closed her timer, whatever happens afterwards."""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.actions import links
from tests.twins import ANA, DANGER, KIM, LEE, MINUTE, SAFE, SAM, World, each, twins

SEQUENCES = int(os.environ.get("TWIN_SEQUENCES", "6"))
FROM = int(os.environ.get("TWIN_FROM", "0"))
LENGTH = 14
CONTACTS = (SAM, KIM, LEE)

HERS = (
    "CONTACTS", "CONTACTS", "STATUS", "TEST", "TEST", "REMOVE 1", "REMOVE 2", "REMOVE 3",
    f"ADD {SAM} Sam", f"ADD {KIM} Kim", f"ADD {LEE} Lee", "IN 20M blue door", "IN 2H", "+30",
    f"OK {SAFE}", f"OK {DANGER}", "OK 5555", "OK", "SOS", "SOS behind the station", "CODE",
    "NAME Bea", f"PIN {SAFE} {DANGER}", "COURT 12/03 9AM", "HELLO", "MENU", "STOP", "START",
    "FORGET ME", "UNTIL 9PM",
)  # fmt: skip
TO_AN_ALERT = ("1", "2", "3", "NO", "YES", "on my way", "wrong number")
AT_ANY_TIME = ("1", "STOP", "YES", "FORGET ME", "START")


def sequence(chance: random.Random) -> list[Callable[[World], object]]:
    """What happens after the closing, in both worlds alike; what only the second world's contacts
    do, because only they were told, stands between."""
    steps: list[Callable[[World], object]] = []
    for _ in range(LENGTH):
        match chance.randrange(12):
            case 0 | 1 | 2 | 3:
                steps.append(_hers(chance.choice(HERS)))
            case 10:  # taken off the list, added anew, asked anew, tried
                n, phone = chance.choice([(1, SAM), (2, KIM)])
                steps += [_hers(f"REMOVE {n}"), _hers(f"ADD {phone} Again")]
                steps += [_theirs(phone, chance.choice(["YES", "YES", "NO"])), _hers("TEST")]
            case 11:  # another timer beside it, missed
                steps += [_hers("IN 5M"), _time(chance.choice([6, 16, 25]) * MINUTE)]
                steps += [_theirs(chance.choice(CONTACTS), chance.choice("123"))]
            case 4 | 5:
                steps.append(_theirs(chance.choice(CONTACTS), chance.choice(AT_ANY_TIME)))
            case 6 | 7:
                steps.append(_answer(chance.choice(CONTACTS), chance.choice(TO_AN_ALERT)))
            case _:
                steps.append(_time(chance.choice([0, 1, 5, 20, 70, 200]) * MINUTE))
    steps += [_hers("CONTACTS"), _hers(f"OK {SAFE}"), _time(26 * 60 * MINUTE), _hers("STATUS")]
    return steps


def _hers(text: str) -> Callable[[World], object]:
    def do(world: World) -> None:
        world.ana(text)
        if text.startswith("ADD"):
            world.ana("NO NAME")
        if text == "FORGET ME":
            for phone in CONTACTS[:2]:
                world.ana(f"ADD {phone} Back")
                world.wait()
                world.text(phone, "YES")

    do.__name__ = text
    return do


def _theirs(phone: str, text: str) -> Callable[[World], object]:
    def do(world: World) -> None:
        world.wait()
        world.text(phone, text)
        world.wait()

    do.__name__ = f"{phone[-2:]}: {text}"
    return do


def _answer(phone: str, text: str) -> Callable[[World], object]:
    """What a contact says to an alert that in the other world nobody got."""

    def do(world: World) -> None:
        world.wait()
        # What may also answer what she sees is no answer to an alert that she does not see alone.
        if world.pin == DANGER and world.hidden() and world.agreed(phone):
            world.phones.prove(phone, text)
            if text == "wrong number":
                world.phones.text(phone, "NO")  # said twice they leave, which she hears
        world.wait()

    do.__name__ = f"({phone[-2:]}: {text})"
    return do


def _time(length: timedelta) -> Callable[[World], object]:
    def do(world: World) -> None:
        world.wait(length)

    do.__name__ = f"{length}"
    return do


BEFORE: dict[str, Callable[[World], object]] = {
    "running": lambda world: world.wait(5 * MINUTE),
    "due": lambda world: world.wait(63 * MINUTE),
    "one told": lambda world: world.wait(71 * MINUTE),
    "two told": lambda world: world.wait(77 * MINUTE),
    "held": lambda world: (world.wait(71 * MINUTE), world.text(SAM, "1")),
    "unanswered": lambda world: world.wait(4 * 60 * MINUTE),
}


def live(world: World, stage: str, *, served: bool = True) -> None:
    """Up to the closing. `served`: the worker gets to work before anything else happens."""
    for phone, name in zip(CONTACTS[:2], ("Sam", "Kim"), strict=True):
        world.phones.befriend(ANA, phone, name)
    world.ana(f"PIN {SAFE} {DANGER}")
    world.ana("IN 1H Hotel Rex")
    BEFORE[stage](world)
    world.close()
    if served:
        world.wait()


@pytest.mark.usefixtures("thorough")
@pytest.mark.parametrize("seed", range(FROM, FROM + SEQUENCES))
def test_nothing_she_can_see_by_text_tells_of_the_pin(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    stage, steps = chance.choice(list(BEFORE)), sequence(chance)
    served = seed % 4 != 0
    with twins(tmp_path, seed) as both:
        each(both, lambda world: live(world, stage, served=served))
        done = [stage]
        for step in steps:
            each(both, step)
            done.append(step.__name__)
            safe, danger = both
            for one, other in zip(safe.seen, danger.seen, strict=True):
                assert one == other, done
            assert not served or safe.work == danger.work, done


def test_a_contact_taken_off_and_added_anew_is_the_same_to_an_alert_she_does_not_see(
    tmp_path: Path,
) -> None:
    steps = [_hers("REMOVE 1"), _hers(f"ADD {SAM} Again"), _theirs(SAM, "YES"), _time(MINUTE)]
    steps += [_answer(SAM, "wrong number"), _time(MINUTE), _hers("CONTACTS")]
    with twins(tmp_path) as both:
        each(both, lambda world: live(world, "running"))
        for step in steps:
            each(both, step)
        assert both[0].seen == both[1].seen


ASKING = ("CODE", f"ADD {LEE} Lee", "PIN 2222 3333", "LINK", "+2H", "REMOVE 2", "FORGET ME")
DELETING = ("REMOVE 2", "FORGET ME")


@pytest.mark.parametrize("text", ASKING)
def test_the_pin_before_an_act_looks_and_takes_the_same_whichever_it_is(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "code", lambda *_: "KTXRDFHM")
    with twins(tmp_path) as both:
        for world in both:
            for phone, name in zip(CONTACTS[:2], ("Sam", "Kim"), strict=True):
                world.phones.befriend(ANA, phone, name)
            world.ana(f"PIN {SAFE} {DANGER}")
            if text == "+2H":
                world.ana("IN 2H")
            world.ana(text, world.pin)
            if text not in DELETING:
                world.wait()
            for after in ("STATUS", "CONTACTS", "TEST", "IN 1H", f"OK {SAFE}"):
                world.ana(after)
                world.wait(MINUTE)
        assert both[0].seen == both[1].seen
        # Deleting right after it copies first what the alert needs: see decision 0028.
        assert text in DELETING or both[0].work == both[1].work
        told = ["gave us the code" in "".join(world.inbox(SAM)) for world in both]
        assert told == [False, True]
