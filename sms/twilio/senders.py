"""Senders of texts: is it a phone that can be answered?"""

import re

import phonenumbers

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def phone(sender: str) -> bool:
    """Whether `sender` is a possible phone number in E.164, of any country. Short codes ("72975"),
    names ("AMAZON"), other networks ("whatsapp:+1…") and the numbers that stand for "anonymous" are
    not: there is nobody to answer."""
    if not _E164.fullmatch(sender):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(sender))
    except phonenumbers.NumberParseException:
        return False
