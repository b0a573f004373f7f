"""How a service says that it can't, typed by what the caller can do about it.

Imported from `okrsync.connector`, beside the protocols that raise them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from okrsync.connector import Receipt


class ConnectorError(Exception):
    """Something that stopped a connector. `message` is for people, `hint` says what to do.

    `cell` is the address that it is about, with the tab where there are several. `receipt` is
    what a write had done before it was stopped, for services that write row by row.
    """

    code: ClassVar[str] = "connector"
    receipt: Receipt | None = None

    def __init__(self, message: str, *, hint: str | None = None, cell: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.cell = cell


class Unreachable(ConnectorError):
    """Try later: the network, a quota, a service that is down."""

    code = "unreachable"


class Denied(ConnectorError):
    """A human must grant something: the message says what, and to whom."""

    code = "denied"


class Moved(ConnectorError):
    """The source changed under us: nothing unsafe was written, read again."""

    code = "moved"


class Busy(Moved):
    """Somebody has the file open: wait until it is closed, nothing was written."""

    code = "busy"


class Malformed(ConnectorError):
    """The source can't be read: the message says which file, part or cell."""

    code = "malformed"


class Refused(ConnectorError):
    """The service, or the kind of file, says no for good."""

    code = "refused"


class Missing(Refused):
    """There is no such file or document."""

    code = "missing"


class UnknownTab(ConnectorError):
    """The location names a tab that isn't there: wrong usage, the message names those that are."""

    code = "unknown-tab"


class Unconfigured(ConnectorError):
    """Credentials or a setting are missing or can't be read: wrong configuration."""

    code = "unconfigured"


class UnknownLocation(ConnectorError):
    """No connector knows this kind of location: wrong usage."""

    code = "unknown-location"
