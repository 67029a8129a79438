"""The conversation: one text is parsed, acted on and answered, in the caller's transaction."""

from dataclasses import dataclass, replace

from checkin.machine.advance import State
from checkin.people import contacts, silence
from checkin.refusals import Refused
from checkin.storage.core import Work
from content.phrases import Translator
from sms.encoding.segments import fit, measure
from sms.parsing import danger, grammar, layers, telling, timer_talk
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
    Link,
    ListContacts,
    NearCommand,
    Ok,
    OkByCode,
    RemoveContact,
    SetPins,
    ShowCode,
    Sos,
    Status,
    TestAlert,
    Unlink,
)
from sms.parsing.commands import Command
from sms.parsing.layers import Heard, Layer, Stands
from sms.parsing.meanings import (
    AskLanguage,
    AskPlace,
    Card,
    CarrierHelp,
    Digit,
    Foreign,
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
from sms.parsing.normalize import Text
from sms.parsing.timer_talk import Talk
from sms.parsing.vocabulary import Vocabulary
from sms.replies import (
    ask_replies,
    card_replies,
    court_replies,
    danger_replies,
    greeting,
    handover_replies,
    limits,
    link_replies,
    list_replies,
    open_question,
    paging,
    person_replies,
    session,
    zone_replies,
)
from sms.replies.contact import contact_replies, role_replies
from sms.replies.proof import proof_replies
from sms.replies.sender import Sender
from sms.replies.session import Session
from sms.replies.timer import own_replies, sos_replies, talk_replies, timer_replies
from sms.replies.turn import ReplyDraft, Turn

SEGMENTS_GSM = 2
"""The longest reply in GSM-7."""

SEGMENTS_OTHER = 3
"""The longest reply in UCS-2."""

_WORDS_OF_A_LANGUAGE = 3
_LONGEST_NAME = 2  # of words that may also be talk of a timer
_NO_NAMES = (Talk.START, Talk.MORE, Talk.SAFE, Talk.CANCEL, Talk.STATUS)
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
    sender = Sender(work, phone)
    if sender.to_be_noted:
        silence.heard(work, phone)
    stored = session.load(sender)
    understood = grammar.parse(text, words, lang=stored.lang)
    if pictures and not text.strip():
        understood = Understood(PicturesOnly(), None)
    if _tells(sender, understood.meaning, text):
        understood = Understood(NearCommand(Command.SOS, text), None)
    asked = open_question.current(Turn(work, stored, words, sender, text))
    if not proof_replies.waits_for_pin(asked) and own_replies.expects_pin(sender, text):
        understood = Understood(Ok(text.strip()), None)
    # A PIN leaves no trace, or what is taken for repeating would show if it was one used before.
    if not (limits.is_secret(understood.meaning) or proof_replies.waits_for_pin(asked)):
        # Digits that answer a question of ours are no machine's.
        loose = layers.is_loose(understood.meaning) and not proof_replies.waits(asked)
        stored = session.hear(stored, text, loose=loose)
    # Answer in the language of the word just used, even where another one was chosen before; what
    # is no word of ours, in the language it seems to be in, where none was chosen.
    lang = understood.lang or stored.lang
    if _shows_its_language(sender, stored, understood.meaning, text):
        lang = work.core.library.language_of(text, lang)
    before = replace(stored, lang=lang)
    turn = open_question.current(Turn(work, before, words, sender, text))
    stands = standing(turn)
    written = Text.of(text)
    heard = layers.hear(
        understood.meaning,
        danger.find(written),
        timer_talk.find(written),
        stands,
        answers=role_replies.hears(turn, text),
    )
    try:
        draft = _draft(turn, heard, stands)
    except Refused as refused:
        draft = _refused(turn, understood.meaning, refused.sentence(turn.tr))
    if draft.forgotten:
        return Reply(fit("\n".join(draft.blocks), before.lang), before.lang)
    after = replace(draft.session, pending=draft.asks)
    lang = after.lang
    pages = paginate(draft.blocks, work.translator(lang), draft.closing) if draft.blocks else []
    if len(pages) > 1:
        after = replace(after, pages=tuple(pages[1:]))
    if stored.chosen and not isinstance(understood.meaning, SetLanguage):
        after = replace(after, lang=stored.lang)
    if not pages:
        session.save(work, after)
        return Reply("", lang)
    allowed = limits.allow(after, heard, stands, sender)
    session.save(work, replace(after, answered_at=work.now) if allowed.leaves else after)
    return Reply(pages[0] if allowed.leaves else "", lang, allowed.to_stranger)


def _tells(sender: Sender, meaning: Parsed, text: str) -> bool:
    """Whether it asks in own words that one of the sender's contacts is told now."""
    if not (layers.is_loose(meaning) or isinstance(meaning, NearCommand)) or sender.person is None:
        return False
    written = Text.of(text)
    return telling.begins(written) and telling.wants(
        written, [each.name for each in contacts.of(sender.work, sender.person)]
    )


def _refused(turn: Turn, meaning: Parsed, sentence: str) -> ReplyDraft:
    if isinstance(meaning, Sos):
        return danger_replies.nobody_told(turn, sentence)
    return list_replies.asked_again(turn, turn.say(sentence))


def _shows_its_language(sender: Sender, stored: Session, meaning: Parsed, text: str) -> bool:
    """Whether the words of a text may change the language of the answer: not those of a name, nor
    of somebody's contact, nor where a language was chosen."""
    near = isinstance(meaning, NearCommand)
    if stored.chosen or stored.pending or not (near or layers.is_loose(meaning)):
        return False
    enough = len(text.split()) >= _WORDS_OF_A_LANGUAGE or not (near or stored.known)
    return enough and not sender.on_lists


def standing(turn: Turn) -> Stands:
    """What stands for the phone of this turn."""
    sender = turn.sender
    timer = sender.timer
    return Stands(
        open_name=list_replies.asked_name(turn),
        running=timer is not None,
        urgent=timer is not None and timer.checkin.state is not State.ARMED,
        owes=sender.owes,
    )


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


def _draft(turn: Turn, heard: Heard, stands: Stands) -> ReplyDraft:
    taken, meaning = layers.layer(heard, stands), heard.meaning
    if taken is Layer.DANGER and heard.danger:
        return danger_replies.reply(turn, heard.danger, stands)
    settled = proof_replies.settle(turn, meaning)
    if isinstance(settled, proof_replies.Proven):
        return _answer(settled.turn, settled.meaning)
    if settled:
        return settled
    once_more = ask_replies.sos_once_more(turn, meaning)
    if once_more:
        return once_more
    # Her own timer comes before what she says as somebody's contact, if she need not answer that.
    own_first = taken is Layer.STATE and (stands.urgent or (stands.running and not stands.owes))
    handed_over = handover_replies.reply(turn, meaning) or handover_replies.question(turn, meaning)
    if handed_over:
        return (
            danger_replies.beside(turn, heard.danger, handed_over) if heard.danger else handed_over
        )
    named = _own_name(turn, meaning, heard.talk)
    if named:
        return named
    draft = (
        role_replies.settle(turn, turn.text, meaning)
        or (None if own_first else role_replies.reply(turn, turn.text, meaning))
        or _by_layer(turn, heard, stands, taken)
    )
    if heard.danger:
        return danger_replies.beside(turn, heard.danger, draft)
    return list_replies.asked_again(turn, draft)


def _own_name(turn: Turn, meaning: Parsed, talk: Talk | None) -> ReplyDraft | None:
    if talk in _NO_NAMES and len(turn.text.split()) > _LONGEST_NAME:
        return None  # "did sam answer"
    named = list_replies.own_name(turn, turn.text, meaning)
    if named is None:
        return None
    if isinstance(meaning, Foreign):
        return named.headed(greeting.danger_in(turn, meaning.code))
    return named


def _by_layer(turn: Turn, heard: Heard, stands: Stands, taken: Layer) -> ReplyDraft:
    match taken:
        case Layer.STATE if stands.urgent and layers.is_loose(heard.meaning):
            return _urgent(turn, heard)
        case Layer.STATE if isinstance(heard.meaning, NearOptOut):
            return talk_replies.perhaps_leave(turn, stands)
        case Layer.STATE | Layer.COURTESY if heard.talk and isinstance(heard.meaning, Unknown):
            return talk_replies.reply(turn, heard.talk, stands)
        case Layer.OPEN:
            return _contact_name(turn, heard.meaning) or _answer(turn, heard.meaning)
        case _:
            return _answer(turn, heard.meaning)


def _answer(turn: Turn, meaning: Parsed) -> ReplyDraft:
    draft = (
        proof_replies.ask(turn, meaning)
        or _about_conversation(turn, meaning)
        or _about_content(turn, meaning)
        or _about_timer(turn, meaning)
    )
    return draft or greeting.unknown(turn)


def _urgent(turn: Turn, heard: Heard) -> ReplyDraft:
    """The reply to loose words while a timer is over its time: how it stands and what closes it,
    then the card, where they were clearly a question for one."""
    stands = greeting.overdue_timer(turn)
    if heard.talk in (Talk.SAFE, Talk.CANCEL):
        closes = ask_replies.ask_back(turn, Command.OK)
        return turn.say(*closes.blocks, *([stands] if stands else []))
    others = contact_replies.answer_needed(turn)
    first = (
        turn.tr.gettext("Nothing was changed."),
        *([stands] if stands else []),
        *(others.blocks if others else ()),
    )
    card = None if heard.talk else card_replies.clearly_asked(turn)
    return card.headed(*first) if card else turn.say(*first)


def _contact_name(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """The answer to our question for a contact's name: any text that is no exact word of ours."""
    match meaning:
        case Unknown(text) | NearCard(_, text) | SetPlace(_, text):  # Georgia, Virginia are names
            return list_replies.name_contact(turn, text)
        case Foreign(code, text):
            named = list_replies.name_contact(turn, text)
            return named.headed(greeting.danger_in(turn, code)) if named else None
    return None


def _about_conversation(turn: Turn, meaning: Parsed) -> ReplyDraft | None:
    """Opting out and in, courtesies, and answers to questions of ours."""
    match meaning:
        # `by_carrier`: the carrier has answered already.
        case OptOut(False) if own_replies.perhaps_of_timer(turn):
            return talk_replies.perhaps_leave(turn, standing(turn))
        case OptOut(by_carrier):
            return person_replies.leave(turn, silently=by_carrier)
        case OptIn(by_carrier):
            return person_replies.come_back(turn, by_carrier=by_carrier)
        case CarrierHelp(by_carrier):
            return turn.say() if by_carrier else card_replies.menu(turn)
        case NearOptOut():
            return ask_replies.ask_leave(turn)
        case Reaction():
            return greeting.unknown(turn)
        case PicturesOnly():
            return greeting.unseen(turn)
        case Hello():
            return greeting.hello(turn)
        case Thanks():
            return greeting.thanks(turn)
        case Foreign(code):
            return greeting.foreign(turn, code)
        case Yes():
            return contact_replies.yes(turn)
        case No():
            return contact_replies.no(turn)
        case Digit(number):
            return (
                contact_replies.answer(turn, number)
                or _zone_chosen(turn, number)
                or sos_replies.choose_case(turn, number)
                or card_replies.chosen(turn, number)
                or role_replies.late(turn)
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
    if number < _LEAST_MINUTES or turn.sender.timer is None:
        return None
    return ask_replies.ask_back(turn, Command.EXTEND, str(number))


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
        case BadContact(_, reason):
            return list_replies.ask_contact(turn, reason)
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
            return (own_replies.before_ok(turn) if pin is None else None) or timer_replies.ok(
                turn, pin
            )
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
        case Link():
            return link_replies.link(turn)
        case Unlink():
            return link_replies.unlink(turn)
        case ForgetMe():
            return person_replies.forget(turn)
        case NearCommand(Command.COURT, text):
            return court_replies.asked_back(turn, text)
        case NearCommand(command, text):
            return ask_replies.ask_back(turn, command, text)
    return None
