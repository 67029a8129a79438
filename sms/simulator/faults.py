"""What can be made to go wrong at the simulated carrier, as one switch for all and one a phone."""

from enum import StrEnum


class Trouble(StrEnum):
    """The carrier's."""

    NONE = "none"
    SILENT = "silent"  # neither side reaches the other, so that we cannot know what was taken
    LOST = "lost"  # it takes a text, and its answer gets lost
    DOWN = "down"  # it refuses texts for now, as with a 503; calls are another service
    UNHEARD = "unheard"  # what became of a text is never reported

    @property
    def keeps_inbound(self) -> bool:
        """Whether a text to us stays with the carrier, who hands it over when all is well."""
        return self in (Trouble.SILENT, Trouble.DOWN)


class Condition(StrEnum):
    """One phone's."""

    ON = "on"
    OFF = "off"
    WRONG = "wrong"  # nobody has this number

    @property
    def code(self) -> str | None:
        """Twilio's code for a text that was taken but cannot arrive. Source: its error and warning
        dictionary, 30003 and 30005."""
        return {Condition.OFF: "30003", Condition.WRONG: "30005"}.get(self)


STOPPED = "21610"
"""Twilio's code for a recipient who replied STOP."""

UNAVAILABLE = "503"
"""An answer over HTTP without a code of the provider's own."""
