"""Links that open the phone's own texting with the words filled in."""

from urllib.parse import quote


def sms(number: str, body: str) -> str:
    """`?&` is what both Android and iPhones understand."""
    return f"sms:{number}?&body={quote(body)}"
