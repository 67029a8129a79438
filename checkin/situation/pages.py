"""What the person's own pages say of what stands: headings, sentences, and words beside names."""

from checkin.machine.checkin import Outcome, Standing, State
from checkin.situation import alerts
from checkin.situation.situation import Part, Situation, names
from content.phrases import Translator


def headline(now: Situation, tr: Translator, *, near: bool) -> str:
    """The heading of the running page; empty while the timer runs and its end is far, for there
    the page shows the end itself. `near`: its end is near."""
    _ = tr.gettext
    match now.state:
        case State.ARMED:
            return _("Almost time. Are you OK?") if near else ""
        case State.DUE:
            return _("Time is up. Are you OK?")
        case State.HELD:
            holder = now.holder
            return _("%(name)s is on it", name=holder.name) if holder else _("Someone is on it")
        case _ if now.nobody:
            return _("Nobody else is left")
        case _:
            return _("Your contacts are being told now")


def tells_at(now: Situation, tr: Translator, *, near: bool) -> str:
    """The words before the moment at which contacts are told; empty where they are not told."""
    if not now.before_alert or now.nobody or now.unserved:
        return ""
    if near or now.state is State.DUE:
        return tr.gettext("We tell your contacts at")
    return tr.gettext("Not closed by then? We wait, and tell your contacts at")


def order(now: Situation, tr: Translator) -> str:
    """How contacts are told, all at once or one by one; empty where nobody would be."""
    if not now.before_alert or now.nobody:
        return ""
    return in_order(tr, at_once=now.checkin is not None and now.checkin.at_once)


def in_order(tr: Translator, *, at_once: bool) -> str:
    """The same before a timer is started."""
    if at_once:
        return tr.gettext("All at once.")
    return tr.gettext("One after another, until someone is on it.")


def sentences(now: Situation, tr: Translator) -> tuple[str, ...]:
    """What is below the heading: who knows, what comes next, what cannot be relied on."""
    _ = tr.gettext
    if now.before_alert:
        return troubles(now, tr)
    safe = _("If you are safe, press “I'm OK”: they get the all-clear.")
    if now.state is State.HELD:
        others = tuple(part for part in now.all_clear_to if part is not now.holder)
        said = (
            _("The others know that someone is helping. If you are safe, press “I'm OK”.")
            if others
            else _("If you are safe, press “I'm OK”.")
        )
        step = alerts.next_step(now, tr)
        return (step, said) if step else (said,)
    facts = [] if not now.told else [_("Told so far: %(names)s.", names=names(now.told))]
    if now.being_told:
        facts.append(_("On its way to: %(names)s.", names=names(now.being_told)))
    if now.unserved:
        facts.append(alerts.late(tr))
    else:
        facts.append(alerts.next_step(now, tr))
    return (
        *filter(None, facts),
        safe if now.all_clear_to else _("If you are safe, press “I'm OK”."),
    )


def troubles(now: Situation, tr: Translator) -> tuple[str, ...]:
    """Why a timer that runs cannot be relied on; empty where it can."""
    _ = tr.gettext
    if now.nobody:
        return (alerts.nobody_would(tr), _("Add someone you trust."))
    if now.unserved and not now.left:
        return (_("Our alarm service is not running, so nobody has been told yet."),)
    return ()


def who(now: Situation | None, tr: Translator) -> str:
    """The heading above the contacts of a check-in; None: of the next one."""
    return tr.gettext("Who knows") if now and now.alert_out else tr.gettext("Who will be told")


def beside(now: Situation, part: Part, tr: Translator) -> str:
    """The words beside one name: where that contact stands."""
    _ = tr.gettext
    if now.alert_out and now.holder is part:
        return _("is on it")
    match part.standing:
        case Standing.CANNOT:
            return _("can't help now")
        case Standing.OPTED_OUT:
            return _("takes no more messages")
        case Standing.UNREACHABLE:
            return _("could not be reached")
        case _ if not part.reachable:
            return _("cannot be reached: will not be told")
        case Standing.TOLD if part.told_round:
            return _("no answer yet")
        case _:
            return _("not told yet") if now.alert_out else ""


def left_out(tr: Translator, *, agreed: bool, reachable: bool) -> str:
    """The words beside a contact whom the next timer would not tell."""
    _ = tr.gettext
    if not agreed:
        return _("has not said yes: will not be told")
    if not reachable:
        return _("cannot be reached yet: will not be told")
    return _("only if you are arrested")


def promise(grace: str, tr: Translator) -> str:
    """Below the button that starts a timer. `grace`: in words."""
    return tr.gettext(
        "When the time is up we wait %(grace)s for you, then we tell them.", grace=grace
    )


def sos(would: tuple[str, ...], tr: Translator) -> str:
    """Above the button for SOS. `would`: whom it would tell."""
    if not would:
        return alerts.nobody_would(tr)
    return tr.gettext(
        "Told at once that you ask for help now, with your note and your plan: %(names)s.",
        names=", ".join(would),
    )


def ended(now: Situation, tr: Translator) -> tuple[str, str]:
    """How the last check-in ended, as a heading and the sentence below it."""
    _ = tr.gettext
    outcome = now.checkin.outcome if now.checkin else None
    if outcome is Outcome.RESOLVED:
        return _("A contact says it is over"), _(
            "The alert is closed. If you still need help, press SOS."
        )
    if outcome is not Outcome.UNANSWERED:
        return safe(tr)
    if now.tried_out:
        tried = tuple(part for part in now.parts if part.askable)
        if tried == now.parts:
            return _("Nobody has answered"), _(
                "We tried all your contacts three times. They can still answer for a day."
            )
        return _("Nobody has answered"), _(
            "We tried three times: %(names)s. They can still answer for a day.", names=names(tried)
        )
    if now.can_answer:
        return _("Nobody else is left"), _(
            "Whoever was told and said no can still say yes for a day: %(names)s.",
            names=names(now.can_answer),
        )
    return _("Nobody was told"), _("None of your contacts is left, or can be reached.")


def no_texts(tr: Translator) -> str:
    """The person has stopped our texts."""
    return tr.gettext(
        "You asked for no texts, so no text reminds you. The timer runs all the same."
    )


def safe(tr: Translator) -> tuple[str, str]:
    """The same once it was closed as safe. The same words whatever was pressed and whichever PIN
    was typed: whoever reads along must learn nothing."""
    _ = tr.gettext
    return _("Closed: you are safe"), _(
        "Your note is destroyed. Whoever was told has the all-clear."
    )


def unserved(tr: Translator) -> tuple[str, str]:
    """The red banner while timers cannot be relied on."""
    _ = tr.gettext
    return _("Our alarm service is not running."), _(
        "Nobody would be told. Tell someone you trust yourself until this line is gone."
    )
