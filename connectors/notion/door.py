"""The connection behind every request: counted, paced, retried, its errors ours.

Imported on use only: notion-client and httpx are heavy.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from math import inf
from typing import Any

import httpx
from notion_client import Client
from notion_client.errors import HTTPResponseError, NotionClientErrorBase, RequestTimeoutError

from connectors.notion.failures import NOTION, Rejected, Said, trouble_of, unreadable
from okrsync.connector import Unconfigured, Unreachable
from okrsync.quotas import limited
from okrsync.transport import (
    MINUTE,
    Effect,
    Trouble,
    persist,
    sent,
    service_root,
    timeouts,
)
from okrsync.waiting import Waiter, current

ROOT = "https://api.notion.com"
VARIABLE = "OKRSYNC_NOTION_API_URL"
TOKEN = "NOTION_TOKEN"  # noqa: S105 -- a variable's name
VERSION = "2026-03-11"
TIMEOUTS = (5.0, 65.0)
"""Seconds to connect and to wait: Notion itself gives up after 60."""
A_MINUTE = 180
"""Requests of one connection in any minute, as documented."""
Json = Mapping[str, Any]


class _Hold:
    """One pause for all threads, when the service asks to be left alone."""

    def __init__(self) -> None:
        self._until = 0.0
        self._lock = threading.Lock()

    def ask(self, seconds: float) -> None:
        """Nothing is sent for so long."""
        waiter = current()
        until = waiter.clock.monotonic() + seconds / waiter.scale
        with self._lock:
            self._until = max(self._until, until)

    def wait(self) -> None:
        """Until the pause is over. Raises OutOfTime."""
        waiter = current()
        left = self._until - waiter.clock.monotonic()
        if left > 0:
            waiter.wait(left * waiter.scale, what=f"waiting for {NOTION}")


class _Window:
    """No more requests in any minute than allowed, by when they were answered: one that is long
    on its way counts for the service when it arrives, which nobody knows but it."""

    def __init__(self) -> None:
        self._ends: deque[list[float]] = deque(maxlen=A_MINUTE)
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for room, and take it. Raises OutOfTime."""
        clock = current().clock
        slot = self._begun()
        try:
            yield
        finally:
            slot[0] = clock.monotonic()

    def _begun(self) -> list[float]:
        waiter = current()
        while True:
            with self._lock:
                left = self._left(waiter)
                if left <= 0:
                    self._ends.append([inf])
                    return self._ends[-1]
            waiter.wait(left * waiter.scale, what=f"keeping within the quota of {NOTION}")

    def _left(self, waiter: Waiter) -> float:
        """Seconds until the oldest answer is a minute old."""
        if len(self._ends) < A_MINUTE:
            return 0.0
        window = MINUTE / waiter.scale
        return min(window, self._ends[0][0] + window - waiter.clock.monotonic())


class _Counted(httpx.BaseTransport):
    """Notes each request that is really sent, gives it its time, and reads the service's clock."""

    def __init__(self) -> None:
        self.inner = httpx.HTTPTransport(retries=0)
        self.at = threading.local()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        connect, read = timeouts(*TIMEOUTS)
        spans = httpx.Timeout(read, connect=connect)
        request.extensions = {**request.extensions, "timeout": spans.as_dict()}
        sent(_effect(request.method, request.url.path))
        self.at.moment = None
        answer = self.inner.handle_request(request)
        self.at.moment = _moment(answer.headers.get("date", ""))
        return answer

    def close(self) -> None:
        self.inner.close()


def _effect(method: str, path: str) -> Effect:
    if "/users" in path:
        return "other"
    return "read" if method == "GET" or path.endswith(("/query", "/search")) else "write"


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


@dataclass(slots=True)
class Door:
    """A process's connection under one token, shared by its threads."""

    client: Client
    transport: _Counted
    quota: tuple[str, ...]
    hold: _Hold = field(default_factory=_Hold)
    window: _Window = field(default_factory=_Window)

    @property
    def moment(self) -> int:
        """When this thread's last answer was given, by the service's own clock where it tells:
        milliseconds since 1970."""
        found: datetime | None = getattr(self.transport.at, "moment", None)
        return round((found or current().clock.now()).timestamp() * 1000)

    def send(
        self, doing: str, what: str, ask: Callable[[Client], Any], *, repeatable: bool
    ) -> Json:
        """The answer, asked for again as long as that is safe and may help.

        `doing` and `what` as in `trouble_of`. Raises the connectors' errors only.
        """

        def attempt() -> Json:
            limited(self.quota, A_MINUTE, MINUTE, NOTION)
            try:
                with self.window.turn():
                    self.hold.wait()
                    answer = _translated(lambda: ask(self.client), doing, what)
            except Trouble as trouble:
                if trouble.after is not None:
                    self.hold.ask(trouble.after)
                elif trouble.quota:
                    self.hold.ask(MINUTE + 1.0)
                raise
            if not isinstance(answer, dict):
                raise Trouble(unreadable(), applied=True)
            return answer

        return persist(attempt, repeatable=repeatable, what=NOTION)


_DOORS: dict[tuple[str, str], Door] = {}
_LOCK = threading.Lock()


@atexit.register
def close() -> None:
    """Hang up: the next request opens a connection anew."""
    with _LOCK:
        while _DOORS:
            _DOORS.popitem()[1].client.close()


def door() -> Door:
    """The connection of the token in the environment. Raises Unconfigured."""
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise Unconfigured(
            f"{TOKEN} is not set: nobody is signed in to {NOTION}",
            hint="make an integration at notion.so/profile/integrations and put its secret "
            f"in {TOKEN} (docs/notion.md)",
        )
    if not token.isascii() or any(char.isspace() for char in token):
        raise Unconfigured(f"{TOKEN} holds no token", hint="copy the integration's secret anew")
    root = service_root(VARIABLE, ROOT)
    with _LOCK:
        key = (root, token)
        if key not in _DOORS:
            _DOORS[key] = _opened(root, token)
        return _DOORS[key]


def _opened(root: str, token: str) -> Door:
    transport = _Counted()
    client = Client(
        client=httpx.Client(transport=transport, follow_redirects=False),
        auth=token,
        base_url=root,
        notion_version=VERSION,
        retry=False,
        # Its own logger would print to stdout, and gain a handler with every client.
        logger=logging.getLogger("okrsync.notion"),
        log_level=logging.CRITICAL,
    )
    who = hashlib.sha256(token.encode()).hexdigest()[:16]
    return Door(client, transport, (root, who))


def _translated(send: Callable[[], Any], doing: str, what: str) -> Any:
    try:
        return send()
    except HTTPResponseError as error:
        raise trouble_of(_said(error), doing, what) from None
    except (RequestTimeoutError, httpx.TimeoutException) as error:
        never_sent = isinstance(error.__context__, httpx.ConnectTimeout | httpx.PoolTimeout)
        late = Unreachable(f"{NOTION} gave no answer in time", hint="try again later")
        raise Trouble(late, applied=not never_sent) from None
    except (httpx.ConnectError, httpx.UnsupportedProtocol):
        raise Trouble(_unreachable()) from None
    except NotionClientErrorBase as error:  # a path that the client finds unsafe
        raise Rejected(f"{NOTION} can't be asked for {what}: {error}") from None
    except httpx.HTTPError:
        raise Trouble(_unreachable(), applied=True) from None
    except ValueError:  # json.JSONDecodeError, and bytes that are no UTF-8
        raise Trouble(unreadable(), applied=True) from None


def _said(error: HTTPResponseError) -> Said:
    """The answer itself: the client forgets what it doesn't know the code of."""
    body: object
    try:
        body = json.loads(error.body)
    except ValueError:
        body = None
    found = body if isinstance(body, dict) else {}
    more = found.get("additional_data")
    return Said(
        status=error.status,
        code=str(found.get("code") or ""),
        message=str(found.get("message") or ""),
        headers=error.headers,
        more=more if isinstance(more, dict) else {},
    )


def _unreachable() -> Unreachable:
    return Unreachable(f"{NOTION} can't be reached", hint="look at the network, then try again")
