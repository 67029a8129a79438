"""Cookies that hold tokens: HttpOnly, so that no script reads them, and under https with the
`__Host-` prefix, which binds them to this very host."""

from flask import request
from werkzeug.wrappers import Response

from webapp.parts import parts


def read(name: str) -> str:
    """The token that this browser has under the name; empty if it has none."""
    return request.cookies.get(_called(name), "")


def put(response: Response, name: str, token: str, *, seconds: int, samesite: str = "Lax") -> None:
    """Have the browser keep a token for so long."""
    response.set_cookie(
        _called(name),
        token,
        max_age=seconds,
        httponly=True,
        samesite=samesite,
        secure=_https(),
    )


def drop(response: Response, name: str) -> None:
    """Have the browser forget the token under the name."""
    response.delete_cookie(_called(name), secure=_https(), httponly=True)


def _called(name: str) -> str:
    return f"__Host-{name}" if _https() else name


def _https() -> bool:
    return parts().core.public_url.startswith("https:")
