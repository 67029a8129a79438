"""Learns anew from every table of phrases: `python -m sms.parsing.learned`."""

from sms.parsing import danger, timer_talk
from sms.parsing.learned import FOLDER, phrases

LEARNERS = {"danger": danger.learn, "timer_talk": timer_talk.learn}

if __name__ == "__main__":
    for name, learn in LEARNERS.items():
        (FOLDER / f"{name}.weights").write_bytes(learn(phrases(name)))
