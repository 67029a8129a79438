"""One text in the middle of being answered."""

from dataclasses import dataclass, replace

from checkin.people import people
from checkin.people.people import Person
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from content.phrases import Translator
from sms.parsing.vocabulary import Vocabulary
from sms.replies.session import Session


@dataclass(frozen=True, slots=True)
class Turn:
    """The transaction, the phone's session as it stands, and the words we know."""

    work: Work
    session: Session
    words: Vocabulary

    @property
    def tr(self) -> Translator:
        return self.work.translator(self.session.lang)

    def person(self) -> Person | None:
        return people.by_phone(self.work, self.session.phone)

    def ensure_person(self) -> Person:
        """The person behind this phone, written down if new: texting us has proved the phone."""
        session = self.session
        return self.person() or people.create(
            self.work, lang=session.lang, place=session.place, phone=session.phone
        )

    def known(self, otherwise: Reason) -> Person:
        """The person behind this phone. Raises Refused where there is none."""
        person = self.person()
        if person is None:
            raise Refused(otherwise)
        return person

    def asked(self, question: str) -> str | None:
        """What stands behind `question` where that is the one we asked last, else None."""
        pending = self.session.pending or ""
        return pending.removeprefix(question) if pending.startswith(question) else None

    def say(self, *blocks: str, asks: str | None = None, **remembered: object) -> "ReplyDraft":
        """An answer, with what the session should remember of it, and the question of ours that
        the next text may answer."""
        return ReplyDraft(blocks, replace(self.session, **remembered), asks)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """The blocks of an answer, and the session as it then is. No block: no reply. `asks`: a
    question in it, which any next text ends. `forgotten`: the session must leave no trace."""

    blocks: tuple[str, ...]
    session: Session
    asks: str | None = None
    forgotten: bool = False
