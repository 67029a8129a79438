"""The sender of a text: who is behind the number, as it stood when the text came."""

from dataclasses import dataclass
from functools import cached_property

from checkin import store
from checkin.actions import answers
from checkin.actions.answers import Asked
from checkin.people import contacts, people, silence
from checkin.people.contacts import Consent, Contact
from checkin.people.people import Person
from checkin.storage.core import Work
from checkin.store import Timer


@dataclass
class Sender:
    """Who texts. `phone`: E.164. All is read at most once, when first asked for: what a reply has
    changed since is not in it, but for a person who is new."""

    work: Work
    phone: str

    @cached_property
    def owner(self) -> Person | None:
        """The person whose number this was when it was last heard of, if we know one."""
        return people.by_phone(self.work, self.phone)

    @cached_property
    def doubted(self) -> bool:
        """Whether the number may have another owner by now, so that nothing of hers is shown."""
        return self.owner is not None and silence.doubted(self.work, self.owner)

    @property
    def to_be_noted(self) -> bool:
        """Whether this text is a sign of life that may still have to be written down."""
        if self.doubted:
            return False
        return bool(self.on_lists) or bool(self.owner and silence.old(self.owner, self.work.today))

    @cached_property
    def person(self) -> Person | None:
        """The person with this number, if we know one and it is still hers."""
        return None if self.doubted else self.owner

    @cached_property
    def timer(self) -> Timer | None:
        """The person's running timer."""
        return store.open_for(self.work, self.person) if self.person else None

    @cached_property
    def on_lists(self) -> list[Contact]:
        """The number as a contact, on every list that has it, newest invitation first."""
        return contacts.by_phone(self.work, self.phone)

    @cached_property
    def alerts(self) -> list[Asked]:
        """Every alert that the number can still answer, the most recently told first."""
        return answers.open_to_any(self.work, self.on_lists)

    @property
    def invited(self) -> list[Contact]:
        """The invitations that it has not answered."""
        return [contact for contact in self.on_lists if contact.consent is Consent.INVITED]

    @property
    def owes(self) -> bool:
        """Whether its answer to an alert or an invitation is waited for."""
        return bool(self.alerts or self.invited)
