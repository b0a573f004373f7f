"""What can be wrong with the state: each says where it is and what to do about it."""

from __future__ import annotations


class StateError(Exception):
    """The state can't be used: exit 3. `message` names the file, `hint` says what to do."""

    code = "state"
    exit_code = 3

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class StateBusy(StateError):
    """Another process is writing to the state just now: exit 75."""

    code = "state-busy"
    exit_code = 75


class Locked(StateError):
    """Another run is working on this workspace: exit 75. `who` holds it, `since` (ISO 8601)."""

    code = "locked"
    exit_code = 75

    def __init__(self, who: str, since: str) -> None:
        super().__init__(
            f"{who} has been working on this workspace since {since}",
            hint="try again when that run is over",
        )
        self.who = who
        self.since = since
