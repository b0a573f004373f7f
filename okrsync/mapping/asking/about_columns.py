"""Questions about a table that was read: what its rows are, what they are called, what a column
is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from okrsync.i18n import Message
from okrsync.mapping.account import level_words
from okrsync.mapping.account.certainty import (
    doubtful_numbers,
    kind,
    rows_by_shape,
    titles_in_doubt,
    unread,
)
from okrsync.mapping.account.unread import header_cell
from okrsync.mapping.asking.columns_seen import (
    can_be_named,
    columns_of,
    field_of,
    holds,
    named,
    sample,
    title_column,
)
from okrsync.mapping.asking.offers import offered
from okrsync.mapping.asking.question import About, AnswerOption, Question, level_options
from okrsync.mapping.layout import Layout
from okrsync.values import safe

ROWS = Message("{tab}: what is a row here?")
ROWS_TOLD = Message("{tab}: only the shape of the table says what its rows are.")
TITLE = Message("{tab}: in which column does it say what a row is called?")
TITLE_TOLD = Message("{tab}: no header says for certain what rows are called.")
WORD = Message("“{word}” in “{header}”: what is such a row?")
COLUMN = Message("{column}: {sample}. What is it?")
COLUMN_TOLD = Message("{column}: {kind}, not read.")
VAGUE_TOLD = Message("{column}: taken for {field}, and its header says so only vaguely.")
SECTIONS, BY_COLUMN = "sections", "column"
BY_SECTIONS = Message("objectives above their key results (a row with only a title)")
BY_WORDS = Message("different things: another column says what each row is")
KINDS: Mapping[str, Message] = {
    "number": Message("numbers"),
    "date": Message("dates"),
    "flag": Message("yes and no"),
    "text": Message("texts"),
}
FIGURES = ("number", "date")


@dataclass(frozen=True, slots=True)
class Open:
    """Something about a table that is to be asked: its column, where it is about one, and the word
    in it."""

    about: About
    at: int | None = None
    word: str = ""


def uncertain(layout: Layout, *, every: bool = False) -> Iterator[Open]:
    """What is to be asked about a table. `every`: each column without a field, those of texts
    too, since nothing of the table is known but what was answered."""
    if not every and rows_by_shape(layout):
        yield Open(About.ROWS)
    if (level := layout.types.get("level")) is not None:
        yield from (Open(About.WORD, level, word) for word in level_words.unknown(layout, level))
    if not every and layout.verdict.entity and list(titles_in_doubt(layout)):
        yield Open(About.TITLE)
    if layout.guessed is not None:
        yield from (Open(About.COLUMN, at) for at, _ in doubtful_numbers(layout))
    for at, seen in sorted(unread(layout)):
        if (every or kind(seen) in FIGURES) and can_be_named(layout, at):
            yield Open(About.COLUMN, at)


def rows(layout: Layout) -> Question:
    """What the rows of a table are."""
    return rows_of(layout.source.name, layout.table.name, layout.verdict.entity)


def rows_of(source: str, tab: str, guess: str | None) -> Question:
    """What the rows of a tab are, with the guess in front."""
    options = [
        *level_options(),
        AnswerOption(SECTIONS, BY_SECTIONS),
        AnswerOption(BY_COLUMN, BY_WORDS),
    ]
    known = [each.value for each in options]
    return Question(
        About.ROWS,
        source,
        tab,
        ROWS.filled(tab=safe(tab)),
        ROWS_TOLD.filled(tab=safe(tab)),
        options,
        known.index(guess) if guess in known else known.index("key_result"),
    )


def title(layout: Layout) -> Question:
    """Which column the titles stand in."""
    now = title_column(layout)
    columns = [at for at in columns_of(layout) if holds(layout, at) == "text" or at == now]
    tab = layout.table.name
    return Question(
        About.TITLE,
        layout.source.name,
        tab,
        TITLE.filled(tab=safe(tab)),
        TITLE_TOLD.filled(tab=safe(tab)),
        [AnswerOption(str(at), named(layout, at)) for at in columns],
        columns.index(now) if now in columns else 0,
    )


def word(layout: Layout, at: int, text: str) -> Question:
    """What rows with this word in their column are."""
    told = WORD.filled(word=safe(text), header=safe(layout.headers.get(at, "")))
    return Question(
        About.WORD, layout.source.name, layout.table.name, told, told, level_options(), 1
    )


def column(layout: Layout, at: int, *, rest: bool = False, swap: bool = False) -> Question:
    """What a column is: one of the fields that are free, its own, or none. `rest`: more columns
    are asked about after it; `swap`: a field that another column is may be its own instead."""
    now = field_of(layout, at)
    told = (
        VAGUE_TOLD.filled(field=now) if now else COLUMN_TOLD.filled(kind=KINDS[holds(layout, at)])
    )
    options, default = offered(layout, at, rest=rest, swap=swap)
    shown = named(layout, at)
    return Question(
        About.COLUMN,
        layout.source.name,
        layout.table.name,
        COLUMN.filled(column=shown, sample=", ".join(sample(layout, at))),
        told.filled(column=shown),
        options,
        default,
        header_cell(layout, at)[1],
        layout.headers.get(at, ""),
    )
