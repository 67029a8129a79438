"""Topics of the slots, in words, as labels for what fills them."""

from content.phrases import Translator


def topic(slot: str, t: Translator) -> str:
    """What a slot, or the fact of that name, is about."""
    match slot:
        case "offense":
            return t.pgettext("law topic", "Selling sex")
        case "stop_identify":
            return t.pgettext("law topic", "Giving your name")
        case "recording_police":
            return t.pgettext("law topic", "Filming police")
        case "recording":
            return t.pgettext("law topic", "Filming and recording")
        case "entrapment":
            return t.pgettext("law topic", "Entrapment")
        case "sealing_arrest":
            return t.pgettext("law topic", "Clearing an arrest")
        case "sealing_conviction":
            return t.pgettext("law topic", "Clearing a conviction")
        case "survivors":
            return t.pgettext("law topic", "Clearing a trafficking survivor's record")
        case "reporting_immunity":
            return t.pgettext("law topic", "Being safe from a charge when you report violence")
        case "condoms":
            return t.pgettext("law topic", "Condoms as evidence")
        case "police_sexual_contact":
            return t.pgettext("law topic", "Sexual contact by an officer")
        case "mugshots":
            return t.pgettext("law topic", "Booking photos")
        case "find":
            return t.pgettext("law topic", "Finding someone in custody")
        case _:
            return t.pgettext("law topic", "Legal help")


def labelled(label: str, sentence: str, t: Translator) -> str:
    """The sentence after a label, its topic or place: "New York: Selling sex is …"."""
    return t.gettext("%(label)s: %(sentence)s", label=label, sentence=sentence)
