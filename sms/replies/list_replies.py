"""Replies about the person's own contacts: invite, name, list, remove, test."""

from dataclasses import replace

import regex

from checkin.actions import deletions, invitations, test_alert
from checkin.messages import standing, texts
from checkin.people import contacts, names, numbers, people
from checkin.people.contacts import Consent, Contact
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.situation import alerts
from checkin.storage.core import Invitations
from content.phrases import Translator
from sms.parsing import contact_words
from sms.parsing.acts import NearCommand
from sms.parsing.commands import Command
from sms.parsing.meanings import Foreign, NearCard, Parsed, SetName, SetPlace, Unknown
from sms.parsing.normalize import bare
from sms.replies.turn import ReplyDraft, Turn

_WHOSE_NAME = "name:"
"""Prefix of a pending question: what to call the contact whose id follows."""

_OWN_NAME = "own:"
"""Prefix of a pending question: the person's own name, before the invitation of the contact whose
number and name follow."""

_INTRODUCTION = regex.compile(
    r"(?:my name is|name is|call me|its|it's|i am|i'm|im|me llamo|mi nombre es|soy)\s+",
    regex.IGNORECASE,
)
_ASKS_WHY = regex.compile(r"(?:what|why|who|how|por que|para que|quien|como)(?: \p{L}{2,6}){0,2}")
_BEGIN_NO_NAME = frozenset(
    {"what", "who", "why", "how", "when", "where", "which", "can", "do", "does", "is", "are", "no"}
    | {"not", "yes", "ok", "please", "none", "the", "que", "quien", "por", "como", "cuando", "si"}
    | {"donde", "para", "cual", "ninguno", "nada", "stop", "cancel", "skip", "help"}
)
_NAME = regex.compile(r"[\p{L}\p{M}'’.-]{1,20}(?: [\p{L}\p{M}'’.-]{1,20}){0,2}")


def add(turn: Turn, phone: str, name: str) -> ReplyDraft:
    """Invite a contact; first ask a person without a name which one the contact shall see."""
    person = turn.ensure_person()
    if person.name:
        return _invite(turn, person, phone, name)
    invitations.check(turn.work, person, phone=phone)
    return _ask_own_name(turn, phone, name)


def _ask_own_name(turn: Turn, phone: str, name: str) -> ReplyDraft:
    sentence = turn.tr.gettext(
        "Nobody was asked yet. Which name of yours shall %(who)s see? Reply with it, letters only. "
        "To go on without: %(word)s",
        who=name or numbers.spaced(phone),
        word=no_name(turn.tr)[0],
    )
    return turn.say(sentence, asks=f"{_OWN_NAME}{phone} {name}")


def own_name(turn: Turn, written: str, meaning: Parsed) -> ReplyDraft | None:
    """Take the text for the person's own name, which we have just asked for, and invite the
    contact. None if we had not asked, or if it is no name."""
    waiting = turn.asked(_OWN_NAME)
    if waiting is None:
        return None
    person, (phone, _space, name) = turn.ensure_person(), waiting.partition(" ")
    if bare(written) in map(bare, (*no_name(turn.tr), "NO NAME")):
        return _invite(turn, person, phone, name)
    match meaning:
        case SetName(chosen) if chosen:
            mine = chosen
        case (
            Unknown() | NearCard() | Foreign() | SetPlace() | NearCommand(Command.YES | Command.NO)
        ):
            mine = _INTRODUCTION.sub("", written.strip())
            mine = mine.title() if mine == mine.lower() else mine
        case _:
            return None
    if _ASKS_WHY.fullmatch(bare(written)):
        return _ask_own_name(turn, phone, name)
    if not _looks_like_a_name(mine):
        return None
    person = people.change(turn.work, person, name=mine)
    return _invite(turn, person, phone, name, texts.held_back(person, turn.tr))


def _looks_like_a_name(written: str) -> bool:
    words = written.casefold().split()
    if words and words[0] in _BEGIN_NO_NAME:
        return False
    question = contact_words.heard(written) or (len(words) > 2 and written == written.lower())
    return bool(_NAME.fullmatch(written)) and not question


def no_name(tr: Translator) -> list[str]:
    """The words that answer the question for the person's name with none; the first is shown."""
    # Translators: The answer to "Which name shall they see?": none. Commas part words for the same;
    # the first is the one we show.
    return [word.strip() for word in tr.pgettext("command", "NO NAME").split(",")]


def _invite(turn: Turn, person: Person, phone: str, name: str, told: str = "") -> ReplyDraft:
    """Invite a contact; ask for the contact's name when none was given. `told`: what she has to
    know of her own name."""
    contact = invitations.invite(turn.work, person, phone=phone, name=name)
    asked = turn.work.core.invitations is Invitations.TEXT
    sentence = _invited(turn, contact) if asked else _on_the_list(turn, contact)
    if not name:
        ask = turn.tr.gettext("What do you call them? Reply with a name.")
        return turn.say(sentence, *filter(None, (told, ask)), asks=f"{_WHOSE_NAME}{contact.id}")
    if told or not asked:
        return turn.say(sentence, *filter(None, (told,)))
    who = texts.introduced(person, turn.tr)
    says = turn.tr.gettext('It says: "%(who)s asks you to be a trusted contact."', who=who)
    return turn.say(sentence, says)


def _invited(turn: Turn, contact: Contact) -> str:
    return turn.tr.gettext(
        "We have invited %(name)s (%(number)s). They become your contact when they reply YES, and "
        "we tell you.",
        name=contact.name,
        number=numbers.spaced(contact.phone),
    )


def _on_the_list(turn: Turn, contact: Contact) -> str:
    return turn.tr.gettext(
        "%(name)s (%(number)s) is on your list. We text nobody first: ask them to text YES to us, "
        "%(ours)s. Then they are your contact, and we tell you.",
        name=contact.name,
        number=numbers.spaced(contact.phone),
        ours=numbers.spaced(turn.work.core.number),
    )


def asked_again(turn: Turn, draft: ReplyDraft) -> ReplyDraft:
    """The reply to another text than her own name, which we had just asked for: it asks again in
    its last line, so that whom she wanted to ask is not forgotten over another word."""
    waiting = turn.asked(_OWN_NAME)
    if waiting is None or draft.asks or draft.closing or not draft.blocks:
        return draft
    again = _ask_own_name(turn, *waiting.split(" ", 1))
    return replace(draft, closing=again.blocks[0], asks=again.asks)


def asked_name(turn: Turn) -> bool:
    """Whether we have just asked for a contact's name."""
    return turn.asked(_WHOSE_NAME) is not None


def name_contact(turn: Turn, written: str) -> ReplyDraft | None:
    """Take `written` for the name we have just asked for; None if we had not asked, or if it is no
    name."""
    contact_id = turn.asked(_WHOSE_NAME)
    contact = contacts.get(turn.work, contact_id) if contact_id else None
    if contact is None or not _NAME.fullmatch(written):
        return None
    kept = contacts.rename(turn.work, contact, written)
    return turn.say(turn.tr.gettext("On your list they are now %(name)s.", name=kept))


def ask_contact(turn: Turn, reason: Reason) -> ReplyDraft:
    """ADD without a usable phone number: nobody was invited, and why."""
    return turn.say(Refused(reason).sentence(turn.tr))


def set_name(turn: Turn, name: str) -> ReplyDraft:
    """Set the name by which contacts see the person; ask for one when it is empty."""
    if not name:
        return turn.say(turn.tr.gettext("Which name should they see? Text NAME Ana, for example."))
    person = people.rename(turn.work, turn.ensure_person(), name)
    # Who texts for her number may not be her: no link comes back to it.
    shown = names.for_friends(person.name or "")
    will = turn.tr.gettext("Your contacts will see the name %(name)s.", name=shown) if shown else ""
    return turn.say(*filter(None, (will, texts.held_back(person, turn.tr))))


def list_contacts(turn: Turn) -> ReplyDraft:
    """Everyone on the list, in order, with what they answered."""
    mine = _contacts(turn)
    if not mine:
        return turn.say(_no_contacts(turn.tr))
    lines = [
        f"{n} {_standing(contact, turn.tr)}{_left_out(contact, turn.tr)}"
        for n, contact in enumerate(mine, 1)
    ]
    return turn.say(*lines, turn.tr.gettext("To take one off: REMOVE and the number."))


def remove(turn: Turn, number: int) -> ReplyDraft:
    """Take a contact off the list. `number`: as CONTACTS shows it, from 1."""
    mine, person = _contacts(turn), turn.person()
    if person is None or not 1 <= number <= len(mine):
        sentence = turn.tr.gettext("There is no contact number %(n)s. Text CONTACTS.", n=number)
        return turn.say(sentence)
    deletions.remove_contact(turn.work, person, mine[number - 1])
    gone = turn.tr.gettext("%(name)s is off your list.", name=mine[number - 1].name)
    if standing.nobody(turn.work, person):
        return turn.say(gone, alerts.add_someone(turn.tr))
    return turn.say(gone)


def rehearse(turn: Turn) -> ReplyDraft:
    """Send every contact a test alert."""
    told = test_alert.start(turn.work, turn.ensure_person())
    return turn.say(
        turn.tr.gettext(
            "A test, clearly marked, is on its way to: %(who)s. We tell you who answers.",
            who=", ".join(contact.name for contact in told),
        )
    )


def _contacts(turn: Turn) -> list[Contact]:
    person = turn.person()
    return contacts.of(turn.work, person) if person else []


def _no_contacts(tr: Translator) -> str:
    return tr.gettext("You have no contacts yet. Add one: ADD +1 555 123 4567 Sam")


def _left_out(contact: Contact, tr: Translator) -> str:
    if contact.told_of_danger:
        return ""
    return f" ({tr.gettext('not told if you are made to close')})"


def _standing(contact: Contact, tr: Translator) -> str:
    _ = tr.gettext
    match contact.consent:
        case Consent.CONFIRMED if not contact.reachable:
            return _("%(name)s: said yes, but cannot be reached yet", name=contact.name)
        case Consent.CONFIRMED if not contact.phone:
            return _("%(name)s: said yes, by app", name=contact.name)
        case Consent.CONFIRMED:
            return _("%(name)s: said yes", name=contact.name)
        case Consent.INVITED:
            return _("%(name)s: no answer yet", name=contact.name)
        case _:
            return _("%(name)s: does not want to be a contact", name=contact.name)
