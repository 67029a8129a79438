"""One text in the middle of being answered."""

from dataclasses import dataclass, replace

from checkin.people import people
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from content.phrases import Translator
from sms.parsing.vocabulary import Vocabulary
from sms.replies.session import Thread


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

    def known(self, otherwise: Reason) -> Person:
        """The person behind this phone. Raises Refused where there is none."""
        person = self.person()
        if person is None:
            raise Refused(otherwise)
        return person

    def asked(self, question: str) -> str | None:
        """What stands behind `question` where that is the one we asked last, else None."""
        pending = self.thread.pending or ""
        return pending.removeprefix(question) if pending.startswith(question) else None

    def say(self, *blocks: str, asks: str | None = None, **remembered: object) -> "Said":
        """An answer, with what the thread should remember of it, and the question of ours that
        the next text may answer."""
        return Said(blocks, replace(self.thread, **remembered), asks)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Said:
    """The blocks of an answer, and the thread as it then is. No block: no reply. `asks`: a question
    in it, which any next text ends. `forgotten`: the thread must leave no trace."""

    blocks: tuple[str, ...]
    thread: Thread
    asks: str | None = None
    forgotten: bool = False
