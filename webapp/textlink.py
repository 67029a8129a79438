"""`sms:` links, which open the phone's own texting app with the words filled in."""

from urllib.parse import quote


def sms(number: str, body: str) -> str:
    """A link to text `body` to `number`. Both Android and iPhones understand `?&`."""
    return f"sms:{number}?&body={quote(body)}"
