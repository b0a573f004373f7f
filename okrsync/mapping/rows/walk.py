"""From the rows of one table to drafts: what uniform tables and levelled ones share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from okrsync.mapping.fields import ENTITIES
from okrsync.mapping.layout import Layout
from okrsync.mapping.profile import SAMPLE
from okrsync.mapping.reader import ColumnReader, each
from okrsync.mapping.rows import rowfilter
from okrsync.mapping.rows.drafts import Draft, Ref
from okrsync.mapping.rows.rowfilter import Left
from okrsync.mapping.vocabulary import codes
from okrsync.mapping.vocabulary.codes import LevelCode
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.table import CellError, Scalar
from okrsync.values import is_null, visible

_TAIL = 40
"""So many last rows are looked at for remarks below the table."""


@dataclass(frozen=True, slots=True)
class OddCell:
    """A cell that hinders its row: position, column, the field, what stands there, and why."""

    at: int
    column: int
    field: str
    shown: str
    why: str


@dataclass(slots=True)
class Walked:
    """The drafts of one table, what was left out, and which cells were odd."""

    drafts: list[Draft] = field(default_factory=list)
    left: Left = field(default_factory=Left)
    odd: list[OddCell] = field(default_factory=list)


class Walk:
    """Titles, ids, codes and references of a table's rows."""

    def __init__(self, layout: Layout, table: int, reader: ColumnReader) -> None:
        self.layout, self.table, self.reader = layout, table, reader
        self.rows, self.shaped = reader.rows, layout.shaped
        self.out = Walked()
        self.columns = layout.verdict.titles
        self.titles = {name: reader.raw(column) for name, column in self.columns.items()}
        self.texts = {name: each(values, _text) for name, values in self.titles.items()}
        self.reasons = {name: self._all_reasons(name) for name in self.columns}
        self._errors = [
            name
            for name, values in self.titles.items()
            if any(isinstance(value, CellError) for value in values)
        ]
        self.codes = reader.codes(layout.columns.get("code"))
        self.periods = reader.texts(layout.columns.get("period"))
        self._prefixed = any(_prefixed(values) for values in self.titles.values())
        self._coded = self._prefixed or "code" in layout.columns.fields
        self._where: dict[str, int | None] = {}
        self._idents: dict[int, list[str | None]] = {}
        self._shown: dict[int, list[str | None]] = {}
        self._refs = list(self._ref_columns())
        self._ref_places = {column for column, _ in self._refs}
        self.last_row = _before_remarks([row.values for row in self.rows])

    def text(self, name: str, at: int) -> str | None:
        """A title as it stands but for spaces around it; None where there is none."""
        return self.texts[name][at]

    def broken(self, at: int) -> bool:
        """Whether a title's cell shows an error; it is noted."""
        for name in self._errors:
            value = self.titles[name][at]
            if isinstance(value, CellError):
                self.out.odd.append(OddCell(at, self.columns[name], "title", value.code, "error"))
                return True
        return False

    def reason(self, at: int, name: str) -> str | None:
        """Why a row with this title is left out, None where it is one of ours."""
        found = self.reasons[name][at]
        if found == "code":
            found = None if self._says_more(at) else "template"
        if found is not None:
            return found
        title = self.texts[name][at]
        said = title is not None and rowfilter.is_remark(title) and self.alone(at)
        return "remark" if said or at > self.last_row else None

    def _says_more(self, at: int) -> bool:
        """Whether a row holds anything beside its titles and codes but zeros and formulas' no."""
        told = {*self.columns.values(), self.layout.columns.get("code"), *self._ref_places}
        return any(
            bool(value) and not (isinstance(value, str) and not value.strip())
            for index, value in enumerate(self.rows[at].values)
            if index not in told
        )

    def _all_reasons(self, name: str) -> list[str | None]:
        header = same(self.layout.headers.get(self.columns[name], ""))
        return [self._reason(text, header) for text in self.texts[name]]

    def _reason(self, text: str | None, header: str) -> str | None:
        if text is None:
            return None
        found = rowfilter.reason(text)
        if found == "totals" and (summed := rowfilter.total_of(text)):
            columns = self.layout.columns
            # “Average confidence score” is a KPI where no column of that name stands.
            found = found if any(columns.get(each) is not None for each in summed) else None
        return found or ("header" if same(text) == header else None)

    def leave(self, at: int, reason: str) -> None:
        """Count a row that is left out."""
        self.out.left.add(reason, self.rows[at].number)

    def untitled(self, at: int) -> None:
        """Count a row without a title, where something else stands in it."""
        if any(is_filled(value) for value in self.rows[at].values):
            self.leave(at, "untitled")

    def alone(self, at: int) -> bool:
        """Whether the row has one filled cell only."""
        filled = filter(is_filled, self.rows[at].values)
        return next(filled, None) is not None and next(filled, None) is None

    def draft(self, entity: str, at: int, title: str, column: int) -> Draft:
        """A draft of this row, with its id, its code and what its cells refer to."""
        row = self.rows[at]
        number = row.number if self.shaped is None else self.shaped.cell(at, column)[0]
        draft = Draft(entity, self.table, at, number, title, column, key=row.key)
        if entity not in self._where:
            self._where[entity] = self._ident_column(entity)
        where = self._where[entity]
        if where is not None:
            draft.ident = self._ids(where)[at]
            draft.ident_column = where if draft.ident is not None else None
            draft.ident_shown = self.shown_id(where, at)
        if self._coded:
            draft.code = self.code(at, title)
        if self._refs:
            draft.refs = tuple(self.refs(entity, at))
        draft.when = self.periods[at] or ""
        return draft

    def code(self, at: int, title: str) -> LevelCode | None:
        """The row's code: its column's, else the one that its title begins with."""
        own = self.codes[at]
        found = codes.whole(own) if own else None
        return found or (codes.prefix(title) if self._prefixed else None)

    def _ident_column(self, entity: str) -> int | None:
        """The column of ids: ours, the entity's own, or the rows' own."""
        columns, main = self.layout.columns, self.layout.verdict.entity
        ours = self.layout.managed.get("id")
        own = columns.get("id", entity)
        if own is None and entity == (main or entity):
            own = columns.get("id")
        return own if own is not None else ours if entity == (main or entity) else None

    def _ids(self, column: int) -> list[str | None]:
        if column not in self._idents:
            known = self.reader.codes(column)
            self._idents[column] = [
                None if value is None or is_null(value) else value for value in known
            ]
        return self._idents[column]

    def shown_id(self, column: int, at: int) -> str | None:
        """An id as its format shows it, None where that is no other text."""
        if column not in self._shown:
            self._shown[column] = self.reader.shown_codes(column)
        return self._shown[column][at]

    def _ref_columns(self) -> Iterator[tuple[int, str | None]]:
        for entity in ENTITIES:
            column = self.layout.columns.get("id", entity)
            if column is not None:
                yield column, entity
        parent = self.layout.columns.get("parent")
        if parent is not None:
            yield parent, None

    def refs(self, entity: str, at: int) -> Iterator[Ref]:
        """What this row's cells say that it belongs to."""
        for column, named in self._refs:
            value = self._ids(column)[at]
            if value is not None and named != entity:
                yield Ref(value, named, column, self.shown_id(column, at))


def _prefixed(titles: Sequence[Scalar]) -> bool:
    """Whether any of a column's first titles begins with a code."""
    return any(isinstance(text, str) and codes.prefix(text) for text in titles[:SAMPLE])


def _text(value: Scalar) -> str | None:
    if value is None or isinstance(value, CellError | bool):
        return None
    return (visible(value).strip() if isinstance(value, str) else codes.plain(value)) or None


def _before_remarks(rows: Sequence[Sequence[Scalar]]) -> int:
    """The position of the table's last row: below it, single cells after a gap are remarks."""
    last = len(rows) - 1
    end, single = last, 0
    for at in range(last, max(-1, last - _TAIL), -1):
        filled = sum(map(is_filled, rows[at]))
        if filled > 1:
            break
        if filled == 0 and single:
            end, single = at, 0
        single += filled
    wide = max((sum(map(is_filled, row)) for row in rows[:50]), default=0)
    return end if wide >= 3 else last
