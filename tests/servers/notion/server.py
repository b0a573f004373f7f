"""A Notion that runs on this machine.

    with NotionServer() as notion:
        goals = notion.database("Objectives", {"Objective": "title", "Progress": "number:percent"})
        row = goals.add({"Objective": "Grow", "Progress": 0.4})
        client(notion).data_sources.query(data_source_id=goals.id)  # a real notion-client

The page `tests/servers/README.md` shows how to seed, how to inject faults and what to look at.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
import traceback
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path
from typing import Any, Self

from tests.servers.google.clock import Clock
from tests.servers.google.http import Loopback
from tests.servers.google.requests import Log, Reply, Request
from tests.servers.notion import errors, routes, seeding, texts
from tests.servers.notion.call import Call
from tests.servers.notion.contract import Contract
from tests.servers.notion.errors import ApiError
from tests.servers.notion.faults import Fault, Faults, error_reply
from tests.servers.notion.ids import Ids
from tests.servers.notion.limits import Limit
from tests.servers.notion.scanning import Scans
from tests.servers.notion.seeding import Table
from tests.servers.notion.workspace import Workspace

LARGEST = 500_000

Found = tuple[routes.Route, dict[str, str]] | None


class NotionServer:
    """Everything a test holds on to. One lock: requests take effect one after another.

    `ws` is what there is; clock, limit, faults, scans and log are explained at their classes.
    `crashes` are tracebacks of our own bugs, and stay empty; `unknown` are paths that nothing
    serves; `latency` seconds are really waited before each answer, for measurements;
    `most_in_flight` is how many requests there were at once.
    """

    def __init__(
        self, *, contract: Path | None = None, clock: Clock | None = None, seed: int = 0
    ) -> None:
        self.clock = clock or Clock()
        self.ws = Workspace(self.clock, Ids(seed))
        self.limit = Limit(self.clock)
        self.faults = Faults()
        self.scans = Scans()
        self.log = Log()
        self.crashes: list[str] = []
        self.unknown: list[str] = []
        self.latency = 0.0
        self.most_in_flight = 0
        self.clients: dict[tuple[str, str], Any] = {}  # by token and version, for `client`
        self.closing = contextlib.ExitStack()
        self.contract = Contract(contract) if contract is not None else None
        self._in_flight = 0
        self._lock = threading.RLock()
        self._http = Loopback(self._answer)
        self.url = self._http.url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.faults.release_all()
        self.closing.close()
        self._http.stop()

    # -- what is there ---------------------------------------------------------------------

    @property
    def token(self) -> str:
        """The integration's secret."""
        return self.ws.integration.token

    @property
    def bot(self) -> str:
        """The integration's own id, as it stands in `last_edited_by`."""
        return self.ws.integration.user.id

    def database(self, title: str, columns: Mapping[str, str], *, parent: str = "") -> Table:
        """A database with one data source of its name; `parent` is a page's id."""
        database = self.ws.new_database(title, parent)
        return seeding.new_source(self.ws, database, title, columns)

    def another_source(self, table: Table, name: str, columns: Mapping[str, str]) -> Table:
        """One more data source in the same database."""
        return seeding.new_source(self.ws, table.database, name, columns)

    def page(self, title: str, *, parent: str = "") -> str:
        """A page that is no row. Returns its id."""
        page = self.ws.new_page(parent, self.ws.colleague.id)
        page.values["title"] = texts.rich_list(title)
        return page.id

    def person(self, name: str, email: str = "") -> str:
        """Somebody in the workspace. Returns their id."""
        return self.ws.user(name, email or f"{name.partition(' ')[0].lower()}@example.org").id

    def linked(self, table: Table, *, parent: str) -> str:
        """A linked view of a database on another page. Returns the block's id."""
        view = self.ws.new_database(table.database.title, parent)
        view.linked = True
        return view.id

    # -- answering -------------------------------------------------------------------------

    def _answer(self, request: Request) -> Reply | None:
        with self._lock:
            self._in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            reply = self._answered(request)
        finally:
            with self._lock:
                self._in_flight -= 1
        if reply is not None:
            reply.headers.setdefault("Date", formatdate(self.clock.now(), usegmt=True))
        return reply

    def _answered(self, request: Request) -> Reply | None:
        found = routes.find(request.method, request.path)
        with self._lock:
            self.log.append(request)
            request.number, request.when = len(self.log), self.clock.now()
            if found:
                request.name, request.effect = found[0].name, found[0].effect
            fault = self.faults.take(request)
            request.fault = fault.name if fault else ""
            for action in self.faults.take_actions(request):
                action(self.ws)
        reply, made = Reply(503), None
        if fault is None or fault.applied:
            reply, made = self._applied(request, found, fault)
        if self.latency:
            time.sleep(self.latency)
        sent = reply if fault is None else self._spoilt(request, found, fault, reply, made)
        request.status = sent.status if sent else 0
        return sent

    def _spoilt(
        self, request: Request, found: Found, fault: Fault, reply: Reply, made: str | None
    ) -> Reply | None:
        if fault.gate is not None:
            fault.gate.wait()
            if not fault.applied:
                reply, made = self._applied(request, found, fault)
        if fault.applied and reply.status != 200:
            return reply  # it was refused all the same
        return fault.spoil(reply, made)

    def _applied(
        self, request: Request, found: Found, fault: Fault | None
    ) -> tuple[Reply, str | None]:
        made = None
        try:
            with self._lock:
                reply, made = self._dispatch(request, found, fault)
        except ApiError as error:
            error.body["request_id"] = self.ws.ids.uuid()
            reply = error_reply(error)
        except Exception:  # our own bug: it must reach the test, and the client an answer
            self.crashes.append(traceback.format_exc())
            reply = error_reply(errors.internal())
        if self.contract is not None:
            self.contract.check(request, reply)
        return reply, made

    def _dispatch(
        self, request: Request, found: Found, fault: Fault | None
    ) -> tuple[Reply, str | None]:
        self._authorise(request, found[0].needs if found else "")
        if found is None:
            self.unknown.append(f"{request.method} {request.path}")
            raise errors.no_such_url()
        self.limit.spend()
        request.body = _body(request)
        if fault is not None and fault.lost:
            self.scans.forget()
        short = fault.short if fault is not None else None
        unkept = fault.unkept if fault is not None else ""
        call = Call(request, found[1], self.ws, self.scans, short, unkept)
        answer = found[0].method(call)
        return _reply(answer, self.ws.ids.uuid()), call.made

    def _authorise(self, request: Request, needs: str) -> None:
        request.who = self.bot
        if request.headers.get("authorization") != f"Bearer {self.token}":
            raise errors.unauthorized()
        if "notion-version" not in request.headers:
            raise errors.missing_version()
        if needs and needs not in self.ws.integration.capabilities:
            raise errors.restricted()


def _body(request: Request) -> Any:
    if len(request.raw) > LARGEST:
        raise errors.too_large()
    try:
        return json.loads(request.raw) if request.raw else None
    except ValueError:
        raise errors.bad_json() from None


def _reply(answer: Any, request_id: str) -> Reply:
    """An answer, and at its end the request's id. Texts are JSON objects already."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return Reply(200, f'{text[:-1]},"request_id":"{request_id}"}}'.encode())
