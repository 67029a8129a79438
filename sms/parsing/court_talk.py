"""Court talk: a court date told, asked for or cancelled in own words, in English and Spanish. Only
COURT saves or deletes one, so it is asked back with the exact words."""

from enum import StrEnum

import regex

from sms.parsing.normalize import Text


class Wish(StrEnum):
    """`KEEP`: a day or time of a court date is told; `SHOW`: it is asked for; `DELETE`."""

    KEEP = "keep"
    SHOW = "show"
    DELETE = "delete"


_COURT = (
    r"(?:courts?|cort|coutr|cuort|courtt|court ?dates?|hearings?|arr?aig?n?ments?|sentencing"
    r"|cortes?|audiencias?|tribunal|juzgado|comparecencia|juez)"
)
_MONTHS = (
    r"(?:jan(?:uary|uray)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember|embre)?|oct(?:ober|ubre)?|nov(?:ember|iembre)?|dec(?:ember)?|ene(?:ro)?"
    r"|febrero|marzo|abr(?:il)?|mayo|junio|julio|ago(?:sto)?|septiembre|setiembre|dic(?:iembre)?)"
)
_DAYS = (
    r"(?:mon(?:day)?|tues?(?:day)?|wed(?:nesday|s)?|thur?s?(?:day)?|fri(?:day)?|sat(?:urday)?"
    r"|sunday|lunes|martes|miercoles|jueves|viernes|sabado|domingo)"
)
_CLOCK = r"(?:\d{1,2}(?::\d\d)? ?[ap]m?|(?:at|@|a las?) \d{1,2}(?::\d\d)?|noon|mediodia)"
_DATE = regex.compile(
    rf"\b(?:{_MONTHS}\.? ?(?:the )?\d{{1,2}}(?:st|nd|rd|th)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: de| of)? ?{_MONTHS}|\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?"
    r"|the \d{1,2}(?:st|nd|rd|th)"
    rf"|el (?:dia )?\d{{1,2}}|{_CLOCK})\b"
)
_NEAR_DAY = regex.compile(
    rf"\b(?:{_DAYS}|tomorrow|tmrw?|tmw|tomorow|tonight|today|next week|manana|hoy|pasado manana"
    r"|proxima semana)\b"
)
_ANY_COURT = regex.compile(rf"\b{_COURT}\b")
# "I cut myself" and "a blackout" in Spanish.
_NO_COURT = regex.compile(r"\b(?:me corte|corte de|court order|in court now|corte el (?!dia|\d))\b")
_OWN = regex.compile(
    rf"\b(?:(?:my|i have|i got|ive got|have|got|new|next|a|mi|tengo|nueva|proxima|la|me dieron|me"
    rf" toca|remind me (?:about|of|for)|recuerdame|save|add|put|set|moved|move|change|changed"
    rf"|reschedule[d]?) (?:my |the |mi |la |en )*{_COURT}|{_COURT}(?: date)? (?:is|was|got|on|at|es"
    rf"|el|para|day|date|due|fecha|moved)|go(?:ing)? to {_COURT}|{_COURT}$|^{_COURT})\b"
)
_ASKS = regex.compile(
    r"[?¿]|\b(?:what|whats|how|can|cant|could|should|do i|does|will|if|happens?|why|who|need|miss"
    r"|que|como|puedo|puede|debo|si|pasa|por que|necesito|falto|faltar)\b"
)
_DELETE = regex.compile(
    r"^(?:(?:please|pls|can you|i want to|por favor|quiero) )*"
    r"(?:cancel|delete|remove|erase|clear|forget|drop|take off|get rid of|cancela[r]?|borra[r]?"
    r"|elimina[r]?|quita[r]?|olvida) (?:(?:all|my|the|that|old|mi|mis|la|las|esa|todas)\b ?)*"
    rf"(?:(?:fechas?|citas?) (?:de|en) )?(?:la )?(?:{_COURT})"
    r"(?: (?:dates?|reminders?|thing|please|pls|day|for me"
    r"|fechas?|recordatorios?|por favor))*$"
)
_FECHA = r"(?:fechas? de |citas? (?:de|en) (?:la )?)?"
_SHOW = regex.compile(
    r"^(?:(?:so|hey|ok|please|oye) )*(?:"
    rf"when(?:s| is| was|re| are| do i (?:have|go to))? (?:(?:my|the|next) )*{_COURT}"
    rf"|when do i (?:have|go to|got) (?:to (?:be in|go to) )?{_COURT}"
    rf"|(?:what|which) (?:day|date|time|days?) (?:is|was|do i have|do i go to) (?:my |the |next )*"
    rf"{_COURT}|whats my {_COURT} (?:date|day|time)"
    rf"|(?:show|tell|send|see|view|check)(?: me)? (?:my |the |all )*{_COURT}(?: dates?)?"
    rf"|my (?:next )?{_COURT}(?: dates?)?|do i have (?:a |any )?{_COURT}(?: dates?)?"
    r"(?: this week| soon| saved)?"
    r"|(?:cuando|a que hora|que dia)(?: es| tengo| sera| voy a| me toca)? (?:(?:mi|la|a) )*"
    rf"{_FECHA}{_COURT}|cual es mi {_FECHA}{_COURT}|(?:ver|muestra(?:me)?) mis? {_FECHA}{_COURT}"
    rf"|mis? (?:proxima )?{_FECHA}{_COURT})(?: dates?| date| again| coming up| day| please)*$"
)


def asks(text: Text) -> bool:
    """Whether it may be a question, too: "what do i do, i have court dec 14"."""
    return _ASKS.search(text.bare) is not None


def find(text: Text) -> Wish | None:
    """What is wished of a court date; None where none is spoken of, or where it is a question for
    the card: "what do i wear to court tomorrow"."""
    said = regex.sub(r"[.,!]+(?= |$)", "", text.bare)
    if not _ANY_COURT.search(said) or _NO_COURT.search(said):
        return None
    plain = regex.sub(r"[?¿]", "", said).strip()
    if _DELETE.search(plain):
        return Wish.DELETE
    if _SHOW.search(plain):
        return Wish.SHOW
    if not _OWN.search(said):
        return None
    if _DATE.search(said):
        return Wish.KEEP
    return Wish.KEEP if _NEAR_DAY.search(said) and not _ASKS.search(text.bare) else None
