"""One run of reading: what was chosen, walked, made and noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from okrsync.config import Config
from okrsync.i18n import Message
from okrsync.mapping.entities import Entity
from okrsync.mapping.layout import Layout
from okrsync.mapping.reader import ColumnReader
from okrsync.mapping.reading import Problem
from okrsync.mapping.rows.drafts import Draft
from okrsync.mapping.rows.walk import Walked
from okrsync.mapping.surroundings import Around
from okrsync.mapping.tables import Chosen
from okrsync.model import CheckIn
from okrsync.table import a1


@dataclass(slots=True)
class Work:
    """One run of reading: what was chosen, walked, made and noted."""

    config: Config
    today: date
    chosen: Chosen
    around: Mapping[str, Around]
    layouts: list[Layout] = field(default_factory=list)
    readers: list[ColumnReader] = field(default_factory=list)
    walked: list[Walked] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    check_ins: tuple[CheckIn, ...] = ()

    def note(self, draft: Draft, code: str, column: int, name: str, detail: Message | None) -> None:
        """A cell that can't be read as what it should be."""
        self.problem(draft.table, draft.at, code, column, name, detail, draft=draft)

    def problem(
        self,
        table: int,
        at: int,
        code: str,
        column: int,
        name: str,
        detail: Message | None,
        *,
        draft: Draft | None = None,
        shown: str | None = None,
        cells: Sequence[str] = (),
    ) -> None:
        """A problem at a cell, named by its table's position and its row's."""
        layout = self.layouts[table]
        place = layout.cell(at, column)
        value = self.readers[table].raw(column)[at]
        self.problems.append(
            Problem(
                code=code,
                source=layout.source.name,
                tab=layout.table.name,
                cell=a1(*place),
                row=place[0],
                column=layout.headers.get(column, ""),
                field=name,
                shown=shown if shown is not None else "" if value is None else str(value),
                entity_id=draft.id if draft else None,
                title=draft.title if draft else None,
                detail=detail,
                cells=cells,
            )
        )
