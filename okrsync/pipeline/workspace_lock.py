"""The workspace that a run writes for: found or made, and locked while it works."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from okrsync.dialogue import Dialogue
from okrsync.evaluate.gathered import Gathered, gather
from okrsync.evaluate.workspace import identity, known_before_reading, old_names, recall
from okrsync.sources.job import Job
from okrsync.state import SeenDocument, State, Workspace

GRACE = 300.0
"""Seconds that a lock lasts beyond the command's deadline: nobody is that slow to finish."""


@dataclass(slots=True)
class Lock:
    """One workspace's lock, taken once however often it is asked for. `left` says that it was
    left behind by a run that was killed."""

    state: State
    job: Job
    workspace: Workspace | None = None
    token: str | None = None
    left: bool = False

    def take(self, workspace: Workspace) -> None:
        """Lock this workspace, unless that is done. Raises Locked."""
        if self.token is None:
            now = self.job.waiter.clock.now()
            self.left = self.left or self.state.locks.left_behind(workspace.id, now)
            self.token = self.state.locks.take(workspace.id, now, self._lease)
            self.workspace = workspace

    def renew(self) -> None:
        """Right before writing: still ours? Raises Locked where somebody took it over."""
        if self.workspace is not None and self.token is not None:
            now = self.job.waiter.clock.now()
            self.state.locks.renew(self.workspace.id, self.token, now, self._lease)

    def release(self) -> None:
        """Give it back."""
        if self.workspace is not None and self.token is not None:
            self.state.locks.release(self.workspace.id, self.token)
            self.token = None

    @contextmanager
    def given_back(self) -> Iterator[None]:
        """While within, others may work; after it, it is ours again. Raises Locked where somebody
        is still at work then."""
        self.release()
        yield
        if self.workspace is not None:
            self.take(self.workspace)

    @property
    def language(self) -> str:
        """People's language before anything is read."""
        known = self.workspace and self.state.workspaces.fixed(self.workspace.id).get("language")
        return self.job.config.workspace.language or str(known or "en")

    @property
    def _lease(self) -> float:
        return self.job.waiter.remaining + GRACE


@contextmanager
def locking(state: State, job: Job) -> Iterator[Lock]:
    """A lock for the workspace of this job; where it is known, it is taken before anything
    is read."""
    lock = Lock(state, job)
    known = known_before_reading(state, job)
    try:
        if known is not None:
            lock.take(known)
        yield lock
    finally:
        lock.release()


def gather_locked(lock: Lock, dialogue: Dialogue, *, partly: bool = False) -> Gathered:
    """Read everything for writing, with the workspace locked at the latest when it is known.

    A workspace that is met for the first time is made. What is remembered is looked up again
    once the lock is held, since another run may have ended in between. `partly`: where one of
    several sources can't be read, the others go on.
    """
    state, held = lock.state, lock.token is not None
    gathered = gather(lock.job, state, want_write=True, dialogue=dialogue, partly=partly)
    workspace = gathered.recall.workspace or _made(lock, gathered)
    lock.take(workspace)
    if held and gathered.recall.workspace is not None:
        return gathered
    job = gathered.job.renamed(old_names(state, workspace, gathered.job))
    return replace(gathered, job=job, recall=recall(state, workspace))


def _made(lock: Lock, gathered: Gathered) -> Workspace:
    state, job = lock.state, gathered.job
    with state.together():
        known = known_before_reading(state, job)
        if known is not None:
            return known
        name = job.workspace or ", ".join(job.sources)
        who = identity(job, gathered.snapshots, uuid.uuid4().hex)
        made = state.workspaces.create(who, name, job.stamp)
        state.workspaces.see_documents(
            made.id,
            [
                SeenDocument(
                    document.location.connector,
                    document.location.place,
                    gathered.snapshots[document.key].document,
                )
                for document in job.documents
            ],
        )
        return made
