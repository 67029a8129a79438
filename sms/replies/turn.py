"""The turn, which is the context in which one text is answered, and the draft of its reply."""

from dataclasses import dataclass, replace
from datetime import datetime

from checkin.people import people
from checkin.people.people import Person
from checkin.people.pins import Verdict
from checkin.refusals import Reason, Refused
from checkin.storage.core import Work
from content.phrases import Translator
from sms.parsing.vocabulary import Vocabulary
from sms.replies.sender import Sender
from sms.replies.session import Session


@dataclass(frozen=True, slots=True)
class Turn:
    """The context of one reply. `work`: the transaction; `session`: the phone's, before the reply;
    `words`: the vocabulary; `text`: the text as it came; `sender`: who sent it, as it stood before
    the reply changed anything; `proven`: by which PIN it has proved who it is; safe where two
    digits did."""

    work: Work
    session: Session
    words: Vocabulary
    sender: Sender
    text: str = ""
    proven: Verdict | None = None

    @property
    def tr(self) -> Translator:
        """The translator of the session's language."""
        return self.work.translator(self.session.lang)

    def person(self) -> Person | None:
        """The person behind this phone, if we know one and it is still hers, as she is now."""
        found = people.by_phone(self.work, self.session.phone)
        return None if found and self.sender.doubted else found

    def ensure_person(self) -> Person:
        """The person behind this phone, created if new: a text from it has proved the number."""
        session, known = self.session, self.known_or_none()
        if known is None:
            known = self.sender.person = people.create(
                self.work, lang=session.lang, place=session.place, phone=session.phone
            )
        return known

    def known(self, otherwise: Reason) -> Person:
        """The person behind this phone. Raises Refused with reason `otherwise` if there is none."""
        person = self.known_or_none()
        if person is None:
            raise Refused(otherwise)
        return person

    def known_or_none(self) -> Person | None:
        """The same as `person`. Raises Refused where the number may not be hers any more."""
        if self.sender.doubted:
            raise Refused(Reason.DOUBTED)
        return self.person()

    def asked(self, question: str) -> str | None:
        """The rest of the pending question after the prefix `question`, perhaps empty; None when
        another question is pending, or none."""
        pending = self.session.pending or ""
        return pending.removeprefix(question) if pending.startswith(question) else None

    def answered_since(self, moment: datetime | None) -> bool:
        """Whether our last reply to this phone is newer than `moment`."""
        last = self.session.answered_at
        return moment is not None and last is not None and last > moment

    def say(self, *blocks: str, asks: str | None = None, **remembered: object) -> "ReplyDraft":
        """A reply draft of these blocks. `asks`: the question in it that the next text may answer;
        `remembered`: fields of the session to change."""
        return ReplyDraft(blocks, replace(self.session, **remembered), asks)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """An answer before it is cut into replies, and the session after it. No blocks: no reply.
    `asks`: the question in it; it is pending for the next text only. `forgotten`: everything was
    just deleted, so the session must not be stored. `closing`: the last line of the first reply,
    however many there are."""

    blocks: tuple[str, ...]
    session: Session
    asks: str | None = None
    forgotten: bool = False
    closing: str = ""

    def headed(self, *blocks: str) -> "ReplyDraft":
        """The same with these blocks before it."""
        return replace(self, blocks=(*blocks, *self.blocks))
