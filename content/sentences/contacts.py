"""Sentences on contacts: where to find someone in custody, and who helps."""

from content.host import spoken
from content.law import Contact, Help, Lookup, StateLaw
from content.phrases import Language, Translator
from content.sentences.saying import Saying

_TOLD_BY_TEXT = 3


def find(law: StateLaw, t: Translator) -> Saying | None:
    lookups = tuple(lookup for lookup in law.find if lookup.known)
    if not lookups:
        return None
    sheriff = t.gettext(
        "Someone just arrested is most often in a county or city jail."
        " If that jail is not listed here, call the sheriff of the county."
    )
    text = [_short(_asked(lookup, t), lookup) for lookup in lookups[:_TOLD_BY_TEXT]]
    if not any(lookup.covers == "county_jail" and not lookup.area for lookup in lookups):
        text.append(t.gettext("Other counties: call the sheriff."))
    items = (f"{_covers(lookup, t)}: {_contact(lookup, t)}" for lookup in lookups)
    return Saying(lookups, (sheriff,), "\n".join(text), tuple(items))


def _asked(lookup: Lookup, t: Translator) -> str:
    return _covers(lookup, t) if lookup.area else lookup.name


def _covers(lookup: Lookup, t: Translator) -> str:
    match lookup.covers:
        case "county_jail":
            covers = t.pgettext("custody", "County jail")
        case "city_jail":
            covers = t.pgettext("custody", "City jail")
        case "most_jails":
            covers = t.pgettext("custody", "Jails in most states")
        case "state_prison":
            covers = t.pgettext("custody", "State prison")
        case "federal_prison":
            covers = t.pgettext("custody", "Federal prison")
        case "immigration":
            covers = t.pgettext("custody", "Immigration custody")
    return f"{covers}, {lookup.area}" if lookup.area else covers


def legal_help(law: StateLaw, t: Translator) -> Saying | None:
    helpers = tuple(helper for helper in law.legal_help if helper.known)
    if not helpers:
        return None
    items = (
        "; ".join((f"{kinds(t)[helper.kind]}: {_contact(helper, t)}", *when(helper, t.lang)))
        for helper in helpers
    )
    by_phone = sorted(helpers, key=lambda helper: helper.phone is None)
    text = "\n".join(_short(helper.name, helper) for helper in by_phone[:_TOLD_BY_TEXT])
    return Saying(helpers, (), text, tuple(items))


def kinds(t: Translator) -> dict[str, str]:
    """Each kind of help in words, in the order a person under arrest needs them."""
    return {
        "public_defender": t.pgettext("help", "Public defender"),
        "legal_aid": t.pgettext("help", "Free legal help"),
        "bail_fund": t.pgettext("help", "Bail funds"),
        "sex_worker_led": t.pgettext("help", "Led by sex workers"),
        "hotline": t.pgettext("help", "Help line"),
        "court_forms": t.pgettext("help", "Court forms"),
    }


def _contact(contact: Contact, t: Translator) -> str:
    # Translators: the date on which this number or address was found
    seen = t.gettext("seen %(date)s", date=max(source.date for source in contact.sources))
    parts = ", ".join(part for part in (contact.name, contact.phone, contact.url) if part)
    return f"{parts} ({seen})"


def when(helper: Help, lang: str) -> tuple[str, ...]:
    """The helper's hours, and its languages by their own names, as far as they are known."""
    hours = spoken(dict(helper.hours), lang)
    languages = ", ".join(Language.of(code).name for code in helper.languages)
    return tuple(part for part in (hours[0] if hours else "", languages) if part)


def _short(name: str, contact: Contact) -> str:
    """A contact for a text: its phone number, or its web address if it has none."""
    address = (contact.url or "").removeprefix("https://").removeprefix("www.").rstrip("/")
    return f"{name} {contact.phone or address}"
