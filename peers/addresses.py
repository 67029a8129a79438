"""Every address that the app answers, found in its URL map, so that a new page is never missed."""

import re

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from webapp.security import HEADERS

SAM = "+12025550122"
EXAMPLES = {
    "lang": "en",
    "place": "us-ny",
    "card": "stopped",
    "token": "nobody-has-this-token",
    "number": SAM,
    "name": "app.css",
    "disguise": "notes",
    "_": "nothing",
}
FOR_MACHINES = ("/sms/", "/voice/", "/push/")


def missing_headers(answer: TestResponse) -> dict[str, str]:
    """The security headers that the answer lacks, or has with another value."""
    return {name: value for name, value in HEADERS.items() if answer.headers.get(name) != value}


def address(rule: Rule) -> str:
    """The rule's address with an example for each of its variables."""
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: EXAMPLES[found[1]], rule.rule)


def rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def pages(app: Flask) -> dict[str, str]:
    """Every address that answers a GET with a page for people, and that page."""
    found = {}
    for rule in rules(app, "GET"):
        answer = app.test_client().get(address(rule), follow_redirects=True)
        if answer.mimetype == "text/html" and not rule.rule.startswith(FOR_MACHINES):
            found[address(rule)] = answer.get_data(as_text=True)
    return found
