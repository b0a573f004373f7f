"""What connectors over HTTP share: where a service is, when to ask again, what to count.

One request is an *attempt*: a function that sends once and raises `Trouble` for what may pass.
`persist` is the only retry layer; its waits go through the waiter in force, so that they end at
the command's deadline. A write that may have taken effect is never repeated here: that is
`Unclear`, and the connector looks before it writes again.
"""

from __future__ import annotations

import os
import random
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import urlsplit

from okrsync.connector import Calls, ConnectorError, Unconfigured, Unreachable
from okrsync.waiting import current

if TYPE_CHECKING:
    from tenacity import RetryCallState

Effect = Literal["read", "write", "other"]
Result = TypeVar("Result")

ATTEMPTS = 5
"""How often a request is sent that fails for another reason than a quota."""
LONGEST_PAUSE = 30.0
MINUTE = 60.0
"""Quotas count minutes: without a Retry-After the first wait must pass a whole one."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_SECRETS = re.compile(
    r"ya29\.[\w.~+/-]+|1//[\w-]{8,}|\b(?:secret|ntn)_\w{8,}|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?"
    r"|(?<=Bearer )\S+|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*KEY-----|\Z)"
    r"|(?<=access_token=)[^&\s]+|(?<=refresh_token=)[^&\s]+|(?<=client_secret=)[^&\s]+"
    r"|(?<=assertion=)[^&\s]+",
    re.DOTALL,
)


class Unclear(Unreachable):
    """A write failed in a way that leaves open whether it took effect: look before anything."""

    code = "unclear"


class Trouble(Exception):
    """An attempt failed for a reason that may pass.

    `error` is what is raised where it does not. `applied` says that it may have taken effect.
    `quota`: too many requests. `after`: seconds that the service wants to be left alone.
    """

    def __init__(
        self,
        error: ConnectorError,
        *,
        applied: bool = False,
        quota: bool = False,
        after: float | None = None,
    ) -> None:
        super().__init__(error.message)
        self.error = error
        self.applied = applied
        self.quota = quota
        self.after = after


def persist(attempt: Callable[[], Result], *, repeatable: bool, what: str) -> Result:
    """What the attempt gives, sent again as long as that is safe and may help.

    `repeatable` says that sending twice does no harm (a read). `what` names the service.
    Raises Unclear where a write may have taken effect, OutOfTime where the next wait would pass
    the deadline, else the last trouble's own error.
    """
    from tenacity import Retrying, retry_if_exception  # noqa: PLC0415 -- only where one is sent

    waiter = current()
    retrying = Retrying(
        retry=retry_if_exception(lambda error: _again(error, repeatable)),
        wait=_pause,
        stop=_given_up,
        sleep=lambda seconds: waiter.wait(seconds, what=f"waiting for {what}"),
        reraise=True,
    )
    try:
        return retrying(attempt)
    except Trouble as trouble:
        if trouble.applied and not repeatable:
            message = f"{trouble.error.message}; whether it was written is not known"
            raise Unclear(message, hint=trouble.error.hint) from trouble
        raise trouble.error from trouble


def _again(error: BaseException, repeatable: bool) -> bool:
    return isinstance(error, Trouble) and (repeatable or not error.applied)


def _trouble(state: RetryCallState) -> Trouble:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, Trouble)  # noqa: S101 -- nothing else is retried
    return error


def _pause(state: RetryCallState) -> float:
    trouble, jitter = _trouble(state), random.random()  # noqa: S311 -- spreads, guards nothing
    if trouble.after is not None:
        return trouble.after + jitter
    if trouble.quota:
        return MINUTE + 1.0 + 9.0 * jitter
    return min(LONGEST_PAUSE, float(2 ** (state.attempt_number - 1))) * (0.5 + jitter / 2)


def _given_up(state: RetryCallState) -> bool:
    # A quota opens again by itself: there the deadline alone decides.
    return not _trouble(state).quota and state.attempt_number >= ATTEMPTS


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After header, which may also be a date. None without a good one."""
    text = next((v.strip() for k, v in headers.items() if k.lower() == "retry-after"), "")
    if re.fullmatch(r"\d{1,9}(\.\d+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or current().clock.now())).total_seconds())


@dataclass(slots=True)
class Tally:
    """The requests that were really sent, by effect, from whatever thread."""

    calls: Calls = field(default_factory=Calls)
    lock: threading.Lock = field(default_factory=threading.Lock)


_TALLY: ContextVar[Tally | None] = ContextVar("okrsync_tally", default=None)


@contextmanager
def counting() -> Iterator[Tally]:
    """Count what is sent within, retries and sign-in included."""
    tally = Tally()
    token = _TALLY.set(tally)
    try:
        yield tally
    finally:
        _TALLY.reset(token)


def sent(effect: Effect) -> None:
    """Note one request on its way, whatever becomes of it."""
    tally = _TALLY.get()
    if tally is not None:
        with tally.lock:
            tally.calls += Calls(**{effect: 1})


_TURNS: dict[tuple[str, ...], threading.RLock] = {}
_LOCK = threading.Lock()


@contextmanager
def alone(*key: str) -> Iterator[None]:
    """One at a time: a document gets one request while another waits for its turn."""
    with _LOCK:
        turn = _TURNS.setdefault(key, threading.RLock())
    with turn:
        yield


def timeouts(connect: float, read: float) -> tuple[float, float]:
    """Time-outs of one request, no longer than what is left of the command's time.

    A scaled-down answer still needs a moment: never below one and two seconds.
    """
    waiter = current()
    left = max(1.0, waiter.remaining)
    return (
        min(left, max(1.0, connect / waiter.scale)),
        min(left, max(2.0, read / waiter.scale)),
    )


def service_root(variable: str, default: str) -> str:
    """A service's root: https, or this machine. Raises Unconfigured."""
    text = os.environ.get(variable, "").strip()
    if not text:
        return default
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    safe = host and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
    if not safe or parts.username or parts.query or parts.fragment:
        raise Unconfigured(
            f"{variable} is no address that credentials may be sent to",
            hint="write it as https://host (http:// only for this machine itself)",
        )
    return text.rstrip("/")


def redacted(text: str) -> str:
    """A message without tokens and keys."""
    return _SECRETS.sub("[…]", text)
