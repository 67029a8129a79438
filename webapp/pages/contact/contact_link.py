"""What a trusted contact sees behind the link in a text: the invitation, then the alert.

Link scanners and previews fetch it too, so a GET never reveals what happened and never acts.
"""

import json

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from checkin import store
from checkin.actions import agreement, answers, invitation_links, test_alert
from checkin.actions.answers import Answer
from checkin.machine.advance import Checkin, Outcome, State
from checkin.messages import standing, texts
from checkin.people import contacts, opt_outs, people
from checkin.people.contacts import Consent, Contact
from checkin.people.locations import Location
from checkin.people.people import Person
from checkin.people.plans import About
from checkin.situation import for_contacts
from checkin.storage.core import Work
from checkin.store import Timer
from webapp import i18n
from webapp.pages import device
from webapp.pages.app import manifest as app_manifest
from webapp.pages.app import push
from webapp.parts import parts

blueprint = Blueprint("contact_link", __name__, url_prefix="/c")

_HELP = {
    About.MISSING: ("find", "hurt", "jail", "lawyer", "bail"),
    About.ARRESTED: ("find", "jail", "lawyer", "bail", "hurt"),
}
"""Cards that say what to do now; the first is shown open."""

_MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map={2}/{0}/{1}"
_NEAR, _AROUND = 17, 14  # zoom levels of the map


@blueprint.get("/<token>")
def look(token: str) -> str | tuple[str, int]:
    with parts().core.read(parts().clock()) as work:
        invited = push.whose(work, token)
        if invited:
            return _invitation(work, invited, token)
        return render_template("contact/alert_covered.html") if _alert(work, token) else _over()


@blueprint.post("/<token>")
def press(token: str) -> Response | str | tuple[str, int]:
    wanted, language = request.form.get("do", ""), request.form.get("lang", "")
    with parts().core.write(parts().clock()) as work:
        invited = push.whose(work, token)
        if invited:
            _speak(work, invited, language)
            _answer_invitation(work, invited, wanted)
            return device.see(request.path)
        alert = _alert(work, token)
        if alert is None:
            return _over()
        timer, contact = alert
        if wanted == "leave" and not contact.phone:
            answers.leave_list(work, contact)
            return _over()
        _speak(work, contact, language)
        if language and not wanted:
            return device.see(request.path)
        if wanted in list(Answer):
            timer = answers.give(work, timer, contact.id, Answer(wanted))
        return _revealed(work, timer, contact, wanted)


def _speak(work: Work, contact: Contact, tag: str) -> None:
    """Write to this contact in the language they have pressed, here and from now on."""
    for language in work.core.phrases.languages:
        if language.tag == tag:
            contacts.speak_to(work, contact, language.code)
            i18n.speak(language.code)


def _alert(work: Work, token: str) -> tuple[Timer, Contact] | None:
    """The alert behind a link, while there is something to answer."""
    found = store.by_link(work, token)
    if found is None:
        return None
    timer, contact_id = found
    contact, record = contacts.get(work, contact_id), timer.checkin
    recipient = record.recipient(contact_id)
    answerable = record.alert_out or record.outcome is Outcome.UNANSWERED
    if contact is None or recipient is None or not recipient.ever_told or not answerable:
        return None
    i18n.speak(contact.lang)
    return timer, contact


@blueprint.get("/<token>/manifest.webmanifest")
def manifest(token: str) -> Response:
    """The manifest of the app installed from a contact's page, at which it then opens. On an iPhone
    only an installed app gets pushes, and it shares no cookie with the browser."""
    with parts().core.read(parts().clock()) as work:
        if push.whose(work, token) is None:
            abort(404)
    response = app_manifest.manifest()
    page = url_for("contact_link.look", token=token)
    response.set_data(json.dumps(json.loads(response.get_data()) | {"start_url": page, "id": page}))
    response.headers["Cache-Control"] = "no-store"
    return response


def _invitation(work: Work, contact: Contact, link: str) -> str | tuple[str, int]:
    person = people.get(work, contact.person_id)
    by_link = not contact.phone
    if person is None or (by_link and contact.consent is Consent.ALERT_ONLY):
        return _over()
    if not by_link or contact.consent is not Consent.INVITED:
        i18n.speak(contact.lang)  # before they agree by a link, nobody knows their language
    return render_template(
        "contact/by_link.html" if by_link else "contact/invitation.html",
        who=_introduced(person, contact),
        contact=contact,
        link=link,
        tested=test_alert.waits(work, contact),
        push=push.offer(work, contact.id, url_for("push.contacts_own", token=link)),
    )


def _answer_invitation(work: Work, contact: Contact, wanted: str) -> None:
    if wanted == "works":
        test_alert.answer_as(work, contact)
    elif not contact.phone:
        _answer_link(work, contact, wanted)
    elif wanted == "yes" and contact.consent is not Consent.CONFIRMED:
        opt_outs.welcome_back(work, contact.phone)
        agreement.confirm(work, contact)
    elif wanted == "no":
        answers.leave(work, contact.phone)


def _answer_link(work: Work, contact: Contact, wanted: str) -> None:
    if wanted == "yes" and contact.consent is Consent.INVITED:
        invitation_links.agree(work, contact, i18n.preferred().code)
    elif wanted == "no":
        answers.leave_list(work, contact)


def _revealed(work: Work, timer: Timer, contact: Contact, given: str) -> str | tuple[str, int]:
    person = people.get(work, timer.person_id)
    if person is None:
        return _over()
    library, record, lang = work.core.library, timer.checkin, i18n.language().code
    place = library.places.get(person.place) or library.places["us"]
    translator = i18n.translator()
    now = standing.of_timer(work, person, timer)
    part = now.part(contact.id)
    headline = for_contacts.headline(now, part, given, translator)
    step = for_contacts.next_step(now, part, translator)
    return render_template(
        "contact/alert.html",
        who=_called(person),
        due=texts.at(work, person, record.due_at, translator),
        timer=timer,
        contact=contact,
        checkin=record,
        wish=texts.wish(person, translator),
        stands=_stands(record, contact, given),
        headline=headline,
        next=step if _stands(record, contact, given) in ("mine", "other", "waiting") else "",
        spot_at=texts.at(work, person, timer.location.at, translator) if timer.location else "",
        map=_map(timer.location) if timer.location else "",
        place=place,
        helps=[
            library.page(id, lang, place.id) for id in _HELP[timer.about] if id in library.cards
        ],
    )


def _stands(record: Checkin, contact: Contact, given: str) -> str:
    """How the alert stands for this contact, in a word that the style sheet knows."""
    if record.state is State.HELD:
        return "mine" if record.holder == contact.id else "other"
    if record.over:
        return "over"
    if given == Answer.CANNOT:
        return "cannot"
    return "late" if record.outcome is Outcome.UNANSWERED else "waiting"


def _map(spot: Location) -> str:
    """A map on the web, for whoever presses the link: our pages fetch nothing from it."""
    latitude, longitude = spot.place.split(",")
    return _MAP.format(latitude, longitude, _NEAR if spot.within < 500 else _AROUND)


def _over() -> tuple[str, int]:
    return render_template("contact/alert_over.html"), 410


def _introduced(person: Person, contact: Contact) -> str:
    if contact.consent is Consent.CONFIRMED:
        return _called(person)
    return texts.introduced(person, i18n.translator())


def _called(person: Person) -> str:
    return texts.called(person, i18n.translator())
