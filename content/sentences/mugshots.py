"""Sentences on booking photos: getting one taken down, and police giving them out."""

from collections.abc import Iterator

from content.law import Mugshots, StateLaw
from content.phrases import Translator
from content.sentences.saying import Saying, joined
from content.sentences.words import dollars, span


def mugshots(law: StateLaw, t: Translator) -> Saying | None:
    fact = law.mugshots
    if fact is None or not fact.known:
        return None
    text = joined(_mugshots(fact, t))
    return Saying((fact,), (text,), text)


def _mugshots(fact: Mugshots, t: Translator) -> Iterator[str]:
    if fact.pay_for_removal == "banned":
        yield t.gettext("A website may not ask for money to take your booking photo down.")
    if fact.remove_within:
        yield t.gettext(
            "A website must take your booking photo down within %(span)s of your written request.",
            span=span(fact.remove_within, t),
        )
    if fact.remove_if == "no_conviction":
        yield t.gettext("You must show that you were not convicted or that it was cleared.")
    elif fact.remove_if == "cleared":
        yield t.gettext("You must show that the record was cleared.")
    if fact.sue_for:
        yield t.gettext(
            "If it does not, you can sue for at least %(sum)s.", sum=dollars(fact.sue_for)
        )
    if fact.police_posting == "limited":
        yield t.gettext("The law limits what booking photos police may give out or post.")
    elif fact.police_posting == "barred":
        yield t.gettext("Police may not post booking photos online.")
    elif fact.police_posting == "confidential":
        yield t.gettext("Booking photos are confidential, with few exceptions.")
