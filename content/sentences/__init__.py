"""Sentences: facts of law put into translatable phrases, as plain text without HTML.

There is one function per slot. It takes a place's law and a translator, and returns a Saying, or
None if the fact is missing or not confirmed.
"""

from collections.abc import Callable, Mapping

from content.law import StateLaw
from content.phrases import Translator
from content.sentences.contacts import find, legal_help
from content.sentences.mugshots import mugshots
from content.sentences.offense import offense
from content.sentences.police import (
    condoms,
    entrapment,
    police_sexual_contact,
    reporting_immunity,
)
from content.sentences.record import sealing_arrest, sealing_conviction
from content.sentences.saying import Saying
from content.sentences.street import recording, stop_identify
from content.sentences.survivors import survivors

SENTENCES: Mapping[str, Callable[[StateLaw, Translator], Saying | None]] = {
    "offense": offense,
    "stop_identify": stop_identify,
    "recording": recording,
    "entrapment": entrapment,
    "sealing_arrest": sealing_arrest,
    "sealing_conviction": sealing_conviction,
    "survivors": survivors,
    "reporting_immunity": reporting_immunity,
    "condoms": condoms,
    "police_sexual_contact": police_sexual_contact,
    "mugshots": mugshots,
    "find": find,
    "legal_help": legal_help,
}
"""The function for each slot, by the slot's name."""

__all__ = ["SENTENCES", "Saying"]
