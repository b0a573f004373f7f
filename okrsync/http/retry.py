"""When a request is sent again: the only retry layer there is.

One request is an *attempt*: a function that sends once and raises `Trouble` for what may pass.
Waits go through the waiter in force, so that they end at the command's deadline. A write that may
have taken effect is never repeated here: that is `Unclear`, and the connector looks before it
writes again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from okrsync.errors import ConnectorError, Unreachable
from okrsync.http.waiting import current
from okrsync.i18n import Message

if TYPE_CHECKING:
    from tenacity import RetryCallState

Result = TypeVar("Result")

ATTEMPTS = 5
"""How often a request is sent that fails for another reason than a quota."""
LONGEST_PAUSE = 30.0
MINUTE = 60.0
"""Quotas count minutes: without a Retry-After the first wait must pass a whole one."""


class Unclear(Unreachable):
    """A write failed in a way that leaves open whether it took effect: look before anything.

    `after` are the seconds that the service wants to be left alone, where it says so.
    """

    code = "unclear"
    after: float | None = None


class Trouble(Exception):
    """An attempt failed for a reason that may pass.

    `error` is what is raised if it does not. `applied` says that it may have taken effect.
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
        sleep=lambda seconds: waiter.wait(seconds, what=waiting_for(what)),
        reraise=True,
    )
    try:
        return retrying(attempt)
    except Trouble as trouble:
        if trouble.applied and not repeatable:
            what_failed = trouble.error.message
            unclear = Unclear(
                Message("{message}; whether it was written is not known", {"message": what_failed}),
                hint=trouble.error.hint,
            )
            unclear.after = trouble.after
            raise unclear from trouble
        raise trouble.error from trouble


def waiting_for(service: str) -> Message:
    """What is said of a wait for a service."""
    return Message("waiting for {service}", {"service": service})


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
    return growing(state.attempt_number)


def growing(failures: int) -> float:
    """Seconds to wait after so many failures in a row: twice as long each time, with jitter."""
    jitter = random.random()  # noqa: S311 -- spreads, guards nothing
    return min(LONGEST_PAUSE, float(2 ** (failures - 1))) * (0.5 + jitter / 2)


class Patience:
    """How often in a row a service may fail to say whether it wrote.

    A connector looks after each failure; what the look shows as not written may be sent again,
    after a growing wait, until `ATTEMPTS` were in vain.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._failures = 0
        self._last: Unclear | None = None

    def failed(self, error: Unclear) -> None:
        """Note one failure."""
        self._failures += 1
        self._last = error

    def answered(self) -> None:
        """The service answered: the next failure is the first again."""
        self._failures, self._last = 0, None

    @property
    def spent(self) -> bool:
        """Whether it failed too often to be asked again."""
        return self._failures >= ATTEMPTS

    def wait(self) -> None:
        """Wait before the next request, if the last failed. Raises OutOfTime."""
        if self._last is not None:
            seconds = growing(self._failures) if self._last.after is None else self._last.after
            current().wait(seconds, what=waiting_for(self.what))


def _given_up(state: RetryCallState) -> bool:
    # A quota opens again by itself: there the deadline alone decides.
    return not _trouble(state).quota and state.attempt_number >= ATTEMPTS


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After header, which may also be a date. None without a good one."""
    text = next((v.strip() for k, v in headers.items() if k.lower() == "retry-after"), "")
    if re.fullmatch(r"\d{1,9}(\.\d+)?", text):
        return float(text)
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 -- only where one says a date

    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or current().clock.now())).total_seconds())
