"""A mapping: how a sheet is read, said in a few verbs. Detection, presets and people write it,
`mapping/apply` carries it out, and no sheet is read in any other way.

In a file (see docs/mapping.md) it is TOML: `toml_load` reads it, `toml_dump` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["objective", "key_result", "initiative", "kpi", "check_in"]
"""What all rows of a table are; `check_in` is a log."""
LevelsBy = Literal["column", "code", "id", "title", "parent", "sections", "numbers"]
Times = Literal["dates", "months", "quarters", "years", "periods"]
HISTORY = "check_ins"
"""Where unpivoted values go that are check-ins only, and no current value."""


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """Which column is meant: by its header as it stands, by a pattern that a part of its header
    matches, or by its letter. One of the three is given.

    A header of two lines is “upper / lower”, or the lower one alone where only one column has it.
    """

    header: str | None = None
    pattern: str | None = None
    letter: str | None = None

    def __str__(self) -> str:
        return self.header or self.letter or f"/{self.pattern}/"


@dataclass(frozen=True, slots=True)
class TabRef:
    """Which tabs a table is on: one by its name, or all that a pattern matches."""

    name: str | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows, by what stands in one of their columns: one of some texts, a match, or nothing."""

    column: ColumnRef
    texts: tuple[str, ...] = ()
    pattern: str | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Levels:
    """What tells the levels of rows apart: a column's words, a code, an id, a code before the
    title, rows that hold a title alone (`sections`: these are the objectives), or that hold no
    number (`numbers`: they head those that do).

    `words` maps a word of the column to objective, key_result, initiative or kpi. `heading`
    says which rows without a title head the others, and in which column their text stands.
    """

    by: LevelsBy
    words: Pairs[str, str] = field(default_factory=dict)
    heading: Rows | None = None


@dataclass(frozen=True, slots=True)
class Unpivot:
    """Columns that hold one thing many times: a value a date, or a row a number.

    `columns` are headers that name a time (`dates`, `months` …) or some columns one by one;
    `measures` maps what else their headers say (“Actual”) to a field, `values_to` is the field
    where they say nothing else. `names_pattern` takes a header apart itself: its groups are
    `period`, `measure`, and `row` where each number is a row of its own (“KR 2 target”); there
    a group with the name of a field is that field's text.
    `current`: the newest filled one counts, or that of the running period.
    """

    columns: Times | tuple[ColumnRef, ...]
    values_to: str | None = None
    measures: Pairs[str, str] = field(default_factory=dict)
    names_pattern: str | None = None
    current: Literal["newest", "running"] = "newest"


@dataclass(frozen=True, slots=True)
class Pivot:
    """Lines below each other that are one row: a column says what each of them holds.

    `words` maps what stands there (“Actual”) to a field; lines of other words are kept. Each value
    to the right gets a column of its own, named “Jan Actual”, which `unpivot` and `columns` may
    name. Where the title stands before the word in one cell (“Loaves actual”), `match` takes it
    apart: its groups are `name` and `word`. Several words for one field share its first one's
    columns, and "" is a line without a word.
    """

    column: ColumnRef
    words: Pairs[str, str] = field(default_factory=dict)
    match: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """Several in one cell: parted by bullets, lines or a separator, each becomes a row.

    `parallel` columns are parted in the same way and go along, part by part.
    """

    column: ColumnRef
    by: str = "bullets"
    parallel: tuple[ColumnRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """Fields that stand inside a cell's text: each named group of `match` is a field."""

    column: ColumnRef
    match: str


@dataclass(frozen=True, slots=True)
class Values:
    """How cells are written: the decimal mark, words for nothing, words by field, and by how
    much a field's numbers are too large (a progress of 0 to 100 has the scale 100)."""

    decimal: Literal[".", ","] | None = None
    thousands: str | None = None
    null_words: tuple[str, ...] = ()
    words: Pairs[str, Pairs[str, str]] = field(default_factory=dict)
    scales: Pairs[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Join:
    """A column that refers to other rows: to those of one level, or to whatever is above."""

    on: ColumnRef
    to: str | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one table is read. What is left out is found by detection, unless `guess` is off: then
    columns that are not named here are kept as they are, and not read.

    `header_rows` are row numbers as the sheet shows them, None where they are to be found, empty
    where there is no header. `stop_at` is the text of a cell before whose row the table ends.
    `columns` maps a field (or `objective_owner`: that of an entity) to its column; one column
    may hold several fields. `id` are the columns that make a row's id together, `id_of` those
    that make the id of another entity on the row. A row in which the column `goes_on` is blank
    is more of the row above it.
    """

    tab: TabRef | None = None
    range: str | None = None
    header_rows: tuple[int, ...] | None = None
    stop_at: str | None = None
    transpose: bool = False
    level: Level | None = None
    levels: Levels | None = None
    language: str | None = None
    guess: bool = True
    columns: Pairs[str, ColumnRef] = field(default_factory=dict)
    goes_on: ColumnRef | None = None
    fill_down: tuple[ColumnRef, ...] = ()
    skip_rows: tuple[Rows, ...] = ()
    keep_rows: tuple[Rows, ...] = ()
    pivot: Pivot | None = None
    unpivot: tuple[Unpivot, ...] = ()
    split: tuple[Split, ...] = ()
    pattern: tuple[Pattern, ...] = ()
    values: Values = field(default_factory=Values)
    id: tuple[ColumnRef, ...] = ()
    id_of: Pairs[str, tuple[ColumnRef, ...]] = field(default_factory=dict)
    join: tuple[Join, ...] = ()
    latest_by: ColumnRef | None = None
    ignore: tuple[ColumnRef, ...] = ()

    @property
    def reshapes(self) -> bool:
        """Whether a verb takes rows, columns or cells apart: without one, the table is read as
        it stands, which is much faster."""
        return bool(
            self.transpose or self.fill_down or self.skip_rows or self.keep_rows or self.pivot
            or self.unpivot or self.split or self.pattern or self.values != Values()
            or len(self.id) > 1 or self.latest_by or self.goes_on or self.id_of
            or (self.levels and self.levels.by == "sections")
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping: its name, what it is for, and its tables."""

    tables: tuple[TableMapping, ...] = (TableMapping(),)
    name: str = ""
    title: str = ""
    about: str = ""
