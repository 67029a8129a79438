"""Ages: whether somebody says that they are under 18, in English and Spanish.

A number alone is also a time, a distance or a room, so it is an age only where nothing after it
says otherwise: "im 16", "im 16 and scared", but not "im 16 min away" or "im 12 blocks from there".
"""

import regex
from rapidfuzz.distance import OSA

from sms.parsing.normalize import Text

_YOUNGEST, _OLDEST = 10, 17
_NUMBERS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17,
    "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15,
    "dieciseis": 16, "diecisiete": 17,
}  # fmt: skip
_LEAST_LETTERS = 6  # of a number that may be mistyped: "fiften"
_BETWEEN = regex.compile(r"[^\w'’]+")
_GLUED = regex.compile(r"(?<=[a-z])(?=1[0-7]\b)|(?<=\b1[0-7])(?=(?:yo|yrs?|years?|f|m)\b)")

_I_AM = (
    r"(?:i ?m|i am|am|ima|im a|i(?:m| am)? turn(?:ed|ing)?|yo tengo|tengo|teng"
    r"|yo soy(?: de)?|soy de|cumplo|cumpli|acabo de cumplir|voy a cumplir|apenas cumplo)"
)
_ONLY = (
    r"(?: (?:only|just|actually|like|still|about|turning|gonna be|a|barely|really|legit|solo|apenas"
    r"|nomas|nada mas|casi|todavia|como|recien))*"
)
# What may follow a number that is an age.
_YEARS = r"(?: (?:an ?os|ano|anios|yr|yrs|year|years|yers|yeas|y|yo|f|m|girl|boy))"
_OLD = r"(?: (?:old|olds|ol|of age|o|de edad|cumplidos|today|now|next (?:week|month)|ya|hoy))"
_THEN = (
    r"(?=$| (?:and|n|but|bc|cuz|because|so|pls|please|help|he|she|they|i|im|my|the|this|dont|cant"
    r"|who|what|can|am|is|not|no|scared|hes|at|with|y|e|pero|porque|por favor|ayuda|me|mi|el|ella"
    r"|estoy|no|que|quiero|un|una|tengo|necesito)\b)"
)
_SAID = regex.compile(rf"(?:^| ){_I_AM}{_ONLY} N(?:{_YEARS}{_OLD}*|{_OLD})?{_THEN}")
_YEARS_OLD = regex.compile(r"^N(?: (?:yr|yrs|year|years|y))? (?:old|yo|o|anos de edad)\b")
_MINOR = regex.compile(
    r"\b(?:(?:i ?m|i am|soy|yo soy) (?:\w+ )?(?:a minor|minor|under ?age|under ?aged|underage girl"
    r"|under (?:18|eighteen)|not (?:even )?(?:yet )?(?:18|eighteen)|(?:una? )?menor(?: de edad)?)"
    r"|(?:i aint|im not|i am not) (?:even )?(?:18|eighteen)"
    r"|(?:no|aun no|todavia no|ni) (?:tengo|cumplo|he cumplido) (?:los )?(?:18|dieciocho))(?: yet)?"
    r"(?=$| (?!min|block|mile|hour|hora|cuadra))"
)


def under_18(text: Text) -> bool:
    """Whether the writer says that they are under 18."""
    said = " ".join(_marked(word) for word in _words(text))
    return any(pattern.search(said) for pattern in (_SAID, _YEARS_OLD, _MINOR))


def _words(text: Text) -> list[str]:
    return _GLUED.sub(" ", " ".join(filter(None, _BETWEEN.split(text.bare)))).split()


def _marked(word: str) -> str:
    """The word, or N for an age from 10 to 17."""
    if word.isdecimal():
        return "N" if len(word) == 2 and _YOUNGEST <= int(word) <= _OLDEST else word
    if word in _NUMBERS:
        return "N"
    if len(word) < _LEAST_LETTERS:
        return word
    near = (known for known in _NUMBERS if len(known) >= _LEAST_LETTERS)
    return "N" if any(OSA.distance(word, known, score_cutoff=1) <= 1 for known in near) else word
