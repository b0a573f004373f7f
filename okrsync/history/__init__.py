"""What is remembered between runs: workspaces, check-ins, runs, and who is at work."""

from okrsync.history.errors import Locked, StateBusy, StateError
from okrsync.history.place import quotas
from okrsync.history.records import (
    CellChange,
    ColumnAdded,
    Run,
    RunState,
    SeenDocument,
    SeenSource,
    SeenTable,
    Workspace,
    Written,
)
from okrsync.history.state import State, open_state

__all__ = [
    "CellChange",
    "ColumnAdded",
    "Locked",
    "Run",
    "RunState",
    "SeenDocument",
    "SeenSource",
    "SeenTable",
    "State",
    "StateBusy",
    "StateError",
    "Workspace",
    "Written",
    "open_state",
    "quotas",
]
