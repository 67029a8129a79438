"""Replies about what we hold on a person: PINs, check-in code, opt-out, deletion."""

from checkin import store
from checkin.actions import answers, deletions, proof
from checkin.messages import standing
from checkin.people import codes, contacts, opt_outs, people
from checkin.people.pins import Verdict
from checkin.situation import alerts, refusing, replies
from sms.replies.turn import ReplyDraft, Turn


def set_pins(turn: Turn, safe: str, duress: str) -> ReplyDraft:
    """Set the safe PIN, which closes a timer, and the danger PIN, which only seems to."""
    person, proven = turn.ensure_person(), turn.proven or Verdict.SAFE
    proof.choose_pins(turn.work, person, proven, safe=safe, duress=duress)
    now = turn.tr.gettext(
        "From now on a timer closes with OK and your first PIN. With the second PIN it looks "
        "the same, but your contacts are told that you are in danger. Delete these texts."
    )
    if contacts.told_of_danger(turn.work, person):
        return turn.say(now, turn.tr.gettext("To leave someone out of that: Contacts in the app."))
    return turn.say(now, alerts.nobody_of_danger(turn.tr))


def ask_pins(turn: Turn) -> ReplyDraft:
    """PIN without two usable ones: nothing was set."""
    return turn.say(
        turn.tr.gettext(
            "No PIN was set. Choose two different ones of 4 to 8 digits: first the one for safe, "
            "then the one for danger. Example: PIN 1234 9876"
        )
    )


def show_code(turn: Turn) -> ReplyDraft:
    """The person's check-in code, which closes their timer from any phone."""
    code = codes.of(turn.work, turn.ensure_person())
    return turn.say(
        turn.tr.gettext(
            "Your check-in code: %(code)s. If you lose your phone, text it to us from any other "
            "phone to say that you are safe. With a PIN: %(code)s and the PIN.",
            code=code,
        )
    )


def leave(turn: Turn, *, silently: bool) -> ReplyDraft:
    """Opt out: no more texts. The person's own timer goes on, because whoever holds the phone could
    otherwise stop it this way. `silently`: the carrier has answered already."""
    person = turn.person()
    running = store.open_for(turn.work, person) if person else None
    answers.leave(turn.work, turn.session.phone)
    if silently:
        return turn.say()
    gone = turn.tr.gettext("You get no more messages from us. To undo, text START.")
    if person is None or running is None:
        return turn.say(gone)
    now = standing.of_timer(turn.work, person, running)
    return turn.say(gone, replies.quiet(now, turn.tr))


def come_back(turn: Turn, *, by_carrier: bool) -> ReplyDraft:
    """Opt in: texts are welcome again, and the reply says who we are and what runs. `by_carrier`:
    the carrier knew the word, so it lets our texts through again and has said so itself."""
    _, phone = turn.tr.gettext, turn.session.phone
    opted_out = opt_outs.wants_nothing(turn.work, phone)
    opt_outs.welcome_back(turn.work, phone)
    if by_carrier:
        again = _("You get our messages again.") if opted_out else ""
    else:
        again = _("You get our messages again. Did you text STOP before? Then text just START.")
    person = turn.person()
    now = standing.of(turn.work, person) if person else None
    if now is not None and now.checkin is not None:
        return turn.say(*filter(None, (again, replies.status(now, turn.tr))))
    this = _("This is Raincheck, a safety check-in.")
    how = _("To start: ADD and the number of someone you trust, or MENU for all topics.")
    return turn.say(*filter(None, (again, this, replies.nothing_here(turn.tr), how)))


def how_to_forget(turn: Turn) -> ReplyDraft:
    """The wish to be forgotten, in own words: nothing was deleted, and what deletes."""
    sentence = turn.tr.gettext("Nothing was deleted. To delete all we hold on you, text FORGET ME.")
    return _kept_by_timer(turn) or turn.say(sentence)


def _kept_by_timer(turn: Turn) -> ReplyDraft | None:
    """That nothing was deleted because a timer runs, and how that stands; None without one."""
    person = turn.person()
    running = store.open_for(turn.work, person) if person else None
    if person is None or running is None:
        return None
    now = standing.of_timer(turn.work, person, running)
    return turn.say(refusing.nothing_deleted(turn.tr, now))


def forget(turn: Turn) -> ReplyDraft:
    """Delete everything we hold on this phone."""
    phone, person = turn.session.phone, turn.sender.owner
    if person:
        deletions.forget(turn.work, person)
    answers.forget(turn.work, phone)
    people.forget_phone(turn.work, phone)
    gone = turn.tr.gettext("Deleted. We hold nothing on this phone any more.")
    return ReplyDraft((gone,), turn.session, forgotten=True)
