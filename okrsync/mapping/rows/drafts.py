"""Rows on their way to becoming entities: what stands where, before anything is joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from okrsync.mapping.vocabulary.codes import LevelCode


class Ref(NamedTuple):
    """What a cell says that a row belongs to: its text, the kind it speaks of, its column.

    `shown` is a number as its format shows it, where that is another text: 001.
    """

    text: str
    entity: str | None
    column: int
    shown: str | None = None


@dataclass(slots=True, eq=False)
class Draft:
    """One entity as its row says it.

    `table` is the index of its layout, `at` the position among that table's rows, `row` the
    number as the spreadsheet shows it. `own_row`: the row is this entity's, so that it may be
    written to. `parent` is the draft above it where the layout itself says so (filled down, a
    level above); `refs` are what its cells say. `title_column` is where its title stands.
    """

    entity: str
    table: int
    at: int
    row: int
    title: str
    title_column: int
    own_row: bool = True
    parent: Draft | None = None
    ident: str | None = None
    ident_column: int | None = None
    ident_shown: str | None = None
    """Its id as its format shows it, where that is another text: 001 for 1."""
    key: str | None = None
    """The service's own name for its row, None in a grid and for what is only mentioned."""
    code: LevelCode | None = None
    refs: tuple[Ref, ...] = ()
    scope: str | None = None
    when: str = ""
    """Its period as its row writes it."""
    space: str = ""
    """The team or period that its tab is for: equal titles in two such tabs are two."""
    id: str = ""
    blocked: str | None = None
    parents: tuple[str, ...] = ()
    """References to rows that are in no table here, kept as they stand."""
    joined: tuple[Draft, ...] = ()
    """What it belongs to, once joined."""
    lost: bool = False
    """Only mentioned, and what it names exists nowhere as one row."""
    means: tuple[Draft, ...] = ()
    """The rows that a lost mention lists: "K1, K2"."""
    merged_into: Draft | None = None
    """The draft with a row of its own that this one only mentions."""

    @property
    def lasting(self) -> str | None:
        """The id that its row has already: the ID column's, else the service's own."""
        return self.ident or (self.key if self.own_row else None)

    def final(self) -> Draft:
        """The draft that stands for this one."""
        found = self
        while found.merged_into is not None:
            found = found.merged_into
        return found
