"""Answers to texts while the database is down: made from the content alone."""

from checkin.storage.core import Core
from sms.encoding.segments import fit
from sms.parsing import grammar
from sms.parsing.meanings import Card, CarrierHelp, Foreign, OptIn, OptOut
from sms.parsing.vocabulary import Vocabulary
from sms.replies import card_replies
from sms.replies.conversation import paginate


def answer(core: Core, words: Vocabulary, text: str) -> str:
    """The reply to `text` while nothing can be looked up or stored.

    A keyword gets the first reply of its card, a language that we do not speak its one sentence.
    Anything else gets a sentence: we have the text and
    cannot act on it yet. The language is that of the word used, because nothing is known of the
    phone. Empty for a word that the carrier has already answered itself, such as STOP.
    """
    library = core.library
    understood = grammar.parse(text, words, lang=core.lang)
    match understood.meaning:
        case OptOut(by_carrier=True) | OptIn(by_carrier=True) | CarrierHelp(by_carrier=True):
            return ""
        case Card(card_id, lang):
            blocks = card_replies.blocks(library, card_id, lang, core.place)
            return paginate(blocks, library.phrases.translator(lang))[0]
        case Foreign(code) if tongue := words.tongues.get(code):
            return fit(tongue.sentence, core.lang)
    tr = library.phrases.translator(understood.lang or core.lang)
    # "We will as soon as we can" is true of every command: Gateway.catch_up later fetches from the
    # provider each text that was not acted on, and it counts from the moment it was sent.
    return fit(
        tr.gettext(
            "We have your text, but we cannot act on it right now: nothing has changed yet. We "
            "will as soon as we can. If someone is in danger, do not wait for us: reach a person "
            "you trust yourself."
        ),
        tr.lang,
    )
