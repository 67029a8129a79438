"""The style guide: every component on one page, in either theme and direction. Demo mode only."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, abort, render_template, request, url_for

from content.pages import Say
from sms.simulator.handset import Kind, SimulatedText, Status
from webapp import assets, i18n
from webapp.pages.simulator.screen import Line, Run
from webapp.parts import parts

blueprint = Blueprint("styles", __name__)

THEMES = ("light", "dark")
DIRECTIONS = ("ltr", "rtl")
_DARK, _BOTH = b"@media (prefers-color-scheme: dark)", b"color-scheme: light dark"
_SAY = (
    Say("Am I free to leave?", "Lo mismo, en otra lengua"),
    Say("I do not consent to a search. " * 3, None),
)


@blueprint.get("/dev/styles")
def styles() -> str:
    """?theme= one of THEMES, else what the browser prefers; ?dir= one of DIRECTIONS."""
    if not parts().simulator:
        abort(404)
    i18n.speak("en")
    theme = _theme("")
    language = i18n.language()
    if request.args.get("dir") == "rtl":
        language = replace(language, direction="rtl")
    return render_template(
        "simulator/styles.html",
        language=language,
        asset=partial(_address, theme),
        theme=theme,
        themes=THEMES,
        directions=DIRECTIONS,
        warning=True,
        say=_SAY,
        phone={"number": "+12025550111", "lines": _lines()},
        ours=parts().core.number,
        cents=1,
        last={"outcome": "unanswered", "recipients": []},
        hotlines=True,
    )


@blueprint.get("/dev/styles/<name>")
def sheet(name: str) -> Response:
    """A style sheet that shows one theme whatever the browser prefers."""
    asset = assets.read(name)
    if not parts().simulator or asset is None or asset.mimetype != "text/css":
        abort(404)
    theme = _theme("light").encode()
    css = asset.body.replace(_DARK, b"@media all" if theme == b"dark" else b"@media not all")
    return Response(css.replace(_BOTH, b"color-scheme: " + theme), mimetype="text/css")


def _theme(otherwise: str) -> str:
    wanted = request.args.get("theme", "")
    return wanted if wanted in THEMES else otherwise


def _address(theme: str, name: str) -> str:
    if theme and name.endswith(".css"):
        return url_for("styles.sheet", name=name, theme=theme)
    return assets.address(name)


def _lines() -> list[Line]:
    """A bubble of every kind and tone."""
    texts = [
        _line("STATUS", Kind.TEXT, "received by us", incoming=True),
        _line("The first segment", Kind.REPLY, "delivered", further=" and the second"),
        _line("Not with us yet", Kind.TEXT, "kept by the carrier", tone="waiting", incoming=True),
        _line("It never arrived", Kind.TEXT, "failed: the phone is off", tone="failed", named="ñ“"),
        _line("Reply STOP to unsubscribe.", Kind.CARRIER, "delivered"),
        _line("This is a call.", Kind.CALL, "read aloud", keys=True),
        _line("1", Kind.KEY, "key pressed", incoming=True),
        _line("Thank you.", Kind.SAID, "read aloud"),
    ]
    return [replace(each, text=replace(each.text, id=at)) for at, each in enumerate(texts)]


def _line(
    body: str,
    kind: Kind,
    state: str,
    *,
    tone: str = "well",
    incoming: bool = False,
    further: str = "",
    named: str = "",
    keys: bool = False,
) -> Line:
    text = SimulatedText(
        id=0,
        sent_at=parts().clock(),
        incoming=incoming,
        kind=kind,
        body=body,
        encoding="UCS-2" if named else "GSM-7",
        segments=2 if further else 1,
        status=Status.DELIVERED,
        code=None,
        tries=1,
        message_id=None,
        call_id=None,
    )
    pieces = ((0, body), (2, further)) if further else ((0, body),)
    return Line(text, (Run(None, pieces),), state, tone, tuple(named), len(named[2:]), keys)
