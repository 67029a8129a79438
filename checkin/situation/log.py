"""What became of the messages to contacts, as the person's page says it."""

from checkin.machine.notices import ChannelKind, Kind
from checkin.situation.situation import Fate, Part, Situation
from content.phrases import Translator


def arrived(now: Situation, part: Part, tr: Translator) -> str:
    """What became of the newest alert to one contact; empty when there is nothing to say."""
    alert = part.alert
    if alert is None or alert.fate is Fate.WITHDRAWN:
        return ""
    _, at, called = tr.gettext, now.clock(alert.at, tr), alert.channel is ChannelKind.CALL
    if alert.fate is Fate.WAITING and now.unserved:
        return _("Not sent yet")
    if alert.channel is ChannelKind.PUSH:
        return _pushed(alert.fate, at, tr)
    match alert.fate:
        case Fate.ARRIVED if called:
            return _("The call to %(name)s went through at %(time)s", name=part.name, time=at)
        case Fate.ARRIVED:
            return _("%(name)s's phone got it at %(time)s", name=part.name, time=at)
        case Fate.FAILED:
            return _("The call did not get through") if called else _("The text did not arrive")
        case _:
            return _("Being called") if called else _("The text is on its way")


def _pushed(fate: Fate, at: str, tr: Translator) -> str:
    # No push service says whether a notification was seen.
    _ = tr.gettext
    if fate is Fate.WAITING:
        return _("The notification is on its way")
    if fate is Fate.FAILED:
        return _("The notification did not arrive")
    return _("Notification sent at %(time)s", time=at)


def what(kind: Kind, channel: ChannelKind, tr: Translator) -> str:
    """One message, by its subject."""
    _ = tr.gettext
    match kind:
        case Kind.PLACE:
            return _("your place")
        case Kind.COVERED:
            return _("another is on it")
        case Kind.STILL_ON_IT:
            return _("still on it?")
        case _ if channel is ChannelKind.PUSH:
            return _("alert by notification")
        case _:
            return _("alert by call") if channel is ChannelKind.CALL else _("alert by text")


def fate(fate: Fate, tr: Translator) -> str:
    """How far one message has come."""
    _ = tr.gettext
    match fate:
        case Fate.ARRIVED:
            return _("arrived")
        case Fate.FAILED:
            return _("did not arrive")
        case Fate.WAITING:
            return _("not sent yet")
        case _:
            return _("sent, no word yet")
