"""The page on installing the app: what keeping it can mean, what it can pass for, and how."""

from flask import Blueprint, render_template, request

from webapp import disguises, i18n
from webapp.disguises import Disguise

blueprint = Blueprint("install", __name__)


@blueprint.get("/<lang:lang>/install")
def install() -> str:
    tr = i18n.translator()
    chosen = disguises.named(request.args.get("cover"))
    return render_template(
        "app/install.html",
        disguise=chosen,
        disguises=[
            (each, each.name(tr), _opens_at(each))
            for each in (disguises.PLAIN, *disguises.DISGUISES)
        ],
        title=chosen.name(tr),
        named=chosen.short_name(tr),
    )


def _opens_at(disguise: Disguise) -> str:
    _ = i18n.translator().gettext
    match disguise.id:
        case "sky":
            return _("Opens at the date and the moon.")
        case "notes":
            return _("Opens at a page for notes that works.")
        case "timer":
            return _("Opens at a kitchen timer that works. It tells nobody anything.")
        case _:
            return _("Opens at the cards.")
