"""Who is told, who comes next, and whether nobody is left: what stands while an alert is out."""

from checkin.machine.checkin import State
from checkin.machine.escalation import ROUNDS
from checkin.situation.situation import Situation, names
from content.phrases import Translator


def nobody_would(tr: Translator) -> str:
    """Nobody is left to tell, before any alert."""
    return tr.gettext("Nobody would be told now.")


def nobody_of_danger(tr: Translator) -> str:
    """The danger PIN would tell nobody."""
    return tr.gettext(
        "Your danger PIN would tell nobody now: add a contact, or choose one to tell."
    )


def nobody_left(tr: Translator) -> str:
    """Nobody is left to tell, once an alert is out."""
    return tr.gettext("Nobody else is left.")


def add_someone(tr: Translator) -> str:
    """What to text when nobody is left."""
    return f"{nobody_would(tr)} {tr.gettext('Add someone: ADD +1 555 123 4567 Sam')}"


def troubles(now: Situation, tr: Translator) -> tuple[str, ...]:
    """What keeps a timer that runs from being relied on; empty when nothing does."""
    _ = tr.gettext
    if now.before_alert and now.nobody:
        return (add_someone(tr),)
    if now.before_alert and now.unserved:
        return (
            _(
                "But our alarm service is not running right now: until it is back nobody is "
                "told. Tell someone you trust yourself."
            ),
        )
    return ()


def late(tr: Translator) -> str:
    """An alert may be late, because no worker is alive."""
    return tr.gettext(
        "Our alarm service is not running, so this may leave late. If you can, call someone."
    )


def headline(now: Situation, tr: Translator) -> str:
    """The state of an alert that is out, in one sentence."""
    if now.nobody:
        return nobody_left(tr)
    return tr.gettext("Your contacts are being told.")


def alert(now: Situation, tr: Translator) -> tuple[str, ...]:
    """Who is told, who was and who comes next, sentence by sentence, while an alert is out."""
    _ = tr.gettext
    said = [headline(now, tr)]
    if now.nobody:
        return tuple(said)
    if now.told:
        said.append(_("Told so far: %(names)s.", names=names(now.told)))
    if now.unserved:
        said.append(late(tr))
        return tuple(said)
    coming = next_step(now, tr)
    return (*said, coming) if coming else tuple(said)


def next_step(now: Situation, tr: Translator) -> str:
    """What happens next by itself, and when; empty when nothing does."""
    _, running = tr.gettext, now.checkin
    if running is None or running.next_at is None or now.state not in (State.ALERTING, State.HELD):
        return ""
    time = now.clock(running.next_at, tr)
    if now.state is State.HELD:
        return _after_hold(now, time, tr)
    if now.upcoming:
        first = now.upcoming[0]
        if first.ever_told and first.told_round:
            return _(
                "Without an answer we try %(name)s again at %(time)s.", name=first.name, time=time
            )
        return _("Without an answer %(name)s is next, at %(time)s.", name=first.name, time=time)
    if not now.again or running.round >= ROUNDS:
        return ""
    who = names(now.again)
    if now.calls and all(part.rings for part in now.again):
        return _("Without an answer we call %(who)s at %(time)s.", who=who, time=time)
    return _("Without an answer we try %(who)s again at %(time)s.", who=who, time=time)


def _after_hold(now: Situation, time: str, tr: Translator) -> str:
    _, holder = tr.gettext, now.holder
    asked = now.checkin is not None and now.checkin.asked
    if not asked:
        return _(
            "We ask %(name)s again at %(time)s.", name=holder.name if holder else "", time=time
        )
    if any(part.askable for part in now.parts if part is not holder):
        return _("We have asked again. Without an answer by %(time)s we tell others.", time=time)
    return _("We have asked again. Nobody else is left.")


def unanswered(now: Situation, tr: Translator) -> str:
    """An alert has ended with nobody on it."""
    _ = tr.gettext
    if now.can_answer:
        return _(
            "None of your contacts is on it. Whoever was told can still answer for a day. For "
            "other help text HOTLINES."
        )
    return _(
        "Nobody was told: none of your contacts is left, or can be reached. For other help text "
        "HOTLINES."
    )
