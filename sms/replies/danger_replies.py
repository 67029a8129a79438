"""Replies to someone in danger: whom to call, whom SOS would tell by name, then what to do.

They name nothing that the text did not name: whoever reads the phone later learns no more from the
answer than from the question.
"""

from dataclasses import replace

from checkin.messages import standing
from checkin.people import contacts
from checkin.situation import replies
from content import search
from sms.parsing.danger import Danger, Kind
from sms.parsing.layers import Stands
from sms.replies import card_replies
from sms.replies.contact import contact_replies
from sms.replies.timer import own_replies
from sms.replies.turn import ReplyDraft, Turn

_OFFERED = f"{own_replies.SOS}:danger"
"""The pending offer to text SOS, to which a yes is no SOS."""

_CARDS = {
    Kind.DYING: ("hurt", "health"),
    Kind.SUICIDE: ("hotlines",),
    Kind.POLICE: ("stopped", "door", "arrested", "undercover", "search", "ice", "car", "id"),
    Kind.RAPED: ("hurt", "health"),
    Kind.FORCED: ("forced",),
    Kind.OTHER: ("hurt",),
}
"""The cards that may go with each kind, the usual one first: no card of law for danger from anybody
but police, and none that says more than the text did."""


def reply(turn: Turn, danger: Danger, stands: Stands) -> ReplyDraft:
    """The whole answer to a text that is danger beyond doubt."""
    role = contact_replies.answer_needed(turn) if stands.owes else None
    if role:
        life = turn.tr.gettext("If a life is in danger: call 911.")
        return turn.say(life, *role.blocks)
    first = (_whom_to_call(turn, danger.kind), *_who_is_told(turn))
    session = turn.session
    if turn.person() is None and contacts.listed(turn.work, session.phone):
        return turn.say(*first)  # somebody's contact, who is sent no card unasked
    card = _card(turn, danger.kind)
    blocks = card_replies.blocks(turn.work.core.library, card, session.lang, session.place)
    if danger.kind is Kind.POLICE:
        # With police there, what to say and do comes before all else.
        first, blocks = (blocks[0], *_who_is_told(turn), first[0]), blocks[1:]
    return turn.say(*first, *blocks, asks=_OFFERED, menu=())


def beside(turn: Turn, danger: Danger, draft: ReplyDraft) -> ReplyDraft:
    """The answer to a text that may tell of danger and is answered as something else: whom to call
    comes first, and whom SOS would tell, where nobody is told already."""
    if not draft.blocks:
        return draft
    kind = danger.kind if danger.sure or danger.kind is Kind.SUICIDE else Kind.OTHER
    offer = () if draft.asks == own_replies.SOS else _sos_offer(turn)  # which it may be itself
    first = (_whom_to_call(turn, kind), *offer)
    headed = draft.headed(*(each for each in first if each not in draft.blocks))
    return headed if draft.asks else replace(headed, asks=_OFFERED)


def nobody_told(turn: Turn, sentence: str) -> ReplyDraft:
    """The answer to an SOS that could tell nobody, `sentence` saying why."""
    return turn.say(_whom_to_call(turn, Kind.OTHER), sentence)


def _whom_to_call(turn: Turn, kind: Kind) -> str:
    _ = turn.tr.gettext
    match kind:
        case Kind.DYING:
            return _(
                "Call 911 now and say where you are; police may come too. Overdose: give naloxone "
                "(Narcan) if you have it."
            )
        case Kind.SUICIDE:
            return _(
                "You matter. Please talk to someone now: call or text 988, at any hour. Hurt "
                "already, or about to be? Call 911."
            )
        case Kind.POLICE:
            return _("Hurt or in danger: call 911.")
        case _:
            return _("In danger now: call 911 if you can.")


def _who_is_told(turn: Turn) -> tuple[str, ...]:
    """Whom SOS would tell, by name; where an alert is out, how that stands."""
    person = turn.person()
    if person is None:
        return ()
    now = standing.of(turn.work, person)
    return (replies.status(now, turn.tr),) if now.alert_out else _sos_offer(turn)


def _sos_offer(turn: Turn) -> tuple[str, ...]:
    person = turn.person()
    if person is None or standing.of(turn.work, person).alert_out:
        return ()
    names = standing.would_tell(turn.work, person)
    return (replies.sos_offer(names, turn.tr),) if names else ()


def _card(turn: Turn, kind: Kind) -> str:
    """Of the cards that may go with this kind the one that fits best; with police there, any that
    the text asks for beyond doubt."""
    fitting = _CARDS[kind]
    hits = turn.work.core.library.find(turn.text, turn.session.lang, most=len(fitting) + 3)
    if kind is Kind.POLICE and search.sure(hits):
        return hits[0].card_id
    return next((hit.card_id for hit in hits if hit.card_id in fitting), fitting[0])
