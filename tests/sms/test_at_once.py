"""Texts that come in at the same moment, to real web processes on a real port."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
import sqlalchemy as sa

from checkin.storage.database import Database
from checkin.storage.tables import contacts, inbound, people, sessions
from checkin.storage.vault import new_secret
from peers import Postgres
from sms.replies.limits import MOST_ALIKE
from tests.e2e.running import Running, raincheck
from tests.sms.signed import reply, signature, text

ANA = "+12025550111"
TOKEN = "stand-in-token"
AT_ONCE = 20
Answer = tuple[int, str]


@dataclass(frozen=True)
class Web:
    """`raincheck web`, two processes of eight sessions, and its database."""

    running: Running
    database: Database

    def at_once(self, forms: Sequence[dict[str, str]]) -> list[Answer]:
        """Post all of them at the same moment, each over a connection of its own."""
        ready = Barrier(len(forms))

        def post(form: dict[str, str]) -> Answer:
            where = urlsplit(self.running.url)
            connection = HTTPConnection(where.hostname or "", where.port, timeout=20)
            connection.connect()
            signed = signature("/sms/inbound", form, token=TOKEN, public_url=self.running.url)
            headers = {
                "X-Twilio-Signature": signed,
                "Content-Type": "application/x-www-form-urlencoded",
            }
            ready.wait()
            try:
                connection.request("POST", "/sms/inbound", urlencode(form), headers)
                answer = connection.getresponse()
                return answer.status, answer.read().decode()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(forms)) as pool:
            return list(pool.map(post, forms))

    def rows(self, table: sa.Table) -> int:
        with self.database.read() as conn:
            return conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def started(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres: Postgres
) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("web")
    sqlite = f"sqlite:///{folder / 'raincheck.db'}"
    url = postgres.new_database() if request.param == "postgresql" else sqlite
    with raincheck(
        "web",
        folder,
        RAINCHECK_DATABASE_URL=url,
        RAINCHECK_SECRET_KEYS=new_secret(),
        TWILIO_ACCOUNT_SID="AC" + "1" * 32,
        TWILIO_AUTH_TOKEN=TOKEN,
        RAINCHECK_SMS_FROM="+12025550100",
    ) as running:
        database = Database(url)
        yield Web(running, database)
        database.close()


def digits(asked: str) -> str:
    return reply(asked).partition(", reply ")[2][:2]


@pytest.fixture
def web(started: Web) -> Web:
    """The web, with nothing kept from the test before."""
    with started.database.write() as conn:
        for table in (inbound, sessions, people):
            conn.execute(table.delete())
    return started


def test_the_same_text_many_times_at_once_acts_once_and_is_answered_the_same(web: Web) -> None:
    web.at_once([text(ANA, "NAME Ana")])
    for number in range(5):
        [(_, asked)] = web.at_once([text(ANA, f"ADD +1202555{1000 + number} Sam")])
        form = text(ANA, digits(asked))
        answers = Counter(web.at_once([form] * AT_ONCE))
        assert len(answers) == 1
        ((code, twiml),) = answers
        assert code == 200
        assert "Sam" in reply(twiml)
        assert web.rows(contacts) == number + 1
        assert web.rows(inbound) == 1 + 2 * (number + 1)
    assert web.rows(people) == web.rows(sessions) == 1


@pytest.mark.parametrize(
    "body",
    [
        lambda n: f"ADD +1202555{1000 + n} Sam",
        lambda n: f"NAME Ana{n}",
        lambda n: ("ARRESTED", "NEXT", "MENU", "3", "PIN 1234 9876", "OK", "SOS", "CODE")[n % 8],
        lambda n: ("FORGET ME", "YES", "LANG ES", "STATE NY")[n % 4],
    ],
    ids=["contacts", "names", "everything", "forgetting"],
)
def test_different_texts_of_one_phone_at_once_are_all_answered(
    web: Web, body: Callable[[int], str]
) -> None:
    web.at_once([text(ANA, "NAME Ana")])
    for already in range(3):
        answers = web.at_once([text(ANA, body(number)) for number in range(AT_ONCE)])
        assert Counter(code for code, _ in answers) == {200: AT_ONCE}
        said = Counter(reply(twiml) for _, twiml in answers)
        # A few texts in turns are a machine's, and are answered so often and no more.
        assert already or AT_ONCE - said[""] >= MOST_ALIKE
    assert web.rows(inbound) == 3 * AT_ONCE + 1
    assert web.rows(people) <= 1


def test_texts_of_many_new_phones_at_once_are_all_answered(web: Web) -> None:
    new = [f"+1202555{2000 + number}" for number in range(60)]
    web.at_once([text(phone, "NAME Ana") for phone in new])
    asked = web.at_once([text(phone, "ADD +12025550122 Sam") for phone in new])
    asked_of = zip(new, asked, strict=True)
    answers = web.at_once([text(phone, digits(twiml)) for phone, (_, twiml) in asked_of])
    assert Counter(code for code, _ in answers) == {200: 60}
    assert web.rows(people) == web.rows(contacts) == 60
