"""One text in, one reply out: what was understood is done, within the caller's transaction."""

from dataclasses import replace

from checkin import answers, contacts
from checkin.core import Work
from checkin.refusals import Refused
from content.phrases import Translator
from sms import (
    card_replies,
    contact_replies,
    court_replies,
    grammar,
    list_replies,
    paging,
    thread,
    timer_replies,
)
from sms.meanings import (
    AddContact,
    Arm,
    AskLanguage,
    AskPlace,
    BadContact,
    BadDuration,
    BadPins,
    Card,
    CarrierHelp,
    Court,
    Digit,
    Extend,
    ForgetMe,
    ListContacts,
    Menu,
    NearCard,
    NearCommand,
    Next,
    No,
    Ok,
    OkByCode,
    OptIn,
    OptOut,
    Pairing,
    Parsed,
    RemoveContact,
    SetLanguage,
    SetName,
    SetPins,
    SetPlace,
    ShowCode,
    Sos,
    Status,
    TestAlert,
    Unknown,
    Yes,
)
from sms.segments import fit, measure
from sms.turn import Said, Turn
from sms.words import Vocabulary

SEGMENTS_GSM = 2
SEGMENTS_OTHER = 3


def respond(work: Work, words: Vocabulary, phone: str, text: str) -> str:
    """The reply to `text` from `phone` (E.164); empty where none should be sent."""
    before = thread.load(work, phone)
    understood = grammar.parse(text, words, lang=before.lang)
    if understood.lang and not before.chosen:
        before = replace(before, lang=understood.lang)
    turn = Turn(work, before, words)
    try:
        said = _said(turn, understood.meaning)
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


def _said(turn: Turn, meaning: Parsed) -> Said:
    said = _about_us(turn, meaning) or _about_content(turn, meaning) or _about_timer(turn, meaning)
    return said or card_replies.unknown(turn)


def _about_us(turn: Turn, meaning: Parsed) -> Said | None:
    """Leaving, coming back, answering a question of ours."""
    match meaning:
        # What carriers take for themselves they also answer themselves.
        case OptOut(by_carrier):
            answers.leave(turn.work, turn.thread.phone)
            gone = turn.tr.gettext("You get no more messages from us. To undo, text START.")
            return turn.say() if by_carrier else turn.say(gone)
        case OptIn():
            contacts.welcome_back(turn.work, turn.thread.phone)
            return turn.say()
        case CarrierHelp(by_carrier):
            return turn.say() if by_carrier else card_replies.menu(turn)
        case Yes() if turn.thread.pending == timer_replies.FORGET:
            return timer_replies.forget(turn)
        case No() if turn.thread.pending == timer_replies.FORGET:
            return turn.say(turn.tr.gettext("Nothing was deleted."))
        case Yes():
            return contact_replies.answer_needed(turn) or contact_replies.yes(turn)
        case No():
            return contact_replies.no(turn)
        case Digit(number):
            return (
                contact_replies.answer(turn, number)
                or court_replies.choose_zone(turn, number)
                or card_replies.chosen(turn, number)
            )
    return None


def _about_content(turn: Turn, meaning: Parsed) -> Said | None:
    """Cards, language, place."""
    match meaning:
        case Menu():
            return card_replies.menu(turn)
        case Next():
            return card_replies.next_page(turn)
        case Card(court_replies.CARD):
            return court_replies.card(turn)
        case Card(card_id):
            return card_replies.card(turn, card_id)
        case NearCard(card_ids):
            return card_replies.nearest(turn, card_ids)
        case SetLanguage(lang):
            return card_replies.set_language(turn, lang)
        case AskLanguage():
            return card_replies.ask_language(turn)
        case SetPlace(place_id):
            said = card_replies.set_place(turn, place_id)
            court_replies.settle(turn)
            return said
        case AskPlace():
            return card_replies.ask_place(turn)
        case Unknown(text):
            return card_replies.asked(turn, text)
    return None


def _about_timer(turn: Turn, meaning: Parsed) -> Said | None:
    """Contacts, the timer, SOS. Only what the grammar is sure of gets here as such."""
    match meaning:
        case AddContact(phone, name):
            return list_replies.add(turn, phone, name)
        case BadContact():
            return list_replies.ask_contact(turn)
        case SetName(name):
            return list_replies.set_name(turn, name)
        case ListContacts():
            return list_replies.list_contacts(turn)
        case RemoveContact(number):
            return list_replies.remove(turn, number)
        case Arm(duration, note):
            return timer_replies.start(turn, duration, note)
        case BadDuration():
            return timer_replies.ask_duration(turn)
        case Extend(duration):
            return timer_replies.extend(turn, duration)
        case Status():
            return timer_replies.status(turn)
        case Ok(pin):
            return timer_replies.ok(turn, pin)
        case OkByCode(code, pin):
            return timer_replies.ok_by_code(turn, code, pin)
        case SetPins(safe, duress):
            return timer_replies.set_pins(turn, safe, duress)
        case BadPins():
            return timer_replies.ask_pins(turn)
        case ShowCode():
            return timer_replies.show_code(turn)
        case TestAlert():
            return list_replies.rehearse(turn)
        case Court(text):
            return court_replies.understand(turn, text)
        case Sos(note):
            return timer_replies.sos(turn, note)
        case Pairing(code):
            return timer_replies.pair(turn, code)
        case ForgetMe():
            return timer_replies.ask_forget(turn)
        case NearCommand(command):
            return timer_replies.ask_back(turn, command)
    return None
