"""A browser without scripts that visits a real server; `tests.webapp.reader.Reader` drives it."""

from typing import Any

import requests
from requests.cookies import RequestsCookieJar

from tests.webapp.reader import Reader


class _Answer:
    """What a server said, as the app's own test client would hand it over."""

    def __init__(self, answer: requests.Response) -> None:
        self.status_code, self.request, self._text = answer.status_code, answer, answer.text

    def get_data(self, *, as_text: bool = True) -> str:  # noqa: ARG002
        return self._text


class _Client:
    def __init__(self, url: str) -> None:
        self._url, self._session = url, requests.Session()

    @property
    def cookies(self) -> RequestsCookieJar:
        return self._session.cookies

    def get(self, address: str, **_: Any) -> _Answer:
        return _Answer(self._session.get(self._url + address, timeout=20))

    def post(self, address: str, data: dict[str, str], **_: Any) -> _Answer:
        return _Answer(self._session.post(self._url + address, data=data, timeout=20))


def surfer(url: str) -> Reader:
    """A browser that has never been at `url`."""
    return Reader(_Client(url))  # type: ignore[arg-type]
