"""Telling: whether somebody asks in own words, without SOS, that contacts are told now.

Only SOS tells them. A name counts as a contact's only where it is one's.
"""

from collections.abc import Collection

import regex

from sms.parsing.normalize import Text, bare, mended

_KNOWN = frozenset(
    {"emergency", "emergencia", "emergencias", "urgent", "urgente", "urgency", "contacts",
     "contactos", "alert", "alerta", "avisa", "avisale", "avisar", "notify", "message", "contact",
     "everyone", "everybody", "people", "friend", "friends", "somebody", "someone", "amiga",
     "amigo", "amigas", "amigos", "mensaje", "manda", "mandale", "llama", "llamale", "escribe",
     "escribele"}
)  # fmt: skip
_LONGEST = 16  # words
_ASKING = (
    r"(?:(?:please|pls|plz|plis|ok|hey|yo|can|could|you|u|will|i|need|want|to|quick|hurry|just|go|now"
    r"|por favor|porfa|puedes|pueden|quiero|necesito|que|oye|rapido|ya) )*"
)
_VERB = (
    r"(?:tell|text|txt|call|phone|ring|alert|send|notify|message|msg|contact|warn|let|get|reach|sms"
    r"|hit up|inform"
    r"|avisa(?:le|les|r|rle|rles)?|avise(?:n|le|nle)?|dile|diles|digan(?:le|les)?|decile|llama(?:le|les|r)?"
    r"|llamen|escribe(?:le|les)?|manda(?:le|les|r)?|mande(?:n|nle)|alerta(?:r)?|notifica|contacta"
    r"|mensajea|busca|textea)"
)
_BEGINS = regex.compile(rf"{_ASKING}{_VERB}\b")
_LINK = (
    r"(?: (?:help|ayuda|to|a|al|un|una|an|the|my|mi|mis|un mensaje a|a message to|alert to|out to"
    r"|over))*"
)
_GROUP = (
    r"(?:(?:emergency )?(?:contacts?|people|ppl|person|friends?|friend of mine|circle|list)"
    r"|everyone|everybody|all of them|them(?: all)?|todos|todas|contactos?|amig[oa]s?|gente"
    r"|alguien|someone|somebody|anyone)"
)
_EMERGENCY = regex.compile(
    r"(?:(?:please|pls|help|i have an?|i got an?|its an?|it is an?|this is an?|in|real|is an?"
    r"|hay una|es una|tengo una|esto es una|es|una|por favor|ayuda|an) )*"
    r"(?:emergency|emergencia|emergencias|urgent|urgente|911 emergency|mayday)"
    r"(?: (?:now|please|pls|help|here|ya|ahora|ayuda|por favor|emergency|emergencia|urgent"
    r"|urgente))*"
)
_CALM = regex.compile(
    r"\b(?:safe|ok|okay|fine|home|late|later|hi|hello|thanks|thank|happy|good|spanish|english"
    r"|espanol|bien|salvo|casa|tarde|hola|gracias|stop|not|dont|no|number|name|lawyer"
    r"|when|after|si no|if)\b"
)
_GRAVE = regex.compile(r"\b(?:help|trouble|danger|hurt|scared|ayuda|ayude|peligro|problemas)\b")
_QUESTION = regex.compile(
    r"^(?:what|who|when|how|why|did|does|do|has|have|is|are|que|quien|cuando|como|por que)\b"
)


def begins(text: Text) -> bool:
    """Whether it begins as if somebody were to be told, so that names are worth a look."""
    return _BEGINS.match(mended(text.bare, _KNOWN)) is not None


def grave(text: Text) -> bool:
    """Whether whoever asks may be in danger, so that 911 comes first."""
    said = mended(text.bare, _KNOWN)
    return _EMERGENCY.fullmatch(said) is not None or _GRAVE.search(said) is not None


def wants(text: Text, names: Collection[str] = ()) -> bool:
    """Whether it asks that contacts are told. `names`: those of the writer's contacts."""
    said = mended(text.bare.replace(",", " "), _KNOWN)
    if len(said.split()) > _LONGEST or _QUESTION.search(said):
        return False
    if _EMERGENCY.fullmatch(said):
        return True
    called = "|".join(regex.escape(name) for each in names if (name := bare(each)))
    whom = rf"(?:{called}|{_GROUP})" if called else _GROUP
    asked = regex.match(rf"{_ASKING}{_VERB}{_LINK} {whom}\b(?P<rest>.*)", said)
    return asked is not None and not _CALM.search(asked["rest"])
