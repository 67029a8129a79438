"""One text in, one reply out: what was understood is done, within the caller's transaction."""

from dataclasses import replace

from checkin import answers, contacts
from checkin.core import Work
from checkin.refusals import Refused
from content.phrases import Translator
from sms import card_replies, contact_replies, grammar, paging, thread, timer_replies
from sms.segments import fit, measure
from sms.thread import Thread
from sms.turn import Said, Turn
from sms.words import Vocabulary

MOST_MISSES = 5
SEGMENTS_GSM = 2
SEGMENTS_OTHER = 3


def respond(work: Work, words: Vocabulary, phone: str, text: str) -> str:
    """The reply to `text` from `phone` (E.164); empty where none should be sent.

    To a phone that keeps sending what we do not understand, five replies at most: two machines
    must not talk to each other for ever.
    """
    before = thread.load(work, phone)
    understood = grammar.parse(text, words, lang=before.lang)
    if understood.lang and not before.chosen:
        before = replace(before, lang=understood.lang)
    turn = Turn(work, before, words)
    try:
        said = _said(turn, understood.command)
    except Refused as refused:
        said = turn.say(refused.sentence(turn.tr))
    if said.forgotten:
        return fit("\n".join(said.blocks), before.lang)
    after = said.thread
    missed = after.misses > before.misses
    after = replace(after, misses=after.misses if missed else 0)
    if after.pending == before.pending:
        after = replace(after, pending=None)
    pages = paginate(said.blocks, work.translator(after.lang)) if said.blocks else []
    if len(pages) > 1:
        after = replace(after, pages=tuple(pages[1:]))
    thread.save(work, after)
    if missed and after.misses > MOST_MISSES:
        return ""
    return pages[0] if pages else ""


def paginate(blocks: tuple[str, ...], tr: Translator) -> list[str]:
    """The blocks as replies of at most two segments, or three where the language needs UCS-2."""
    joined = fit("\n".join(blocks), tr.lang)
    gsm = measure(joined).encoding == "GSM-7"
    return paging.paginate(
        blocks,
        lang=tr.lang,
        more=card_replies.page_hint(tr),
        limit=SEGMENTS_GSM if gsm else SEGMENTS_OTHER,
    )


def _said(turn: Turn, command: grammar.Command) -> Said:
    match command:
        # What carriers take for themselves they also answer themselves.
        case grammar.OptOut(ours=ours):
            answers.leave(turn.work, turn.thread.phone)
            gone = turn.tr.gettext("You get no more messages from us. To undo: START.")
            return turn.say(gone) if ours else turn.say()
        case grammar.OptIn():
            contacts.welcome_back(turn.work, turn.thread.phone)
            return turn.say()
        case grammar.CarrierHelp():
            return turn.say()
        case grammar.Menu():
            return card_replies.menu(turn)
        case grammar.Next():
            return card_replies.next_page(turn)
        case grammar.Card(card_id=card_id):
            return card_replies.card(turn, card_id)
        case grammar.NearCard(card_ids=card_ids):
            return card_replies.nearest(turn, card_ids)
        case grammar.SetLanguage(code=code):
            return card_replies.set_language(turn, code)
        case grammar.AskLanguage():
            return card_replies.ask_language(turn)
        case grammar.SetPlace(place_id=place_id):
            return card_replies.set_place(turn, place_id)
        case grammar.AskPlace():
            return card_replies.ask_place(turn)
        case _:
            return card_replies.unknown(turn)
