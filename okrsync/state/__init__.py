"""What is remembered between runs: workspaces, check-ins, runs, and who is at work."""

from okrsync.state.errors import Locked, StateBusy, StateError, StateUnreadable
from okrsync.state.file import quota_file, state_file, state_place
from okrsync.state.records import (
    CellChange,
    ColumnAdded,
    Run,
    RunState,
    SeenDocument,
    SeenSource,
    SeenTable,
    Workspace,
    WrittenCell,
)
from okrsync.state.state import State, nothing_remembered, open_state

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
    "StateUnreadable",
    "Workspace",
    "WrittenCell",
    "nothing_remembered",
    "open_state",
    "quota_file",
    "state_file",
    "state_place",
]
