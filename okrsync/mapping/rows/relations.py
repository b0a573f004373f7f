"""Databases joined by relations: which of them say what a row belongs to, and what the rest name.

A relation's cell holds the keys of other rows. One that leads up (key result → objective) is a
reference by id; one that leads down (objective → its key results) says the same from the other
side, and counts where the lower rows say nothing themselves; all others, such as a quarter or an
owner in a database of its own, are read as the titles of what they name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from okrsync.i18n import Message
from okrsync.mapping.account import say
from okrsync.mapping.fields import ENTITIES, TITLES
from okrsync.mapping.sources import EntityLevel, SourceTables
from okrsync.mapping.vocabulary import names
from okrsync.mapping.vocabulary.headers import match
from okrsync.table import Column, Row, Scalar, Table
from okrsync.values import safe

RELATION = "relation"
SEPARATOR = ", "
_TITLE = "title"
_UNIQUE = "unique_id"
_CHORES = frozenset(
    ("created_time", "last_edited_time", "created_by", "last_edited_by", "button", "verification")
)
"""What the service itself notes about a row: none of it is a date or an owner of an OKR."""
_RANKS = {"objective": 0, "key_result": 1, "kpi": 1, "initiative": 2}
_STRUCTURE = frozenset((*TITLES, "parent", "id"))
"""What a header may mean that is said by other columns already, where a relation is only a name."""
_OF_WORK = frozenset(
    ("status", "done", "due", "owner", "progress", "target", "current", "baseline", "cadence")
)
"""Columns of which work and measures have at least one."""
_LEVELS = frozenset(("level", "type"))
_BY_NAME: dict[str, EntityLevel] = {
    "objectives": "objective",
    "key_results": "key_result",
    "initiatives": "initiative",
    "kpis": "kpi",
}


@dataclass(slots=True)
class Linked:
    """Sources whose relations are resolved.

    By table, `fixed` is field → header as relations and types tell, and `levels` what all rows
    are. `lifted` is row key → keys of the rows above that list it. `notes` say which relations
    lead nowhere readable.
    """

    sources: list[SourceTables]
    fixed: dict[str, dict[str, str]] = field(default_factory=dict)
    levels: dict[str, EntityLevel] = field(default_factory=dict)
    lifted: dict[str, list[str]] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)


def resolve(sources: Sequence[SourceTables]) -> Linked:
    """The same sources with every relation of their databases made plain; grids are untouched."""
    if not any(table.columns for source in sources for table in source.tables):
        return Linked(list(sources))
    return _Resolver(sources).linked()


class _Resolver:
    def __init__(self, sources: Sequence[SourceTables]) -> None:
        self.sources = sources
        tables = [(source, table) for source in sources for table in source.tables]
        self.entities = {table.key: _entity(source, table) for source, table in tables}
        self.home: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        for _, table in tables:
            self._index(table)
        self.out = Linked([])

    def linked(self) -> Linked:
        """All sources, their tables resolved one by one."""
        downward: list[tuple[Table, Column]] = []
        for source in self.sources:
            resolved = [self._table(table, downward) for table in source.tables]
            self.out.sources.append(replace(source, tables=resolved))
        for table, column in downward:
            self._lift(table, column)
        return self.out

    def _index(self, table: Table) -> None:
        title = next((c.index for c in table.columns if c.type == _TITLE), None)
        for row in table.rows:
            if row.key is not None:
                self.home[row.key] = table.key
                self.titles[row.key] = str(row.value(title) or "")

    def _table(self, table: Table, downward: list[tuple[Table, Column]]) -> Table:
        if not table.columns:
            return table
        fixed = self.out.fixed.setdefault(table.key, _by_type(table))
        dropped = {column.index for column in table.columns if column.type in _CHORES}
        named: list[int] = []
        for column in table.columns:
            if column.type != RELATION:
                continue
            role = self._use(table, column, fixed)
            if role in ENTITIES or role == "parent":
                fixed[f"{role}_id" if role != "parent" else role] = column.title
                continue
            (named.append if role == "named" else dropped.add)(column.index)
            if role == "down":
                downward.append((table, column))
            elif role == "unread":
                self._unread(table, column)
        self._level(table, fixed)
        columns = [column for column in table.columns if column.index not in dropped]
        return replace(table, columns=columns, rows=self._told(table.rows, named, dropped))

    def _aside(self, table: Table) -> bool:
        """Whether rows merely mention OKRs: notes of a meeting about one are no work on it."""
        told = {_meaning(column.title) for column in table.columns}
        return self.entities[table.key] is None and not told & (_OF_WORK | _LEVELS)

    def _level(self, table: Table, fixed: Mapping[str, str]) -> None:
        """What the rows are, where they refer to a kind above: no relation is a row's own id."""
        above = [name for name in ENTITIES if f"{name}_id" in fixed]
        if not above or any(_meaning(column.title) in _LEVELS for column in table.columns):
            return
        entity: EntityLevel | None = self.entities[table.key]
        if entity is None and "key_result" in above:
            entity = "initiative"
        if entity is not None:
            self.out.levels[table.key] = entity

    def _use(self, table: Table, column: Column, taken: Mapping[str, str]) -> str:
        """A relation's role, or `none` where its header would be taken for what it isn't."""
        role = self._role(table, column, taken)
        confusing = role == "named" and _meaning(column.title) in _STRUCTURE
        return "none" if confusing or (role in ENTITIES and self._aside(table)) else role

    def _role(self, table: Table, column: Column, taken: Mapping[str, str]) -> str:
        """An entity (a reference to one), `parent`, `down`, `named` (read as titles), `unread`."""
        own = self.entities[table.key]
        target = column.target or self._leads_to(table, column)
        if target not in self.entities:
            return _by_header(column.title, own, taken)
        if target == table.key:
            return _within(column.title, taken)
        above = self.entities[target]
        if above is None or (own is not None and _RANKS[above] == _RANKS[own] and above != own):
            return "named"
        if own is not None and _RANKS[above] > _RANKS[own]:
            return "down"
        if above == own:
            return _within(column.title, taken)
        return above if f"{above}_id" not in taken else "named"

    def _leads_to(self, table: Table, column: Column) -> str | None:
        """The table that most of a relation's keys belong to."""
        known = (self.home.get(key) for row in table.rows for key in keys(row.value(column.index)))
        counts = Counter(home for home in known if home is not None)
        return counts.most_common(1)[0][0] if counts else None

    def _told(
        self, rows: Sequence[Row], named: Sequence[int], dropped: Collection[int]
    ) -> Sequence[Row]:
        """The rows with titles in place of keys, and without what is of no use."""
        if not (named or dropped):
            return rows
        return [replace(row, values=[*self._values(row.values, named, dropped)]) for row in rows]

    def _values(
        self, values: Sequence[Scalar], named: Sequence[int], dropped: Collection[int]
    ) -> Iterator[Scalar]:
        for index, value in enumerate(values):
            if index in named:
                told = (self.titles.get(key) for key in keys(value))
                yield SEPARATOR.join(text for text in told if text) or None
            else:
                yield None if index in dropped else value

    def _lift(self, table: Table, column: Column) -> None:
        for row in table.rows:
            for key in keys(row.value(column.index)):
                if row.key is not None and key in self.home:
                    self.out.lifted.setdefault(key, []).append(row.key)

    def _unread(self, table: Table, column: Column) -> None:
        if any(row.value(column.index) for row in table.rows):
            self.out.notes.append(
                say.UNREAD_RELATION.filled(tab=safe(table.name), column=safe(column.title))
            )


def keys(value: Scalar) -> Iterator[str]:
    """The keys in a relation's cell."""
    if isinstance(value, str):
        yield from filter(None, value.split(SEPARATOR))


def _entity(source: SourceTables, table: Table) -> EntityLevel | None:
    """What a table's rows are, as its level, its title's header or its name says."""
    if source.level is not None or not table.columns:
        return source.level
    title = next((column.title for column in table.columns if column.type == _TITLE), "")
    said = next((entity for entity in _BY_NAME.values() if entity == _meaning(title)), None)
    return said or _BY_NAME.get(names.kind(table.name) or "")


def _meaning(header: str) -> str | None:
    found = match(header)
    return found[0].scope or found[0].field if found and found[0].score > 0.5 else None


def _by_type(table: Table) -> dict[str, str]:
    """Fields that a column's type tells, whatever it is called."""
    fixed: dict[str, str] = {}
    for column in table.columns:
        if column.type == _TITLE and _meaning(column.title) not in ENTITIES:
            fixed["title"] = column.title
        if column.type == _UNIQUE:
            fixed.setdefault("id", column.title)
    return fixed


def _within(header: str, taken: Mapping[str, str]) -> str:
    """A relation to rows of the same kind: the parent's, or else nothing but a name."""
    found = match(header)
    up = any(each.field == "parent" and each.score > 0.5 for each in found)
    return "parent" if up and "parent" not in taken else "named"


def _by_header(header: str, own: str | None, taken: Mapping[str, str]) -> str:
    """A relation that leads to no table that was read: its header says whether it matters."""
    said = _meaning(header)
    if said not in ENTITIES or f"{said}_id" in taken:
        return "unread"
    if own is not None and _RANKS[said] >= _RANKS[own]:
        return "unread"
    return said
