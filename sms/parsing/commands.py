"""Commands: words that ask for something."""

from enum import StrEnum


class Command(StrEnum):
    """Each command, by its English word. That word works in every language."""

    MENU = "MENU"
    NEXT = "NEXT"
    LANG = "LANG"
    STATE = "STATE"
    ADD = "ADD"
    CONTACTS = "CONTACTS"
    REMOVE = "REMOVE"
    IN = "IN"
    UNTIL = "UNTIL"
    EXTEND = "+30"
    STATUS = "STATUS"
    OK = "OK"
    SOS = "SOS"
    PIN = "PIN"
    COURT = "COURT"
    FORGET_ME = "FORGET ME"
    YES = "YES"
    NO = "NO"
    NAME = "NAME"
    CODE = "CODE"
    TEST = "TEST"
    LINK = "LINK"
    UNLINK = "UNLINK"
    HELLO = "HELLO"
    THANKS = "THANKS"
