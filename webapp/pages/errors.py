"""Error pages: what went wrong, what is safe, what to do next."""

from flask import Flask, current_app, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _too_old)
    app.register_error_handler(HTTPException, _wrong)
    app.register_error_handler(Exception, _ours)


def _too_old(_error: CSRFError) -> tuple[str, int]:
    return _page(
        400,
        _("Please press it once more"),
        _(
            "This page was open for too long, so nothing was done. Go to your check-in and press "
            "the button again there."
        ),
    )


def _wrong(error: HTTPException) -> tuple[str, int]:
    match error.code:
        case 404 | 410:
            title = _("There is no such page")
            text = _("The link may be old, or a letter may be missing.")
        case 405:
            title = _("Nothing was changed")
            text = _("This address only takes a button press. Go back and use the button there.")
        case 413:
            title = _("That was too long")
            text = _("Nothing was saved. Go back and make it shorter.")
        case 429:
            title = _("Too many tries")
            text = _(
                "Nothing was done. Please wait an hour, then try again. A timer that is running "
                "keeps running: to close it, text us OK."
            )
        case code if code is not None and code >= 500:
            return _ours(error)
        case _:
            title = _("That did not work")
            text = _("Nothing was changed. Go back and try again.")
    return _page(error.code or 400, title, text)


def _ours(error: Exception) -> tuple[str, int]:
    if not isinstance(error, HTTPException):
        current_app.logger.error("A page failed.", exc_info=error)
    return _page(
        error.code if isinstance(error, HTTPException) and error.code else InternalServerError.code,
        _("Something broke on our side"),
        _(
            "A timer that is running keeps running. If you were closing one, please try again or "
            "text us OK."
        ),
    )


def _page(code: int, title: str, text: str) -> tuple[str, int]:
    return render_template("error.html", title=title, text=text), code
