"""Rows whose reading is a guess: no header or column says what they are, what they are called, or
that one of their numbers is what it is taken for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from okrsync.i18n import Message
from okrsync.mapping.account.certainty import (
    CERTAIN,
    doubtful_numbers,
    headers_score,
    rows_by_shape,
    titles_in_doubt,
)
from okrsync.mapping.attributes import MODEL_NAMES
from okrsync.mapping.layout import Layout
from okrsync.mapping.reading import Problem
from okrsync.mapping.rows.drafts import Draft
from okrsync.table import a1
from okrsync.values import safe

CODE = "DAT17"
ROWS_BY = Message("taken for {level}; only the table's shape says so")
TITLE = Message("no header says for certain that this is what the row is called")
NUMBER = Message("“{header}” is taken for {field}, and says so only vaguely")
LEVELS = {
    "objective": Message("an objective"),
    "key_result": Message("a key result"),
    "initiative": Message("an initiative"),
    "kpi": Message("a KPI"),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """What about the rows of a table is a guess: the column that it stands in (None: that of the
    row's title), the field that it is taken for, and why it is no more than that."""

    why: Message
    at: int | None = None
    field: str = ""


def guessed(layout: Layout, drafts: Mapping[int, Draft]) -> Iterator[Problem]:
    """A problem for each row of a table whose reading is guessed, at the cell that it is about, by
    `drafts` (position → the one whose own row it is)."""
    found = list(_guesses(layout))
    if not found:
        return
    for at, draft in drafts.items():
        first = next((each for each in found if _stands(layout, draft, each)), None)
        if first is not None:
            yield _problem(layout, at, draft, first)


def _guesses(layout: Layout) -> Iterator[Guess]:
    """The gravest first."""
    if rows_by_shape(layout):
        yield Guess(ROWS_BY)
    for at, score in titles_in_doubt(layout):
        if score < CERTAIN:
            yield Guess(TITLE, at)
    for at, field in doubtful_numbers(layout):
        if headers_score(layout, at, field) < CERTAIN:
            header = safe(layout.headers[at])
            yield Guess(NUMBER.filled(header=header, field=field), at, field)


def _stands(layout: Layout, draft: Draft, guess: Guess) -> bool:
    """Whether something of the row hangs on it."""
    return guess.at is None or layout.rows[draft.at].value(guess.at) not in (None, "")


def _problem(layout: Layout, at: int, draft: Draft, guess: Guess) -> Problem:
    column = draft.title_column if guess.at is None else guess.at
    place = layout.cell(at, column)
    return Problem(
        code=CODE,
        source=layout.source.name,
        tab=layout.table.name,
        cell=a1(*place),
        row=place[0],
        column=layout.headers.get(column, ""),
        field=MODEL_NAMES.get(guess.field, guess.field),
        shown=draft.title,
        entity_id=draft.id,
        title=draft.title,
        detail=guess.why.filled(level=LEVELS[draft.entity]) if guess.why is ROWS_BY else guess.why,
    )
