"""What goes wrong, and what people do meanwhile, at the moment a test says so."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from tests.servers.google.requests import Reply, Request
from tests.servers.notion import errors
from tests.servers.notion.errors import ApiError
from tests.servers.notion.workspace import Workspace

On = Literal["any", "read", "write", "other"]
Action = Callable[[Workspace], None]
Scripted = TypeVar("Scripted")

BLOCKED = "public_api_request_blocked"
_HTML = b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body></body></html>"


@dataclass
class Fault:
    """One request's bad luck. `applied`: it takes effect all the same.

    `spoil` makes the answer out of the one that would have been sent, knowing the id of what was
    created; None drops the connection. `short` cuts a query's rows to so many. `lost` forgets all
    cursors before the request. `unkept` is a property whose value is not kept.
    """

    name: str
    applied: bool
    spoil: Callable[[Reply, str | None], Reply | None]
    gate: threading.Event | None = None
    short: int | None = None
    lost: bool = False
    unkept: str = ""

    def release(self) -> None:
        """Let a slow answer go."""
        if self.gate is not None:
            self.gate.set()


def refused(error: ApiError, *, name: str = "refused", applied: bool = False) -> Fault:
    """Any of the bodies in `errors`."""
    return Fault(name, applied, lambda _, made: error_reply(error))


def rate_limited(retry_after: int | None = None) -> Fault:
    """429; more than 60 seconds means that the whole workspace's limit is used up."""
    return refused(errors.rate_limited(retry_after), name="429")


def blocked() -> Fault:
    """429 that no waiting helps."""
    return refused(errors.rate_limited(None, BLOCKED), name="blocked")


def overloaded(retry_after: int | None = None) -> Fault:
    return refused(errors.overloaded(retry_after), name="529")


def conflict() -> Fault:
    return refused(errors.conflict(), name="409")


def unauthorized() -> Fault:
    return refused(errors.unauthorized(), name="401")


def restricted(message: str = errors.CAPABILITY) -> Fault:
    return refused(errors.restricted(message), name="403")


def block_limit() -> Fault:
    """403: a free workspace with several members makes no more pages."""
    message = "The workspace has reached its block limit. Upgrade its plan to add more blocks."
    return restricted(message)


def internal(*, applied: bool = False) -> Fault:
    return refused(errors.internal(), name="500", applied=applied)


def unavailable(*, applied: bool = False) -> Fault:
    """503 without guidance: nobody knows whether it was saved."""
    return refused(errors.unavailable(), name="503", applied=applied)


def gateway_timeout(*, applied: bool = False) -> Fault:
    return refused(errors.gateway_timeout(), name="504", applied=applied)


def committed(*, told: bool = True) -> Fault:
    """503 after the write was saved; a create's tells the new page's id, unless not `told`."""

    def spoil(_: Reply, made: str | None) -> Reply:
        return error_reply(errors.committed(made if told else None))

    return Fault("committed", True, spoil)


def dropped(*, applied: bool = False) -> Fault:
    """The connection closes without an answer."""
    return Fault("dropped", applied, lambda _, made: None)


def html(status: int = 502, *, applied: bool = False) -> Fault:
    """A page of a machine in between; with status 200 a sign-in page."""
    page = Reply(status, _HTML, "text/html; charset=UTF-8")
    return Fault("html", applied, lambda _, made: page)


def cut_off(*, applied: bool = True, short: bool = False) -> Fault:
    """Half of the JSON. With `short` the promised length is missing too."""

    def spoil(reply: Reply, _: str | None) -> Reply:
        kept = reply.payload[: len(reply.payload) // 2]
        spoilt = Reply(200, kept, reply.content_type)
        spoilt.cut = len(reply.payload) - len(kept) if short else 0
        return spoilt

    return Fault("cut off", applied, spoil)


def slow(*, applied: bool = True) -> Fault:
    """No answer until the test calls `release` (or the server closes)."""
    return Fault("slow", applied, lambda reply, made: reply, threading.Event())


def short_page(rows: int) -> Fault:
    """A query shows fewer rows than were asked for, and goes on after them."""
    return Fault("short page", True, lambda reply, made: reply, short=rows)


def lost_cursor() -> Fault:
    """All cursors given so far are invalid from here on."""
    return Fault("lost cursor", True, lambda reply, made: reply, lost=True)


def repeated(rows: int = 1) -> Fault:
    """A query's answer shows its first rows twice."""

    def change(body: errors.JSON) -> None:
        body["results"] += body["results"][:rows]

    return _edited("repeated", change)


def capped() -> Fault:
    """The flag of the 10,000 row cap on an answer that goes on."""
    status = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
    return _edited("capped", lambda body: body.update(request_status=status))


def stopped() -> Fault:
    """The cap, early: this answer is the last."""
    status = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
    end = {"request_status": status, "has_more": False, "next_cursor": None}
    return _edited("stopped", lambda body: body.update(end))


def dropping(name: str, *, rows: int = 1) -> Fault:
    """The answer, or a query's first rows, lack the property of that name altogether."""

    def change(body: errors.JSON) -> None:
        for row in body.get("results", [body])[:rows]:
            row.get("properties", {}).pop(name, None)

    return _edited("dropping", change)


def emptied(name: str) -> Fault:
    """The answer shows a property as empty, whatever it holds."""

    def change(body: errors.JSON) -> None:
        told = body["properties"][name]
        told[told["type"]] = [] if told["type"] in ("title", "rich_text") else None

    return _edited("emptied", change)


def unkept(name: str) -> Fault:
    """A write of a row is accepted, and the value of one property is not kept."""
    return Fault("unkept", True, lambda reply, made: reply, unkept=name)


def unknown_fields() -> Fault:
    """The answer and its rows carry fields that nobody knows yet."""

    def change(body: errors.JSON) -> None:
        body["new_field"] = {"of": "tomorrow"}
        for row in body.get("results", [body]):
            row["another"] = None

    return _edited("unknown fields", change)


def _edited(name: str, change: Callable[[errors.JSON], None]) -> Fault:
    def spoil(reply: Reply, _: str | None) -> Reply:
        body = json.loads(reply.payload)
        change(body)
        return json_reply(reply.status, body)

    return Fault(name, True, spoil)


def error_reply(error: ApiError) -> Reply:
    return json_reply(error.status, error.body, error.headers)


def json_reply(status: int, body: errors.JSON, headers: dict[str, str] | None = None) -> Reply:
    payload = json.dumps(body, ensure_ascii=False).encode()
    return Reply(status, payload, headers=dict(headers or {}), json=body)


@dataclass
class Faults:
    """The script. Faults queue by what they hit or wait for a request's number, counted from 1;
    actions happen just before a request is applied."""

    decide: Callable[[Request], Fault | None] | None = None
    _queue: list[tuple[On, str, Fault]] = field(default_factory=list)
    _at: dict[int, Fault] = field(default_factory=dict)
    _before: dict[int, list[Action]] = field(default_factory=dict)
    _actions: list[tuple[On, str, tuple[Action, ...]]] = field(default_factory=list)
    _slow: list[Fault] = field(default_factory=list)

    def next(self, *faults: Fault, on: On = "any", name: str = "") -> None:
        """Hit the next requests of that kind, one fault each, in order.

        With a `name` only requests to that method: `pages.update`.
        """
        self._queue += [(on, name, fault) for fault in faults]

    def at(self, number: int, fault: Fault) -> None:
        """Hit the request of that number, the first being 1."""
        self._at[number] = fault

    def before(self, number: int, *actions: Action) -> None:
        """Do these just before the request of that number is applied."""
        self._before.setdefault(number, []).extend(actions)

    def before_next(self, *actions: Action, on: On = "any", name: str = "") -> None:
        """Do all of these just before the next such request; again for the one after."""
        self._actions.append((on, name, actions))

    def before_write(self, *actions: Action) -> None:
        self.before_next(*actions, on="write")

    def clear(self) -> None:
        for kept in (self._queue, self._at, self._before, self._actions):
            kept.clear()
        self.decide = None

    def pending(self) -> int:
        """Faults and groups of actions that have not happened yet."""
        return sum(map(len, (self._queue, self._at, self._before, self._actions)))

    def take(self, request: Request) -> Fault | None:
        fault = self._at.pop(request.number, None)
        fault = fault or _taken(self._queue, request)
        if fault is None and self.decide is not None:
            fault = self.decide(request)
        if fault is not None and fault.gate is not None:
            self._slow.append(fault)
        return fault

    def take_actions(self, request: Request) -> tuple[Action, ...]:
        numbered = self._before.pop(request.number, [])
        return (*numbered, *(_taken(self._actions, request) or ()))

    def release_all(self) -> None:
        for fault in self._slow:
            fault.release()


def _taken(queue: list[tuple[On, str, Scripted]], request: Request) -> Scripted | None:
    for at, (on, name, scripted) in enumerate(queue):
        if on in ("any", request.effect) and request.name.endswith(name):
            del queue[at]
            return scripted
    return None
