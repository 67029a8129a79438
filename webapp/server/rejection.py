"""Rejections: answers to bytes that never became a request, in plain text and English, for nobody
said in which language."""

from http import HTTPStatus

from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)

from webapp.security import HEADERS


def rejection(status: HTTPStatus) -> bytes:
    """The whole HTTP response, as it goes over the wire."""
    body = f"{status.phrase}. Nothing was done.\n"
    headers = {
        **HEADERS,
        "Cache-Control": "no-store",
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n{body}".encode()


def status(error: ParseException) -> HTTPStatus:
    """The HTTP status that an error of gunicorn's parser calls for."""
    match error:
        case LimitRequestLine():
            return HTTPStatus.REQUEST_URI_TOO_LONG
        case LimitRequestHeaders():
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        case ExpectationFailed():
            return HTTPStatus.EXPECTATION_FAILED
    return HTTPStatus.BAD_REQUEST
