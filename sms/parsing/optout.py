"""Opt-out, opt-in and HELP: the words that carriers and the law reserve."""

import regex

from content.phrases import SOURCE
from sms.parsing.normalize import bare

OPT_OUT_BY_CARRIER = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
)
"""As the whole text, the carrier answers these itself and then blocks our texts. Source:
https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out"""

_OURS = {
    # Consent may be revoked in any reasonable words (47 CFR 64.1200(a)(10)), so in any language.
    SOURCE: (
        "stop all", "opt out", "opt-out", "please stop", "stop please", "stop texting",
        "stop texting me", "stop messaging me", "stop sending me texts", "stop sending texts",
        "dont text me", "do not text me", "dont text me again", "do not text me again",
        "no more texts", "no more messages", "unsubscribe me", "remove me from your list",
        "take me off your list", "take me off the list", "stop stop", "stop stop stop",
    ),
    # ALTO as on the road sign, BAJA the usual word for leaving a list of texts. Left out: FIN
    # ("over", as a contact may say of an alert), BASTA (a cry for help), DETENER (to arrest).
    "es": ("alto", "baja", "parar", "cancelar", "dar de baja", "no mas mensajes", "no mas textos",
           "dejen de escribirme", "no me escriban", "no me escriban mas", "no me manden mensajes"),
    "fr": ("arret", "arreter", "desabonner", "desinscrire", "stop sms", "annuler"),
    "ht": ("kanpe", "sispann", "dezabone", "pa voye mesaj ankò"),
    "pt_BR": ("pare", "sair", "descadastrar", "cancelar inscricao", "chega de mensagens"),
    "ru": ("стоп", "отписаться", "отписка", "отмена"),
    "zh_Hans": ("停止", "退订", "取消"),
    "ko": ("중지", "정지", "수신거부", "그만", "해지"),
    "th": ("หยุด", "ยกเลิก", "หยุดส่ง"),
    "vi": ("dung", "dung lai", "ngung", "huy"),
    "ar": ("توقف", "إيقاف", "ايقاف", "قف", "إلغاء", "الغاء", "إلغاء الاشتراك"),
}  # fmt: skip
"""Further opt-out words, by language. The carrier does not know them; no native speaker has checked
them."""

OPT_OUT = dict.fromkeys(OPT_OUT_BY_CARRIER, SOURCE) | {
    bare(word): lang for lang, words in _OURS.items() for word in words
}

_LIKELY = regex.compile(
    r"(?:(?:please|pls|plz|just) )?(?:stop|stopall|unsubscribe|unsub|quit|opt ?out|remove|cancel)"
    r"(?: (?:this|it|me|now|pls|please|texts?|texting|messag\w*|send\w*|all|these|your|my|number"
    r"|from|list|the|contact\w*|already|subscription))*"
    r"|(?:please |pls |just )?leave me (?:alone|be)|dejame en paz|dejenme en paz"
    r"|(?:por favor )?(?:alto|baja|parar|cancelar|ya no|no mas|no quiero)"
    r"(?: (?:por|favor|mensajes?|textos?|mas|quiero|recibir|ya|estos?))*"
)


def likely(phrase: str) -> bool:
    """Whether a `bare` phrase may be an opt-out: it holds nothing but words for one. Such a text is
    answered with one question, as the FCC allows (FCC 24-24)."""
    return _LIKELY.fullmatch(phrase) is not None


OPT_IN = frozenset({"start", "unstop"})
"""Only the carrier's own words, because no other word lifts the carrier's block."""

HELP_BY_CARRIER = frozenset({"help", "info"})
HELP = dict.fromkeys(HELP_BY_CARRIER, SOURCE) | {"ayuda": "es"}
