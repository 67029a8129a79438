"""The words that carriers and the law reserve: leaving, coming back, asking who we are."""

from content.phrases import SOURCE

OPT_OUT_BY_CARRIER = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
)
"""Alone in a text, answered by the carrier, who then blocks us. Source:
https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out"""

OPT_OUT = dict.fromkeys(OPT_OUT_BY_CARRIER, SOURCE) | {
    "stop all": SOURCE,  # withdrawal counts in any reasonable words
    "opt out": SOURCE,
    "opt-out": SOURCE,
    "alto": "es",  # STOP, as on the road sign
    "baja": "es",  # the usual word for leaving a list of texts
    "parar": "es",  # to stop
    "cancelar": "es",  # to cancel
}
"""With the language of each. Left out in Spanish: FIN ("over", as a contact may say of an alert),
BASTA (a cry for help) and DETENER (to arrest)."""

OPT_IN = frozenset({"start", "unstop"})
"""The carrier's own words; nothing of ours can lift the carrier's block."""

HELP_BY_CARRIER = frozenset({"help", "info"})
HELP = dict.fromkeys(HELP_BY_CARRIER, SOURCE) | {"ayuda": "es"}
