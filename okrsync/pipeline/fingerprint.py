"""What a saved plan depends on, as one hash: if nothing of it changed, the plan still holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from okrsync.pipeline.results import PlannedChange
from okrsync.sources.job import Job
from okrsync.writeback.cells import Cell, plain

FORMAT = 1
"""Of saved plans: another one makes another hash."""


def fingerprint(job: Job, changes: Iterable[PlannedChange], **more: object) -> str:
    """A hash over the changes, the settings and what is named besides; not over where the sheet
    is or what else stands in it."""
    facts = {
        "format": FORMAT,
        "settings": job.config.model_dump(mode="json", exclude={"sources", "people"}),
        "changes": [asdict(change) for change in changes],
        **more,
    }
    text = json.dumps(facts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def of_people(cell: Cell) -> list[object]:
    """The people's cells of the row that a cell stands in."""
    ours = set(cell.table.managed.values())
    row = cell.table.table.row(cell.change.row)
    values = [plain(v) for i, v in enumerate(row.values) if i not in ours] if row else []
    while values and values[-1] in (None, ""):
        values.pop()
    return list(values)
