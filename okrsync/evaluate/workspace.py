"""What is remembered of the workspace that a job works on, and which workspace that is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from okrsync.connector import Snapshot
from okrsync.model import CheckIn, Entity
from okrsync.sources.job import Document, Job
from okrsync.state import SeenDocument, SeenSource, State, Workspace, WrittenCell


def _none(_: Collection[str]) -> Mapping[str, Entity]:
    return {}


@dataclass(frozen=True, slots=True)
class Recall:
    """Everything that the pipeline wants to know of earlier runs; empty before the first."""

    workspace: Workspace | None = None
    documents: Sequence[SeenDocument] = ()
    sources: Mapping[str, SeenSource] = field(default_factory=dict)
    fixed: Mapping[str, object] = field(default_factory=dict)
    check_ins: Sequence[CheckIn] = ()
    written: Mapping[tuple[str, str, str], WrittenCell] = field(default_factory=dict)
    closed: Mapping[str, date] = field(default_factory=dict)
    rows: Callable[[], Mapping[str, Entity]] = dict
    """The entities as they were last kept, by id: looked up only where a guard asks, while the
    state is open."""
    rows_of: Callable[[Collection[str]], Mapping[str, Entity]] = _none
    """The same of these ids alone."""
    carried: Mapping[str, str] = field(default_factory=dict)
    """Old id → new id of rows that this version gives another id than it is remembered by."""
    factors: Mapping[str, Decimal] = field(default_factory=dict)
    """Id → by how much the values of check-ins were multiplied, since the cell that they were
    read from reads as another number now."""

    def texts(self, name: str) -> dict[str, str]:
        """A settled mapping of texts, such as headers by managed field."""
        return texts(self.fixed.get(name))

    @property
    def wording(self) -> Mapping[str, Mapping[str, object]]:
        """What was settled for each source: its language, headers and words."""
        value = self.fixed.get("wording")
        found = value if isinstance(value, dict) else {}
        return {str(k): each for k, each in found.items() if isinstance(each, dict)}

    def headers(self, source: str) -> dict[str, str]:
        """The headers by which this source's columns of ours are known."""
        return self.texts("headers") | texts(self.wording.get(source, {}).get("headers"))


def texts(value: object) -> dict[str, str]:
    """A mapping of texts, empty where it is none."""
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}


def recall(state: State, workspace: Workspace | None) -> Recall:
    """All that the state knows of a workspace."""
    if workspace is None:
        return Recall()
    key = workspace.id
    return Recall(
        workspace=workspace,
        documents=state.workspaces.documents(key),
        sources=state.workspaces.sources(key),
        fixed=state.workspaces.fixed(key),
        check_ins=state.memories.check_ins(key),
        written={(w.source, w.entity, w.field): w for w in state.runs.written(key)},
        closed=state.memories.closed(key),
        rows=cache(lambda: state.memories.rows(key)),
        rows_of=lambda ids: state.memories.rows(key, ids),
    )


def known_before_reading(state: State, job: Job) -> Workspace | None:
    """The workspace as far as names and addresses tell. For a file without a configuration
    that names its workspace, the path is a hint that is good enough while the file is there."""
    if job.workspace is not None:
        return state.workspaces.known_by(named(job.workspace))
    for document in job.documents:
        connector, address = document.location.connector, document.location.place
        for workspace in state.workspaces.last_at(connector, address):
            if not workspace.identity.startswith("name:"):
                return workspace
    return None


def known_by_content(
    state: State,
    job: Job,
    snapshots: Mapping[str, Snapshot],
    entities: Callable[[Job], frozenset[str]],
) -> Workspace | None:
    """The workspace that these documents belong to although their address is new.

    A service's document has its own id. A file is one that is gone from where it was and that
    has the same bytes, or at least half of the same rows: `entities` gives the ids that a job
    under the remembered names of its sources holds.
    """
    for document in job.documents:
        lasting = snapshots[document.key].document
        if lasting is not None:
            known = state.workspaces.known_by(by_document(document.location.connector, lasting))
            if known is not None:
                return known
    lone = [d for d in job.documents if d.location.file]
    for workspace in state.workspaces.all() if lone else ():
        if workspace.identity.startswith("file:"):
            lost = [d for d in state.workspaces.documents(workspace.id) if gone(d)]
            for document in lone:
                if _followed(state, workspace, document, lost, snapshots, job, entities):
                    return workspace
    return None


def identity(job: Job, snapshots: Mapping[str, Snapshot], fresh: str) -> str:
    """What a workspace that is met for the first time will be known by."""
    if job.workspace is not None:
        return named(job.workspace)
    for document in job.documents:
        lasting = snapshots[document.key].document
        if lasting is not None:
            return by_document(document.location.connector, lasting)
    return f"file:{fresh}"


def named(name: str) -> str:
    """The identity of a workspace that has a name."""
    return f"name:{name}"


def by_document(connector: str, document: str) -> str:
    """The identity of a workspace that is one document of a service."""
    return f"document:{connector}:{document}"


def old_names(state: State, workspace: Workspace, job: Job) -> dict[str, str]:
    """Names of typed sources → the names under which the workspace knows them.

    Ids are derived from a source's name, so a file that was renamed keeps the old one.
    """
    known = state.workspaces.sources(workspace.id)
    places = {seen.location: name for name, seen in known.items()}
    moved = {
        d.address for d in state.workspaces.documents(workspace.id) if gone(d)
    }  # an address that is still taken names another file
    names: dict[str, str] = {}
    for part in job.parts:
        if not part.typed:
            continue
        exact = places.get(part.place)
        tab = f"#{part.location.tab or ''}"
        homeless = [n for place, n in places.items() if place.removesuffix(tab) in moved]
        old = exact or (homeless[0] if len(homeless) == 1 else None)
        if old and old not in names.values():
            names[part.source] = old
    return names


def gone(seen: SeenDocument) -> bool:
    """Whether a file is no longer where it was. A service's address is no path, and is not
    followed: its documents have ids."""
    return seen.document is None and not Path(seen.address).exists()


def _followed(
    state: State,
    workspace: Workspace,
    document: Document,
    lost: Sequence[SeenDocument],
    snapshots: Mapping[str, Snapshot],
    job: Job,
    entities: Callable[[Job], frozenset[str]],
) -> bool:
    candidates = [seen for seen in lost if seen.connector == document.location.connector]
    if not candidates:
        return False
    if any(seen.revision == snapshots[document.key].revision for seen in candidates):
        return True
    known = state.workspaces.sources(workspace.id).values()
    before = frozenset(entity for seen in known for entity in seen.entities)
    same = before & entities(job.renamed(old_names(state, workspace, job)))
    return bool(before) and 2 * len(same) >= len(before)
