"""A third party's connector, installed beside ours: what it notices and refuses is set by tests."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import pytest

from okrsync.connector import Location, Memory, Receipt, Snapshot, Want, registry
from okrsync.i18n import verbatim
from okrsync.table import Change, NewColumn, PlacedColumn, Unplaced
from tests.connectors.memory import Document, MemoryConnector
from tests.connectors.subject import Cells

REASON, HINT = "this tab is locked", "unlock it under Review, and run sync again"


@dataclass
class Shelf:
    """The notebooks, what is noticed at each step, and which headers find no place on a tab."""

    notebooks: dict[str, Document] = field(default_factory=dict)
    locked: set[tuple[str, str]] = field(default_factory=set)
    noticed: dict[str, list[str]] = field(default_factory=dict)

    def put(self, **tabs: Cells) -> None:
        self.notebooks["plan"] = Document(tabs)

    def header(self, tab: str) -> list[object]:
        return self.notebooks["plan"].tabs[tab][0]

    def lock(self, tab: str, *headers: str) -> None:
        self.locked |= {(tab, header) for header in headers}


SHELF = Shelf()


class Notebook(MemoryConnector):
    """Adds columns at once, as services do; every snapshot carries on what was said before.

    A notebook in a file (`plan.notes`) gets its columns at the write, as files do.
    """

    name: ClassVar[str] = "notebook"

    def __init__(self) -> None:
        super().__init__()
        self.service = SHELF.notebooks

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        return self._said(super().read(location, want, memory), "read")

    def ensure_columns(self, snapshot: Snapshot, columns: Sequence[NewColumn]) -> Snapshot:
        document = self.service[snapshot.location.address]
        locked = [c for c in columns if (c.table, c.header) in SHELF.locked]
        free = [c for c in columns if c not in locked]
        for column in free if not snapshot.location.address.endswith(".notes") else ():
            row = document.tabs[column.table][column.header_row - 1]
            document.put(column.table, column.header_row, len(row), column.header)
            document.bump()
        found = super().ensure_columns(snapshot, free)
        said = replace(
            found, unplaced=[Unplaced(c, verbatim(REASON), verbatim(HINT)) for c in locked]
        )
        return self._said(replace(said, revision=str(document.revision)), "ensure_columns")

    def drop_columns(self, snapshot: Snapshot, columns: Sequence[PlacedColumn]) -> Snapshot:
        return self._said(super().drop_columns(snapshot, columns), "drop_columns")

    def write(
        self, snapshot: Snapshot, changes: Sequence[Change], *, to: Location | None = None
    ) -> Receipt:
        done = super().write(snapshot, changes, to=to)
        return replace(done, notes=[*done.notes, *map(verbatim, SHELF.noticed.get("write", []))])

    def _said(self, snapshot: Snapshot, step: str) -> Snapshot:
        return replace(
            snapshot, notes=[*snapshot.notes, *map(verbatim, SHELF.noticed.get(step, []))]
        )


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The connector as `pip install` leaves it: found by its entry points, nothing else."""
    home = folder / "okrsync_notebook-1.0.dist-info"
    home.mkdir(parents=True)
    (home / "METADATA").write_text("Metadata-Version: 2.1\nName: okrsync-notebook\nVersion: 1.0\n")
    (home / "entry_points.txt").write_text(
        f"[okrsync.connectors]\nnotebook = {__name__}:Notebook\n"
        "[okrsync.locations]\nnotebook = notebook\n.notes = notebook\n"
    )
    assert __name__ in sys.modules
    monkeypatch.syspath_prepend(str(folder))
    registry._points.cache_clear()
    SHELF.__init__()  # type: ignore[misc] # as new
    return SHELF
