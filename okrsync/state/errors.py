"""What can be wrong with the state: each says where it is and what to do about it."""

from __future__ import annotations

from okrsync.errors import OkrsyncError
from okrsync.i18n import Message


class StateError(OkrsyncError):
    """The state can't be used: the message names the file, the hint says what to do."""

    code = "state"
    exit_code = 3


class StateUnreadable(StateError):
    """The file at `path` is damaged, or `newer` than this version: exit 3. A command that
    only reads can go on without it."""

    def __init__(self, message: Message, *, path: str, newer: bool, hint: Message) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.newer = newer


def damaged(path: str) -> StateUnreadable:
    """What is remembered there can't be read."""
    return StateUnreadable(
        Message("the state {path} is damaged, or is not a state of okrsync", {"path": path}),
        path=path,
        newer=False,
        hint=Message("put a copy back, or name another file with OKRSYNC_STATE"),
    )


class StateBusy(StateError):
    """Another process is writing to the state just now: exit 75."""

    code = "state-busy"
    exit_code = 75


class Locked(StateError):
    """Another run is working on this workspace: exit 75.

    `who` holds it since `since` (ISO 8601), empty if nobody knows; `process` is its number.
    """

    code = "locked"
    exit_code = 75

    def __init__(self, who: str, since: str, process: int | None = None) -> None:
        holder = {"who": who, "since": since, "process": process}
        taken = Message("another run has taken over this workspace")
        at_work = Message(
            "{who} (process {process}) has been working on this workspace since {since}", holder
        )
        super().__init__(
            at_work if who else taken, hint=Message("try again when that run has ended")
        )
