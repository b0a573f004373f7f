"""The connection behind every request: counted, paced, retried, its errors ours.

Imported on use only: notion-client and httpx are heavy.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import logging
import os
import ssl
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from notion_client import Client
from notion_client.errors import HTTPResponseError, NotionClientErrorBase, RequestTimeoutError

from connectors.notion.errors import LATER, NOTION, PROFILE, Rejected, Said, trouble_of
from connectors.notion.pacing import A_MINUTE, Hold, Window
from okrsync.connector import Unconfigured, Unreachable
from okrsync.http import (
    MINUTE,
    Effect,
    Trouble,
    ca_bundle,
    current,
    limited,
    no_certificates,
    no_proxy_like_that,
    persist,
    redacted,
    sent,
    service_root,
    timeouts,
    unreachable,
    unreadable,
)
from okrsync.i18n import Message, verbatim

ROOT = "https://api.notion.com"
VARIABLE = "OKRSYNC_NOTION_API_URL"
TOKEN = "NOTION_TOKEN"  # noqa: S105 -- a variable's name
VERSION = "2026-03-11"
TIMEOUTS = (5.0, 65.0)
"""Seconds to connect and to wait: Notion itself gives up after 60."""
Json = Mapping[str, Any]


class _Watch:
    """Notes each request that is really sent, gives it its time, and reads the service's clock.

    Hooks and no transport: with one of our own, httpx would pass over the environment's proxies.
    """

    def __init__(self) -> None:
        self.at = threading.local()

    def sending(self, request: httpx.Request) -> None:
        """Right before a request is sent."""
        connect, read = timeouts(*TIMEOUTS)
        spans = httpx.Timeout(read, connect=connect)
        request.extensions = {**request.extensions, "timeout": spans.as_dict()}
        sent(_effect(request.method, request.url.path))
        self.at.moment = None

    def answered(self, answer: httpx.Response) -> None:
        """Right after an answer's head has come."""
        self.at.moment = _moment(answer.headers.get("date", ""))


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
    """A process's connection under one token, shared by its threads; `users` are at work."""

    client: Client
    watch: _Watch
    quota: tuple[str, ...]
    hold: Hold = field(default_factory=Hold)
    window: Window = field(default_factory=Window)
    users: int = 0

    @property
    def moment(self) -> int:
        """When this thread's last answer was given, by the service's own clock where it tells:
        milliseconds since 1970."""
        found: datetime | None = getattr(self.watch.at, "moment", None)
        return round((found or current().clock.now()).timestamp() * 1000)

    def send(
        self, doing: str, what: Message, ask: Callable[[Client], Any], *, repeatable: bool
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
                raise Trouble(unreadable(NOTION), applied=True)
            return answer

        return persist(attempt, repeatable=repeatable, what=NOTION)


MOST_DOORS = 8
"""Connections that stay open when nobody uses them."""
_DOORS: OrderedDict[tuple[str, str], Door] = OrderedDict()
"""By root and token, the one that was used last at the end."""
_LOCK = threading.Lock()


@atexit.register
def close() -> None:
    """Hang up: the next request opens a connection anew."""
    with _LOCK:
        while _DOORS:
            _DOORS.popitem()[1].client.close()


@contextmanager
def connected() -> Iterator[Door]:
    """The connection of the token in the environment. Raises Unconfigured."""
    root, token = _whom_to_ask()
    with _LOCK:
        door = _DOORS.pop((root, token), None) or _opened(root, token)
        _DOORS[root, token] = door
        door.users += 1
    try:
        yield door
    finally:
        with _LOCK:
            door.users -= 1
            _hang_up_on_idle_ones()


def _hang_up_on_idle_ones() -> None:
    idle = [key for key, door in _DOORS.items() if not door.users]
    for key in idle[: max(0, len(_DOORS) - MOST_DOORS)]:
        _DOORS.pop(key).client.close()


def _whom_to_ask() -> tuple[str, str]:
    """Notion's root and the token. Raises Unconfigured."""
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise Unconfigured(
            Message("NOTION_TOKEN is not set: nobody is signed in to Notion"),
            hint=Message(
                "make an integration at {profile} and put its secret in NOTION_TOKEN "
                "(docs/notion.md)",
                {"profile": PROFILE},
            ),
        )
    if not token.isascii() or any(char.isspace() for char in token):
        raise Unconfigured(
            Message("what NOTION_TOKEN holds is not a token"),
            hint=Message("copy the integration's secret anew"),
        )
    return service_root(VARIABLE, ROOT), token


def _opened(root: str, token: str) -> Door:
    watch = _Watch()
    client = Client(
        client=_http(watch),
        auth=token,
        base_url=root,
        notion_version=VERSION,
        retry=False,
        # Its own logger would print to stdout, and gain a handler with every client.
        logger=logging.getLogger("okrsync.notion"),
        log_level=logging.CRITICAL,
    )
    who = hashlib.sha256(token.encode()).hexdigest()[:16]
    return Door(client, watch, (root, who))


def _http(watch: _Watch) -> httpx.Client:
    """A client that obeys the environment's proxies and certificates. Raises Unconfigured."""
    bundle = ca_bundle()
    try:
        return httpx.Client(
            verify=_trusting(bundle) if bundle else True,
            follow_redirects=False,
            event_hooks={"request": [watch.sending], "response": [watch.answered]},
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        raise no_proxy_like_that(NOTION) from None


def _trusting(bundle: str) -> ssl.SSLContext:
    folder = os.path.isdir(bundle)
    try:
        return ssl.create_default_context(
            cafile=None if folder else bundle, capath=bundle if folder else None
        )
    except OSError:
        raise no_certificates(bundle) from None


def _translated(send: Callable[[], Any], doing: str, what: Message) -> Any:
    try:
        return send()
    except HTTPResponseError as error:
        raise trouble_of(_said(error), doing, what) from None
    except (RequestTimeoutError, httpx.TimeoutException) as error:
        never_sent = isinstance(error.__context__, httpx.ConnectTimeout | httpx.PoolTimeout)
        late = Unreachable(Message("Notion gave no answer in time"), hint=LATER)
        raise Trouble(late, applied=not never_sent) from None
    except (httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol):
        raise Trouble(unreachable(NOTION)) from None
    except NotionClientErrorBase as error:  # a path that the client finds unsafe
        raise Rejected(
            Message(
                "Notion can't be asked for {what}: {reason}",
                {"what": what, "reason": verbatim(redacted(str(error)))},
            )
        ) from None
    except httpx.HTTPError:
        raise Trouble(unreachable(NOTION), applied=True) from None
    except ValueError:  # json.JSONDecodeError, and bytes that are no UTF-8
        raise Trouble(unreadable(NOTION), applied=True) from None


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
        readable=isinstance(body, dict),
    )
