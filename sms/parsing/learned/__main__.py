"""Learns anew from every table of phrases: `python -m sms.parsing.learned`."""

from content.learning import learn
from sms.parsing import danger, timer_talk
from sms.parsing.learned import BUCKETS, FOLDER

SUBJECTS = {"danger": danger.examples, "timer_talk": timer_talk.examples}

if __name__ == "__main__":
    for name, examples in SUBJECTS.items():
        made = learn(tuple(examples()), many=BUCKETS)
        (FOLDER / f"{name}.weights").write_bytes(made.packed())
