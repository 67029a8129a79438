"""One text in the middle of being answered."""

from dataclasses import dataclass, replace

from checkin import people
from checkin.core import Work
from checkin.people import Person
from content.phrases import Translator
from sms.thread import Thread
from sms.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Turn:
    """The transaction, the phone's thread as it stands, and the words we know."""

    work: Work
    thread: Thread
    words: Vocabulary

    @property
    def tr(self) -> Translator:
        return self.work.translator(self.thread.lang)

    def person(self) -> Person | None:
        return people.by_phone(self.work, self.thread.phone)

    def ensure_person(self) -> Person:
        """The person behind this phone, written down if new: texting us has proved the phone."""
        thread = self.thread
        return self.person() or people.create(
            self.work, lang=thread.lang, place=thread.place, phone=thread.phone
        )

    def say(self, *blocks: str, **remembered: object) -> "Said":
        """An answer, with what the thread should remember of it."""
        return Said(blocks, replace(self.thread, **remembered))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Said:
    """The blocks of an answer, and the thread as it then is. No block: no reply. `forgotten`: the
    thread must leave no trace."""

    blocks: tuple[str, ...]
    thread: Thread
    forgotten: bool = False
