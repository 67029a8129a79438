"""What a text is answered while the database cannot be used: from the content alone."""

from checkin.storage.core import Core
from sms.encoding.segments import fit
from sms.parsing import grammar
from sms.parsing.meanings import Card, CarrierHelp, OptIn, OptOut
from sms.parsing.vocabulary import Vocabulary
from sms.replies import card_replies
from sms.replies.conversation import paginate


def answer(core: Core, words: Vocabulary, text: str) -> str:
    """A card's first reply for a word that names it; to anything else, that we have the text and
    cannot act on it yet. In the language of the word, since nothing is known of the phone. Empty
    for words that the carrier itself has answered."""
    library = core.library
    understood = grammar.parse(text, words, lang=core.lang)
    match understood.meaning:
        case OptOut(by_carrier=True) | OptIn(by_carrier=True) | CarrierHelp(by_carrier=True):
            return ""
        case Card(card_id, lang):
            blocks = card_replies.blocks(library, card_id, lang, core.place)
            return paginate(blocks, library.phrases.translator(lang))[0]
    tr = library.phrases.translator(understood.lang or core.lang)
    # True of every command: what we have not done is fetched from the provider's list, and counts
    # from the moment it was sent.
    return fit(
        tr.gettext(
            "We have your text, but we cannot act on it right now: nothing has changed yet. We "
            "will as soon as we can. If someone is in danger, do not wait for us: reach a person "
            "you trust yourself."
        ),
        tr.lang,
    )
