"""The stand-in's own process: Twilio's messages and calls as its SDK uses them, and their faults.

Started as `python -m peers.provider_server PORT ACCOUNT_SID AUTH_TOKEN NUMBER`; says "ready" once
it listens, and ends when its stdin does. Standard library only, and lean: it shares the machine
with what is measured.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from peers.provider_http import Asked, Listener, Told, post
from peers.provider_kept import Resource, move, replies, shown, stamp, told

_ERRORS = {
    "unavailable": (503, 20503, "Service unavailable"),
    "throttled": (429, 20429, "Too many requests"),
    "unauthorized": (401, 20003, "Authenticate"),
    "unredacted": (400, 30029, "Invalid ContentRetention"),
    "unfinished": (400, 20009, "Resource not complete"),
    "unknown": (404, 20404, "Not found"),
}
_OPEN = ("queued", "sending", "accepted", "receiving")


@dataclass
class Weather:
    """The faults that happen at present; the fields are explained at `Provider.weather` in
    provider.py."""

    latency: float = 0.0
    fault: str = ""
    share: float = 1.0
    slow: float = 0.0
    seed: int = 0
    receipts: bool = False
    receipt_after: float = 0.2
    call_ends: str = "no-answer"
    redaction: bool = False


@dataclass
class Provider:
    """Everything the stand-in knows."""

    account_sid: str
    auth_token: str
    number: str
    weather: Weather = field(default_factory=Weather)
    kept: list[Resource] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    listed: int = 0
    erased: int = 0
    webhooks: dict[str, str] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self._by_sid: dict[str, Resource] = {}
        self._to: dict[str, list[Resource]] = defaultdict(list)
        self._chance = random.Random(self.weather.seed)
        self._tasks: set[asyncio.Task[int]] = set()
        self._open = asyncio.Semaphore(16)
        pair = f"{self.account_sid}:{self.auth_token}".encode()
        self._login = f"Basic {base64.b64encode(pair).decode()}"

    def answer(self, asked: Asked) -> Told:
        """One request of the API, or of whoever drives the test."""
        if asked.target.startswith("/_control"):
            return Told(body=json.dumps(self._control(asked)))
        if asked.headers.get("authorization") != self._login:
            return _error("unauthorized")
        where = urlsplit(asked.target)
        _, _, rest = where.path.partition(f"/Accounts/{self.account_sid}/")
        what, _, sid = rest.removesuffix(".json").partition("/")
        if what not in ("Messages", "Calls"):
            return _error("unknown")
        if asked.method == "POST":
            return self._update(sid, asked.body) if sid else self._create(what, asked.body)
        return self._look(what, sid, where.path, dict(parse_qsl(where.query)))

    def _hit(self) -> str:
        """The fault that strikes this request; empty for none."""
        weather = self.weather
        hit = weather.fault and (weather.share >= 1 or self._chance.random() < weather.share)
        return weather.fault if hit else ""

    def _update(self, sid: str, raw: str) -> Told:
        fault, found = self._hit(), self._by_sid.get(sid)
        if fault in _ERRORS or found is None:
            return _error(fault or "unknown", self.weather.latency)
        # As the API has it: a body may only be emptied, and only once the text has ended.
        if parse_qsl(raw, keep_blank_values=True) != [("Body", "")] or found["status"] in _OPEN:
            return _error("unfinished", self.weather.latency)
        self.erased += bool(found["body"])
        found["body"] = ""
        return Told(200, shown(found), self.weather.latency)

    def _create(self, what: str, raw: str) -> Told:
        weather, form = self.weather, dict(parse_qsl(raw))
        fault = self._hit()
        if fault:
            self.refused[fault] += 1
        if fault in _ERRORS:
            return _error(fault, weather.latency)
        if "ContentRetention" in form and not weather.redaction:
            return _error("unredacted", weather.latency)
        if fault == "dropped":
            return Told(hang_up=True, wait=weather.latency)
        events = [v for k, v in parse_qsl(raw) if k == "StatusCallbackEvent"]
        made = self._keep(what, form, "outbound-api", events=events, raw=raw)
        if weather.receipts and form.get("StatusCallback"):
            self._start(self._follow(made, form["StatusCallback"]))
        if fault == "lost":
            return Told(hang_up=True, wait=weather.latency)
        return Told(201, shown(made), weather.slow if fault == "slow" else weather.latency)

    def _keep(
        self,
        what: str,
        form: dict[str, str],
        direction: str,
        events: list[str] | None = None,
        raw: str = "",
    ) -> Resource:
        now = time.time()
        inbound = direction == "inbound"
        sid = f"{'SM' if what == 'Messages' else 'CA'}{len(self.kept):032x}"
        made = {
            "sid": sid,
            "account_sid": self.account_sid,
            "from": form.get("From", self.number),
            "to": form["To"],
            "body": form.get("Body"),
            "twiml": form.get("Twiml"),
            "direction": direction,
            "status": "received" if inbound else "queued",
            "date_created": stamp(now),
            "date_sent": stamp(now) if inbound else None,
            "num_segments": "1",
            "error_code": None,
            "callback": form.get("StatusCallback", ""),
            "events": events or [],
            "at": now,
            "sent": now if inbound else None,
            "kind": what,
            "said": form.get("Body"),
            "form": raw,
        }
        self.kept.append(made)
        self._by_sid[sid] = made
        self._to[made["to"]].append(made)
        return made

    def _look(self, what: str, sid: str, path: str, query: dict[str, str]) -> Told:
        if sid:
            fault, one = self._hit(), self._by_sid.get(sid)
            if fault in _ERRORS or one is None:
                return _error(fault or "unknown", self.weather.latency)
            return Told(200, shown(one), self.weather.latency)
        self.listed += 1
        fault = self.weather.fault
        if fault in ("unavailable", "unauthorized"):
            return _error(fault, self.weather.latency)
        rows = self._to.get(query["To"], []) if "To" in query else self.kept
        after = query.get("DateSent>", "")
        since = datetime.fromisoformat(after).timestamp() if after else 0.0
        size, page = int(query.get("PageSize", 50)), int(query.get("Page", 0))
        # As the API has it: a text that still waits to be sent has no date to be found by.
        found = [
            row
            for row in reversed(rows)
            if row["kind"] == what and (not after or (row["sent"] or 0.0) >= since)
        ]
        rows = found[page * size : (page + 1) * size]
        more = len(found) > (page + 1) * size
        next_page = f"{path}?{urlencode(query | {'Page': page + 1})}" if more else None
        body = (
            f'{{"{what.lower()}": [{",".join(map(shown, rows))}], '
            f'"page": {page}, "page_size": {size}, "next_page_uri": {json.dumps(next_page)}}}'
        )
        return Told(200, body, self.weather.latency)

    async def _follow(self, made: Resource, url: str) -> int:
        after = self.weather.receipt_after
        calls = made["kind"] == "Calls"
        status = 0
        for word in ("ringing", self.weather.call_ends) if calls else ("sent", "delivered"):
            await asyncio.sleep(after)
            move(made, word)
            name = "Call" if calls else "Message"
            status = await self._hook(
                url,
                {
                    f"{name}Sid": made["sid"],
                    f"{name}Status": word,
                    "To": made["to"],
                    "From": made["from"],
                    "AccountSid": self.account_sid,
                },
            )
        return status

    async def _hook(self, url: str, form: dict[str, str]) -> int:
        """Post a webhook, signed as Twilio signs: the URL, then every field sorted by name."""
        signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
        digest = hmac.digest(self.auth_token.encode(), signed.encode(), hashlib.sha1)
        async with self._open:
            signature = {"X-Twilio-Signature": base64.b64encode(digest).decode()}
            status, answer = await post(url, urlencode(form), signature)
        self.answered[str(status)] += 1
        for reply in replies(answer) if "Body" in form else ():
            back = {"To": form["From"], "From": form["To"], "Body": reply}
            move(self._keep("Messages", back, "outbound-reply"), "delivered")
        return status

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _control(self, asked: Asked) -> Any:
        given = json.loads(asked.body or "{}")
        match asked.target.removeprefix("/_control/"):
            case "weather":
                self.weather = Weather(**given)
                self._chance = random.Random(self.weather.seed)
            case "webhooks":
                self.webhooks = given
            case "inbound":
                made = self._keep("Messages", {**given, "To": self.number}, "inbound")
                if self.webhooks.get("sms"):
                    form = {"MessageSid": made["sid"], "AccountSid": self.account_sid, **given}
                    self._start(self._hook(self.webhooks["sms"], form | {"To": self.number}))
                return {"sid": made["sid"]}
            case "forget":
                self.kept.clear()
                self._by_sid.clear()
                self._to.clear()
                self.refused.clear()
                self.listed = self.erased = 0
            case "counts":
                return {
                    "kept": len(self.kept),
                    "refused": self.refused,
                    "listed": self.listed,
                    "erased": self.erased,
                    "webhooks": self.answered,
                }
            case "form":
                return {"form": self._by_sid[given["sid"]]["form"]}
            case "move":
                move(self._by_sid[given["sid"]], given["status"])
            case "reached":
                return sum(number.startswith(given["prefix"]) for number in self._to)
            case "kept":
                return [told(m) for m in self.kept[given.get("from", 0) :]]
        return {}


def _error(fault: str, wait: float = 0.0) -> Told:
    status, code, message = _ERRORS[fault]
    return Told(status, json.dumps({"code": code, "message": message, "status": status}), wait)


async def _serve(port: int, provider: Provider) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Listener(provider.answer), "127.0.0.1", port, backlog=512
    )
    print("ready", flush=True)  # noqa: T201 - whoever started us waits for this word
    async with server:
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Provider(*sys.argv[2:5])))
