"""Deleting: whether somebody asks in own words that what we hold on them is deleted. Only FORGET ME
does; what they hold themselves is a question for the cards ("should i delete my texts")."""

import regex

from sms.parsing.normalize import Text, mended

_KNOWN = frozenset(
    {"delete", "erase", "remove", "clear", "destroy", "account", "profile", "everything",
     "information", "forget", "borra", "borrar", "borren", "elimina", "eliminar", "eliminen",
     "cuenta", "datos", "informacion", "perfil", "olvida", "history", "personal"}
)  # fmt: skip
_ASKING = (
    r"(?:(?:please|pls|plz|can|could|you|u|will|i|want|need|would|like|to|how|do|just|hey|ok|id|wanna|yo"
    r"|por favor|porfa|puedes|pueden|quiero|necesito|que|como|oye|se) )*"
)
_VERB = (
    r"(?:delete|erase|wipe|clear|destroy|forget|get rid of|remove|take down|close|deactivate"
    r"|borra(?:r|n|me|rme)?|borren(?:me)?|elimina(?:r|n|me|rme)?|eliminen(?:me)?|cierra|cerrar"
    r"|olvida(?:r|te de|ense de)?|desactiva)"
)
_MINE = (
    r"(?: (?:all|of|the|my|your|any|mi|mis|todo|toda|todos|todas|lo|la|los|las|de|el|personal|que"
    r"|whole|entire|up))*"
)
_WHAT = (
    r"(?:me|data|account|acct|profile|info|information|everything|it all|all|record of me|file"
    r"|records? you have|history with you|stuff you have|everything you have|personal data"
    r"|(?:text|message|chat) history|me from (?:here|this|your system|the system|your database)"
    r"|datos|cuenta|informacion|perfil|todo|historial|mi|saben de mi|tienen de mi|tienen)"
)
_AFTER = (
    r"(?: (?:you have|on me|about me|of mine|u have|u got|from (?:here|this|your system|you)|please"
    r"|pls|now|right now|asap|forever|for good|completely|with you|here|that|and|thanks|everything"
    r"|data|info|account|ya|ahora|por favor|de mi|sobre mi|mios?|mias?|de aqui|personales"
    r"|que tienen|completamente|para siempre|y|mis datos|my data))*"
)
_PATTERN = regex.compile(rf"{_ASKING}{_VERB}{_MINE} {_WHAT}{_AFTER}")
_SELVES = frozenset(
    {"borrame", "borrenme", "eliminame", "eliminenme", "olvidenme", "olvidense de mi"}
)
_OURS = regex.compile(r"(?:remove|forget) (?:all|everything|it all)")  # opt-outs and chat


def wants(text: Text) -> bool:
    """Whether it asks that all we hold on the writer is deleted."""
    said = mended(text.bare, _KNOWN)
    if said in _SELVES:
        return True
    return _PATTERN.fullmatch(said) is not None and not _OURS.fullmatch(said)
