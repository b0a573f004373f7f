"""What can stop okrsync: one root, and one class for each thing that a caller can do about it.

Rooms add classes of their own where only they raise them (a guard, a lock, a mapping).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from okrsync.i18n import Message, joined, verbatim

if TYPE_CHECKING:
    from okrsync.connector.exchange import Receipt


GRAVEST_FIRST = (130, 2, 4, 3, 75, 1, 0)
"""With several sources a human's turn wins over a refusal, over later, over findings."""


def gravest(codes: Iterable[int]) -> int:
    """The exit code of a command that did several things."""
    return min(codes, key=GRAVEST_FIRST.index, default=0)


class OkrsyncError(Exception):
    """Why something was not done. `message` is for people, `hint` says what to do about it.

    `cell` is the address that it is about, with the tab where there are several. `code` is for
    programs; `exit_code` is what a command ends with.
    """

    code: ClassVar[str]
    exit_code: ClassVar[int]

    def __init__(
        self, message: Message, *, hint: Message | None = None, cell: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message if isinstance(message, Message) else verbatim(message)
        self.hint = hint if hint is None or isinstance(hint, Message) else verbatim(hint)
        self.cell = cell

    def say(self, language: str = "en") -> str:
        """The message in this language."""
        return self.message.say(language)


class Usage(OkrsyncError):
    """The command was called wrongly."""

    code = "usage"
    exit_code = 2


class ConfigError(OkrsyncError):
    """Wrong configuration: the message names the file and the key."""

    code = "config"
    exit_code = 2


class ConnectorError(OkrsyncError):
    """Something that stopped a connector.

    `receipt` is what a write had done before it was stopped, for services that write row by
    row.
    """

    code = "connector"
    exit_code = 3
    receipt: Receipt | None = None


class Unreachable(ConnectorError):
    """Try later: the network, a quota, a service that is down."""

    code = "unreachable"
    exit_code = 75


class Denied(ConnectorError):
    """A human must grant something: the message says what, and to whom."""

    code = "denied"


class Moved(ConnectorError):
    """The source changed under us: nothing unsafe was written, read again."""

    code = "moved"
    exit_code = 4


class Busy(Moved):
    """Somebody has the file open: wait until it is closed, nothing was written."""

    code = "busy"


class Malformed(ConnectorError):
    """The source can't be read: the message says which file, part or cell."""

    code = "malformed"


class Refused(ConnectorError):
    """The service, or the kind of file, says no for good."""

    code = "refused"


class Unsound(Refused):
    """A new version of a file did not pass our own check, so the file is as it was.

    A fault of ours and not of the file.
    """

    code = "unsound"


class Missing(Refused):
    """There is no such file or document."""

    code = "missing"


class UnknownTab(ConnectorError):
    """The location names a tab that isn't there: the message names those that are."""

    code = "unknown-tab"
    exit_code = 2


class Unconfigured(ConnectorError):
    """Credentials or a setting are missing or can't be read: wrong configuration."""

    code = "unconfigured"
    exit_code = 2


class UnknownLocation(ConnectorError):
    """No connector knows this kind of location: wrong usage."""

    code = "unknown-location"
    exit_code = 2


class Stop(OkrsyncError):
    """A human is needed before this goes on; nothing unsafe was written."""

    code = "stopped"
    exit_code = 4


class SeveralFailed(OkrsyncError):
    """Several sources could not be read: all of them are named, the gravest decides.

    `errors` are (source's name, what happened).
    """

    def __init__(self, errors: Sequence[tuple[str, OkrsyncError]]) -> None:
        worst = min((error for _, error in errors), key=lambda e: GRAVEST_FIRST.index(e.exit_code))
        named = [
            Message("{source}: {message}", {"source": name, "message": error.message})
            for name, error in errors
        ]
        super().__init__(joined(named, "; "), hint=worst.hint, cell=worst.cell)
        self.errors = errors
        self.code, self.exit_code = worst.code, worst.exit_code  # type: ignore[misc] # this one's


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, in a person's language; `code` is a stable word for programs."""

    exit_code: int
    code: str
    message: str
    hint: str | None = None
    cell: str | None = None


def explain(error: Exception, language: str = "en") -> Failure:
    """What to say of an error and which exit code it has. Raises TypeError for one that no
    door of ours raises: that is a fault of the program and not of its input."""
    if not isinstance(error, OkrsyncError):
        raise TypeError(f"no outcome for {type(error).__name__}")
    hint = error.hint.say(language) if error.hint else None
    return Failure(error.exit_code, error.code, error.say(language), hint, error.cell)
