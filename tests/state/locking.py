"""Whether somebody is at work, as who comes next would find out."""

from __future__ import annotations

from datetime import datetime

from okrsync.state import Locked, State


def is_free(state: State, workspace: str, now: datetime) -> bool:
    """Whether a run could begin: it takes the lock, and gives it back."""
    try:
        token = state.locks.take(workspace, now, 1)
    except Locked:
        return False
    state.locks.release(workspace, token)
    return True
