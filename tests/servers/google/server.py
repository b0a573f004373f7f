"""A Google that runs on this machine: Sheets, the part of Drive it needs, and sign-in.

    with GoogleServer() as google:
        book = google.book("Plan", {"OKRs": [["Objective"], ["Grow"]]}, locale="nl_NL")
        plan = client(google).open_by_key(book.id)  # a real gspread

The page `tests/servers/README.md` shows how to seed, how to inject faults and what to look at.
"""

from __future__ import annotations

import json
import threading
import time
import traceback
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs
from zlib import crc32

from tests.servers.google import errors, masks, routes, seeding
from tests.servers.google.auth import Accounts, enough
from tests.servers.google.book import OFFICE, Book
from tests.servers.google.call import Call
from tests.servers.google.clock import Clock
from tests.servers.google.contract import Contract
from tests.servers.google.errors import ApiError
from tests.servers.google.faults import Faults, error_reply
from tests.servers.google.http import Loopback
from tests.servers.google.quota import Quota
from tests.servers.google.requests import Log, Reply, Request

PERSON = "person@example.org"
PROJECT = "123456789012"
MASKED = {  # methods that look at the field mask themselves
    "sheets.spreadsheets.get",
    "sheets.spreadsheets.getByDataFilter",
    *(f"drive.files.{verb}" for verb in ("get", "list", "create", "copy")),
    "drive.permissions.list",
}


class GoogleServer:
    """Everything a test holds on to. One lock: requests take effect one after another.

    clock, quota, faults, log and accounts are explained at their classes. `books` maps ids to
    spreadsheets; `disabled` holds service names (`sheets.googleapis.com`) that the project has
    not enabled; `crashes` are tracebacks of our own bugs, and stay empty; `unknown` are paths that
    nothing serves; `latency` seconds are really waited before each answer, for measurements;
    with `remember` a read is not worked out again while nobody has written, so that measurements
    see the client's time and not ours; `most_in_flight` is how many requests there were at once.
    """

    def __init__(self, *, contract: Path | None = None, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.quota = Quota(self.clock, PROJECT)
        self.faults = Faults()
        self.log = Log()
        self.books: dict[str, Book] = {}
        self.disabled: set[str] = set()
        self.crashes: list[str] = []
        self.unknown: list[str] = []
        self.latency = 0.0
        self.remember = False
        self.most_in_flight = 0
        self.contract = Contract(contract) if contract is not None else None
        self.accounts = Accounts(self.clock, PROJECT)
        self._in_flight = 0
        self._remembered: dict[tuple[object, ...], Reply] = {}
        self._lock = threading.RLock()
        self._http = Loopback(self._answer)
        self.url = self.accounts.url = self._http.url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.faults.release_all()
        self._http.stop()

    # -- what is there ---------------------------------------------------------------------

    def book(
        self,
        title: str,
        tabs: Mapping[str, Iterable[Sequence[Any]]] | None = None,
        *,
        locale: str = "en_US",
        time_zone: str = "Europe/Amsterdam",
        owner: str = PERSON,
        book_id: str = "",
    ) -> Book:
        """A new spreadsheet with these tabs' values; the first tab has the id 0."""
        book = self._new_book(title, owner, book_id)
        book.locale, book.time_zone = locale, time_zone
        for name, rows in (tabs or {"Sheet1": ()}).items():
            seeding.add_tab(book, name, rows)
        return book

    def office_file(self, title: str, *, owner: str = PERSON) -> Book:
        """An .xlsx in Drive: the Sheets API does not support it."""
        book = self._new_book(title, owner)
        book.mime = OFFICE
        return book

    def _new_book(self, title: str, owner: str, book_id: str = "") -> Book:
        number = f"{len(self.books)}-{len(self.log)}-{title}"
        made = f"1{crc32(number.encode()):010d}AbCdEf_GhIjKlMnOpQrStUvWxYz-0123456"[:44]
        book = Book(book_id or made, title, self.clock, roles={owner: "owner"})
        self.books[book.id] = book
        return book

    def token(self, who: str = PERSON, *scopes: str) -> str:
        """An access token, without a sign-in; with no scopes it may do everything."""
        return self.accounts.token(who, *(scopes or ("spreadsheets", "drive")))

    def service_account(self, path: Path, *books: Book, role: str = "writer") -> str:
        """Write a key file whose account these spreadsheets are shared with."""
        who = self.accounts.key_file(path)
        for book in books:
            book.roles[who] = role
        return who

    # -- answering -------------------------------------------------------------------------

    def _answer(self, request: Request) -> Reply | None:
        with self._lock:
            self._in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            return self._answered(request)
        finally:
            with self._lock:
                self._in_flight -= 1

    def _answered(self, request: Request) -> Reply | None:
        found = routes.find(request.method, request.path)
        with self._lock:
            self.log.append(request)
            request.number, request.when = len(self.log), self.clock.now()
            if found:
                request.name, request.effect = found[0].name, found[0].effect
            elif request.path == "/token":
                request.name = "oauth2.token"
            fault = self.faults.take(request)
            request.fault = fault.name if fault else ""
        reply: Reply | None = Reply(503)
        if fault is None or fault.applied:
            reply = self._applied(request, found)
        if self.latency:
            time.sleep(self.latency)
        if fault is not None:
            if fault.gate is not None:
                fault.gate.wait()
                reply = reply if fault.applied else self._applied(request, found)
            assert reply is not None
            reply = fault.spoil(reply)
        request.status = reply.status if reply else 0
        return reply

    def _applied(
        self, request: Request, found: tuple[routes.Route, dict[str, str]] | None
    ) -> Reply:
        try:
            with self._lock:
                reply = self._dispatch(request, found)
        except ApiError as error:
            reply = error_reply(error)
        except Exception:  # our own bug: it must reach the test, and the client an answer
            self.crashes.append(traceback.format_exc())
            reply = error_reply(errors.internal())
        if self.contract is not None:
            self.contract.check(request, reply.json, len(reply.payload))
        return reply

    def _dispatch(
        self, request: Request, found: tuple[routes.Route, dict[str, str]] | None
    ) -> Reply:
        if request.path == "/token":
            form = parse_qs(request.raw.decode(), keep_blank_values=True)
            request.body = {key: values[0] for key, values in form.items()}
            return _json(self.accounts.exchange(request.body))
        if request.path == "/o/oauth2/auth":
            return Reply(302, headers={"Location": self.accounts.consent(request.query)})
        if found is None:
            self.unknown.append(f"{request.method} {request.path}")
            raise errors.not_found()
        return self._called(request, *found)

    def _called(self, request: Request, route: routes.Route, parts: dict[str, str]) -> Reply:
        request.who = self._authorised(request, route)
        self.quota.spend(request.effect, request.who)
        if request.raw:
            try:
                request.body = json.loads(request.raw)
            except ValueError:
                raise errors.invalid("Invalid JSON payload received.") from None
        if request.effect == "write" and parts.get("id") in self.books:
            for action in self.faults.take_actions():
                action(self.books[parts["id"]])
        if not self.remember or request.effect != "read" or parts.get("id") not in self.books:
            return self._worked_out(request, route, parts)
        query = tuple((name, *values) for name, values in sorted(request.query.items()))
        version = self.books[parts["id"]].version
        key = (request.who, version, request.path, query, request.raw)
        if key not in self._remembered:
            self._remembered[key] = self._worked_out(request, route, parts)
        return self._remembered[key]

    def _worked_out(self, request: Request, route: routes.Route, parts: dict[str, str]) -> Reply:
        call = Call(request, parts, request.who, self.books, self._new_book)
        answer = route.method(call)
        if answer is None:
            return Reply(204)
        if isinstance(answer, str):
            return Reply(200, answer.encode(), "text/csv")
        fields = request.first("fields")
        if fields and route.name not in MASKED:
            answer = masks.parse(fields).apply(answer)
        return _json(answer)

    def _authorised(self, request: Request, route: routes.Route) -> str:
        if "authorization" not in request.headers:
            raise errors.no_credentials()
        grant = self.accounts.grant(request.headers["authorization"])
        if route.service in self.disabled:
            raise errors.service_disabled(route.service, PROJECT)
        if not enough(grant.scopes, route.name, writes=route.writes):
            raise errors.insufficient_scopes(route.service, route.name)
        return grant.who


def _json(answer: Any) -> Reply:
    payload = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(200, payload, json=answer)
