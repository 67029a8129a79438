"""The conversation: one text is parsed, acted on and answered, in the caller's transaction."""

from dataclasses import dataclass, replace

from checkin import store
from checkin.refusals import Refused
from checkin.storage.core import Work
from content.phrases import Translator
from sms.encoding.segments import fit, measure
from sms.parsing import grammar
from sms.parsing.acts import (
    AddContact,
    Arm,
    ArmUntil,
    BadContact,
    BadDuration,
    BadPins,
    Court,
    Extend,
    ForgetMe,
    ListContacts,
    NearCommand,
    Ok,
    OkByCode,
    Pairing,
    RemoveContact,
    SetPins,
    ShowCode,
    Sos,
    Status,
    TestAlert,
)
from sms.parsing.commands import Command
from sms.parsing.meanings import (
    AskLanguage,
    AskPlace,
    Card,
    CarrierHelp,
    Digit,
    Hello,
    Menu,
    NearCard,
    NearOptOut,
    Next,
    No,
    OptIn,
    OptOut,
    Parsed,
    PicturesOnly,
    Reaction,
    SetLanguage,
    SetName,
    SetPlace,
    Thanks,
    Understood,
    Unknown,
    Yes,
)
from sms.parsing.vocabulary import Vocabulary
from sms.replies import (
    ask_replies,
    card_replies,
    contact_replies,
    court_replies,
    greeting,
    limits,
    list_replies,
    paging,
    person_replies,
    session,
    sos_replies,
    timer_replies,
    zone_replies,
)
from sms.replies.turn import ReplyDraft, Turn

SEGMENTS_GSM = 2
"""The longest reply in GSM-7."""

SEGMENTS_OTHER = 3
"""The longest reply in UCS-2."""

_LEAST_MINUTES = 4  # smaller numbers are answers to an alert, never minutes


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to send; `body` is empty when none should be sent. `to_stranger`: the number is
    nobody's contact and has none."""

    body: str
    lang: str
    to_stranger: bool = False


def respond(
    work: Work, words: Vocabulary, phone: str, text: str, *, pictures: bool = False
) -> Reply:
    """Act on `text` from `phone` (E.164) and return the reply. `pictures`: it came with some."""
    stored = session.load(work, phone)
    understood = grammar.parse(text, words, lang=stored.lang)
    if pictures and not text.strip():
        understood = Understood(PicturesOnly(), None)
    # Answer in the language of the word just used, even where another one was chosen before.
    before = replace(stored, lang=understood.lang or stored.lang)
    turn = Turn(work, before, words)
    try:
        draft = _draft(turn, understood.meaning)
    except Refused as refused:
        draft = turn.say(refused.sentence(turn.tr))
    if draft.forgotten:
        return Reply(fit("\n".join(draft.blocks), before.lang), before.lang)
    missed = draft.session.misses > before.misses
    misses = draft.session.misses if missed else 0
    after = replace(draft.session, pending=draft.asks, misses=misses)
    lang = after.lang
    pages = paginate(draft.blocks, work.translator(lang), draft.closing) if draft.blocks else []
    if len(pages) > 1:
        after = replace(after, pages=tuple(pages[1:]))
    if stored.chosen and not isinstance(understood.meaning, SetLanguage):
        after = replace(after, lang=stored.lang)
    reply = pages[0] if pages else ""
    allowed = limits.allow(work, after, understood.meaning, reply, turn.person())
    session.save(work, allowed.session)
    return Reply(reply if allowed.leaves else "", lang, allowed.to_stranger)


def paginate(blocks: tuple[str, ...], tr: Translator, closing: str = "") -> list[str]:
    """The blocks as replies of at most two segments each, or three when they need UCS-2. `closing`:
    the last line of the first."""
    joined = fit("\n".join((*blocks, closing)), tr.lang)
    gsm = measure(joined).encoding == "GSM-7"
    return paging.paginate(
        blocks,
        lang=tr.lang,
        more=card_replies.page_hint(tr),
        limit=SEGMENTS_GSM if gsm else SEGMENTS_OTHER,
        closing=closing,
    )


def _draft(turn: Turn, meaning: Parsed) -> ReplyDraft:
    draft = (
        _contact_name(turn, meaning)
        or _about_conversation(turn, meaning)
        or _about_content(turn, meaning)
        or _about_timer(turn, meaning)
    )
    return draft or greeting.unknown(turn)


def _contact_name(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """The answer to our question for a contact's name: any text that is no exact word of ours."""
    match meaning:
        case Unknown(text) | NearCard(_, text) | SetPlace(_, text):  # Georgia, Virginia are names
            return list_replies.name_contact(turn, text)
    return None


def _about_conversation(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """Opting out and in, courtesies, and answers to questions of ours."""
    match meaning:
        # `by_carrier`: the carrier has answered already, so we stay silent.
        case OptOut(by_carrier):
            return person_replies.leave(turn, silently=by_carrier)
        case OptIn(by_carrier):
            return person_replies.come_back(turn, silently=by_carrier)
        case CarrierHelp(by_carrier):
            return turn.say() if by_carrier else card_replies.menu(turn)
        case NearOptOut():
            return ask_replies.ask_leave(turn)
        case Reaction():
            return greeting.unknown(turn)
        case Ok(None) | NearCommand(Command.OK | Command.YES | Command.NO):
            return greeting.owed(turn) if turn.person() is None else None
        case PicturesOnly():
            return greeting.unseen(turn)
        case Hello():
            return greeting.hello(turn)
        case Thanks():
            return greeting.thanks(turn)
        case Yes() if turn.asked(person_replies.FORGET) is not None:
            return person_replies.forget(turn)
        case No() if turn.asked(person_replies.FORGET) is not None:
            return turn.say(turn.tr.gettext("Nothing was deleted."))
        case Yes():
            return contact_replies.answer_needed(turn) or contact_replies.yes(turn)
        case No():
            return contact_replies.no(turn)
        case Digit(number):
            return (
                contact_replies.answer(turn, number)
                or _zone_chosen(turn, number)
                or sos_replies.choose_case(turn, number)
                or card_replies.chosen(turn, number)
                or _perhaps_more_time(turn, number)
            )
    return None


def _zone_chosen(turn: Turn, number: int) -> ReplyDraft | None:
    found = zone_replies.chosen(turn, number)
    if found is None:
        return None
    person, clock = found
    dates = court_replies.settled(turn, person)
    timer = timer_replies.settle_zone(turn, person, clock) if clock else None
    if timer:
        return turn.say(*timer.blocks, *dates)
    return turn.say(*dates) if dates else turn.say(turn.tr.gettext("Thank you, noted."))


def _perhaps_more_time(turn: Turn, number: int) -> ReplyDraft | None:
    """A bare "30" while a timer runs: ask whether it means minutes."""
    person = turn.person()
    if number < _LEAST_MINUTES or person is None or store.open_for(turn.work, person) is None:
        return None
    return ask_replies.ask_back(turn, Command.EXTEND)


def _about_content(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
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
        case NearCard(card_ids, text):
            return card_replies.nearest(turn, card_ids, text)
        case SetLanguage(lang):
            return card_replies.set_language(turn, lang)
        case AskLanguage():
            return card_replies.ask_language(turn)
        case SetPlace(place_id, _):
            draft = card_replies.set_place(turn, place_id)
            court_replies.settle(turn)
            return draft
        case AskPlace():
            return card_replies.ask_place(turn)
        case Unknown(text):
            return card_replies.asked(turn, text)
    return None


def _about_timer(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """Acts: contacts, the timer, SOS. The grammar makes them only from exact words."""
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
        case ArmUntil(clock, note):
            return timer_replies.start_until(turn, clock, note)
        case BadDuration(text):
            return ask_replies.ask_duration(turn, text)
        case Extend(duration):
            return timer_replies.extend(turn, duration)
        case Status():
            return timer_replies.status(turn)
        case Ok(pin):
            return timer_replies.ok(turn, pin)
        case OkByCode(code, pin):
            return timer_replies.ok_by_code(turn, code, pin)
        case SetPins(safe, duress):
            return person_replies.set_pins(turn, safe, duress)
        case BadPins():
            return person_replies.ask_pins(turn)
        case ShowCode():
            return person_replies.show_code(turn)
        case TestAlert():
            return list_replies.rehearse(turn)
        case Court(text):
            return court_replies.understand(turn, text)
        case Sos(note):
            return sos_replies.sos(turn, note)
        case Pairing(code):
            return person_replies.pair(turn, code)
        case ForgetMe():
            return person_replies.ask_forget(turn)
        case NearCommand(command):
            return ask_replies.ask_back(turn, command)
    return None
