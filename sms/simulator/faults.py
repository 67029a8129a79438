"""Faults of the simulator: one switch for the whole carrier, and one for each phone."""

from enum import StrEnum


class Trouble(StrEnum):
    """What is wrong with the carrier."""

    NONE = "none"
    SILENT = "silent"  # no connection either way, so we cannot know what it took
    LOST = "lost"  # it takes a text, but its answer to us is lost
    DOWN = "down"  # it refuses texts for now, as with a 503; calls still work
    UNHEARD = "unheard"  # it never reports the delivery of a text

    @property
    def keeps_inbound(self) -> bool:
        """Whether texts to us stay with the carrier, who hands them over once all is well."""
        return self in (Trouble.SILENT, Trouble.DOWN)


class Condition(StrEnum):
    """What is wrong with one phone."""

    ON = "on"
    OFF = "off"
    WRONG = "wrong"  # nobody has this number

    @property
    def code(self) -> str | None:
        """Twilio's error code for a text that was taken but cannot arrive; None for ON. Source:
        Twilio's error and warning dictionary, 30003 and 30005."""
        return {Condition.OFF: "30003", Condition.WRONG: "30005"}.get(self)


STOPPED = "21610"
"""Twilio's error code for a recipient who replied STOP."""

UNAVAILABLE = "503"
"""An HTTP status, for an answer without an error code of the provider's own."""
