"""What a person deletes. An alert that follows what she has just closed keeps what it needs."""

from checkin.actions import parting
from checkin.people import contacts, people
from checkin.people.contacts import Contact
from checkin.people.people import Person
from checkin.storage.core import Work


def remove_contact(work: Work, person: Person, contact: Contact) -> None:
    """Take a contact off the list. Raises Refused while they are part of a running timer."""
    people.lock(work, person)
    parting.settle(work, person)
    contacts.remove(work, person, contact)


def forget(work: Work, person: Person) -> None:
    """Delete everything we store about the person. Raises Refused while a timer runs."""
    people.lock(work, person)
    parting.settle(work, person)
    people.forget(work, person)
