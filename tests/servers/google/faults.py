"""What goes wrong, and what people do meanwhile, at the moment a test says so."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tests.servers.google import errors
from tests.servers.google.book import Book
from tests.servers.google.errors import ApiError
from tests.servers.google.requests import Effect, Reply, Request

On = Literal["any", "read", "write", "other", "token"]
Action = Callable[[Book], None]

_HTML = b"<!DOCTYPE html><html><head><title>Error 502 (Server Error)!!1</title></head></html>"


@dataclass
class Fault:
    """One request's bad luck. `applied`: it takes effect all the same, and counts.

    `spoil` makes the answer out of the one that would have been sent; None drops the connection.
    """

    name: str
    applied: bool
    spoil: Callable[[Reply], Reply | None]
    gate: threading.Event | None = None

    def release(self) -> None:
        """Let a slow answer go."""
        if self.gate is not None:
            self.gate.set()


def refused(error: ApiError, *, name: str = "refused", applied: bool = False) -> Fault:
    """Any of the bodies in `errors`."""
    return Fault(name, applied, lambda _: error_reply(error))


def rate_limited(retry_after: int | str | None = None, *, per: str = "user") -> Fault:
    """429; Google's only recorded one has no Retry-After."""
    limit = 60 if per == "user" else 300
    error = errors.rate_limited("Write", per, limit, "123456789012")
    if retry_after is not None:
        error.headers["Retry-After"] = str(retry_after)
    return refused(error, name="429")


def unavailable(*, applied: bool = False) -> Fault:
    return refused(errors.unavailable(), name="503", applied=applied)


def internal(*, applied: bool = False) -> Fault:
    return refused(errors.internal(), name="500", applied=applied)


def dropped(*, applied: bool = False) -> Fault:
    """The connection closes without an answer."""
    return Fault("dropped", applied, lambda _: None)


def html(status: int = 502, *, applied: bool = False) -> Fault:
    """A page of a machine in between."""
    return Fault("html", applied, lambda _: Reply(status, _HTML, "text/html; charset=UTF-8"))


def half(reply: Reply) -> Reply:
    kept = len(reply.payload) // 2
    return Reply(200, reply.payload[:kept], reply.content_type, json=reply.json)


def cut_off(*, applied: bool = True, short: bool = False) -> Fault:
    """Half of the JSON. With `short` the promised length is missing too."""

    def spoil(reply: Reply) -> Reply:
        spoilt = half(reply)
        spoilt.cut = len(reply.payload) - len(spoilt.payload) if short else 0
        return spoilt

    return Fault("cut off", applied, spoil)


def slow(*, applied: bool = True) -> Fault:
    """No answer until the test calls `release` (or the server closes)."""
    return Fault("slow", applied, lambda reply: reply, threading.Event())


def error_reply(error: ApiError) -> Reply:
    payload = json.dumps(error.body, ensure_ascii=False).encode()
    return Reply(error.status, payload, headers=error.headers, json=error.body)


@dataclass
class Faults:
    """The script. Faults queue by what they hit; actions happen before the next writes."""

    decide: Callable[[Request], Fault | None] | None = None
    _queue: list[tuple[On, Fault]] = field(default_factory=list)
    _actions: list[tuple[Action, ...]] = field(default_factory=list)
    _slow: list[Fault] = field(default_factory=list)

    def next(self, *faults: Fault, on: On = "any") -> None:
        """Hit the next requests of that kind, one fault each, in order."""
        self._queue += [(on, fault) for fault in faults]

    def before_write(self, *actions: Action) -> None:
        """Do all of these just before the next write is applied; call again for the one after."""
        self._actions.append(actions)

    def clear(self) -> None:
        self._queue.clear()
        self._actions.clear()
        self.decide = None

    def pending(self) -> int:
        """Faults and groups of actions that have not happened yet."""
        return len(self._queue) + len(self._actions)

    def take(self, request: Request) -> Fault | None:
        for at, (on, fault) in enumerate(self._queue):
            if _hits(on, request.effect, request.name):
                del self._queue[at]
                return self._noted(fault)
        return self._noted(self.decide(request)) if self.decide else None

    def take_actions(self) -> tuple[Action, ...]:
        return self._actions.pop(0) if self._actions else ()

    def release_all(self) -> None:
        for fault in self._slow:
            fault.release()

    def _noted(self, fault: Fault | None) -> Fault | None:
        if fault is not None and fault.gate is not None:
            self._slow.append(fault)
        return fault


def _hits(on: On, effect: Effect, name: str) -> bool:
    if name == "oauth2.token":
        return on == "token"
    return on in {"any", effect}
