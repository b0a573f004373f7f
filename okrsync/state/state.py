"""The state: everything that is remembered between runs, behind one door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from okrsync.state.check_ins import Memories
from okrsync.state.database import Database
from okrsync.state.file import state_file
from okrsync.state.locks import Locks
from okrsync.state.runs import Runs
from okrsync.state.sqlite import open_empty, open_for_reading, open_for_writing
from okrsync.state.workspaces import Workspaces


class State:
    """What is remembered, by subject. Every part raises StateError or StateBusy."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.workspaces = Workspaces(database)
        self.locks = Locks(database)
        self.runs = Runs(database)
        self.memories = Memories(database)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything within happens at once or not at all."""
        with self._database.transaction():
            yield


@contextmanager
def open_state(where: str | None, *, write: bool = True) -> Iterator[State]:
    """The state at a place (None: the platform's folder), for as long as it is used.

    For reading only, nothing is created and a state that isn't there is empty.
    Raises StateError (exit 3), StateBusy (75), ConfigError (2).
    """
    path = state_file(where)
    database = open_for_writing(path) if write else open_for_reading(path)
    try:
        yield State(database)
    finally:
        database.close()


@contextmanager
def nothing_remembered() -> Iterator[State]:
    """A state as it is before the first run, for who goes on without the one there is."""
    database = open_empty()
    try:
        yield State(database)
    finally:
        database.close()
