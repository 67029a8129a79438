"""Texts with pictures or sound (MMS): we neither fetch nor keep them, and say so."""

from content.phrases import Translator
from sms.encoding.segments import fit, measure
from sms.replies.conversation import SEGMENTS_GSM, SEGMENTS_OTHER


def beside(reply: str, tr: Translator) -> str:
    """`reply`, with a sentence that the pictures were not seen, where the segments leave room."""
    if not reply:
        return ""
    unseen = tr.gettext("We read your words only: we cannot see pictures.")
    both = fit(f"{reply}\n{unseen}", tr.lang)
    took = measure(both)
    most = SEGMENTS_GSM if took.encoding == "GSM-7" else SEGMENTS_OTHER
    return both if took.segments <= most else reply
