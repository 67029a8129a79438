"""Texts that bring pictures or sound. We fetch none and keep none; we say so."""

from dataclasses import replace

from checkin.core import Work
from content.phrases import Translator
from sms import thread
from sms.card_replies import MOST_MISSES
from sms.conversation import SEGMENTS_GSM, SEGMENTS_OTHER
from sms.segments import fit, measure


def alone(work: Work, phone: str) -> str:
    """The reply to pictures without a word; empty to a phone that sends nothing else."""
    before = thread.load(work, phone)
    after = replace(before, misses=before.misses + 1, pending=None)
    thread.save(work, after)
    if after.misses > MOST_MISSES:
        return ""
    tr = work.translator(after.lang)
    said = tr.gettext(
        "We cannot see pictures or hear recordings; nothing was changed. Please write it in "
        "words. For the topics, text MENU."
    )
    return fit(said, tr.lang)


def beside(reply: str, tr: Translator) -> str:
    """The reply to a text with pictures, which says that they were not seen where there is room."""
    if not reply:
        return ""
    unseen = tr.gettext("We read your words only: we cannot see pictures.")
    both = fit(f"{reply}\n{unseen}", tr.lang)
    took = measure(both)
    most = SEGMENTS_GSM if took.encoding == "GSM-7" else SEGMENTS_OTHER
    return both if took.segments <= most else reply
