"""Disguises: what the app can pass for on a home screen, by name, picture and first page."""

from dataclasses import dataclass

from content.phrases import Language, Translator
from webapp import assets

INK = "#1c222b"


@dataclass(frozen=True)
class Disguise:
    """`id`: also the name of its start page in an address; empty for the app as it is, which starts
    at the cards. `picture`: what the names of its icon files begin with. `colour`: CSS, what the
    browser paints around the app."""

    id: str
    picture: str
    colour: str

    def name(self, tr: Translator) -> str:
        # Translators: The name of a plain app on a home screen, at most 12 letters.
        names = {"notes": tr.gettext("Notes"), "timer": tr.gettext("Kitchen timer")}
        return names.get(self.id, "Raincheck")

    def short_name(self, tr: Translator) -> str:
        # Translators: The short name of a kitchen timer on a home screen, at most 12 letters.
        return tr.gettext("Timer") if self.id == "timer" else self.name(tr)

    @property
    def icon(self) -> str:
        """The address of the icon as SVG, for any size."""
        return assets.address(f"{self.picture}.svg")

    @property
    def full_icon(self) -> str:
        """The address of the maskable icon: it fills its square, for phones that cut corners."""
        return assets.address(f"{self.picture}-maskable.png")


PLAIN = Disguise("", "icon", INK)
DISGUISES = (
    Disguise("sky", "icon", INK),
    Disguise("notes", "notes", "#f2b632"),
    Disguise("timer", "timer", "#17695f"),
)
NAMES = tuple(each.id for each in DISGUISES)


def named(id: str | None) -> Disguise:
    """The disguise with this id, else the app as it is."""
    return next((each for each in DISGUISES if each.id == id), PLAIN)


def manifest(
    disguise: Disguise, language: Language, tr: Translator, start_url: str
) -> dict[str, object]:
    """The web app manifest (https://www.w3.org/TR/appmanifest/). No shortcuts and no screenshots:
    both would show outside the app."""
    picture = disguise.picture
    return {
        "id": f"/?{disguise.id}" if disguise.id else "/",
        "name": disguise.name(tr),
        "short_name": disguise.short_name(tr),
        "lang": language.tag,
        "dir": language.direction,
        "start_url": start_url,
        "scope": "/",
        "display": "standalone",
        "background_color": disguise.colour,
        "theme_color": disguise.colour,
        "icons": [
            _icon(f"{picture}.svg", "any", "any"),
            _icon(f"{picture}-192.png", "192x192", "any"),
            _icon(f"{picture}-512.png", "512x512", "any"),
            _icon(f"{picture}-maskable.png", "512x512", "maskable"),
        ],
    }


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    kind = "image/svg+xml" if name.endswith(".svg") else "image/png"
    return {"src": assets.address(name), "sizes": sizes, "type": kind, "purpose": purpose}
