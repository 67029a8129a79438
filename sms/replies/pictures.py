"""Texts that bring pictures or sound. We fetch none and keep none; we say so."""

from content.phrases import Translator
from sms.encoding.segments import fit, measure
from sms.replies.conversation import SEGMENTS_GSM, SEGMENTS_OTHER


def beside(reply: str, tr: Translator) -> str:
    """The reply to a text with pictures, which says that they were not seen where there is room."""
    if not reply:
        return ""
    unseen = tr.gettext("We read your words only: we cannot see pictures.")
    both = fit(f"{reply}\n{unseen}", tr.lang)
    took = measure(both)
    most = SEGMENTS_GSM if took.encoding == "GSM-7" else SEGMENTS_OTHER
    return both if took.segments <= most else reply
