"""The last question: whether everything is right as it is read now, and what is not."""

from __future__ import annotations

from collections.abc import Sequence

from okrsync.i18n import Message, verbatim
from okrsync.mapping.asking.about_columns import Open
from okrsync.mapping.asking.columns_seen import field_of, named
from okrsync.mapping.asking.question import About, AnswerOption, Question
from okrsync.mapping.layout import Layout
from okrsync.values import safe

TEXT = Message("Is this read right?")
RIGHT, COLUMN, TITLE, ROWS, NOTHING = "right", "column", "title", "rows", "nothing"
_LABELS = {
    RIGHT: Message("yes, write it down"),
    COLUMN: Message("a column is something else"),
    TITLE: Message("what rows are called stands in another column"),
    ROWS: Message("the rows are something else"),
    NOTHING: Message("write nothing down"),
}
CHOICES = tuple(_LABELS)
WHICH_COLUMN = Message("Which column?")
WHICH_TAB = Message("On which tab?")
READ_AS = Message("{column}: {field}")
NOT_READ = Message("not read")
TWO_PARTS = Message("{tab}, {column}: {field}")


def question(layouts: Sequence[Layout]) -> Question:
    """Whether it is right so."""
    options = [AnswerOption(value, label) for value, label in _LABELS.items()]
    first = layouts[0]
    return Question(
        About.REVIEW, first.source.name, first.table.name, TEXT, TEXT, options, CHOICES.index(RIGHT)
    )


def which(layouts: Sequence[Layout], choice: str) -> tuple[Question, list[tuple[int, Open]]]:
    """Which column or table is meant, and what is to be asked about it then."""
    tables = [(n, each) for n, each in enumerate(layouts) if not each.verdict.check_ins]
    if choice == COLUMN:
        places = [
            (number, Open(About.COLUMN, at))
            for number, layout in tables
            for at in sorted(layout.headers)
            if at not in layout.ours and (layout.shaped is None or at in layout.head_columns)
        ]
        several = len(tables) > 1
        labels = [_column(layouts[n], each.at or 0, several=several) for n, each in places]
    else:
        about = About.TITLE if choice == TITLE else About.ROWS
        places = [(number, Open(about)) for number, _ in tables]
        labels = [verbatim(safe(each.table.name)) for _, each in tables]
    first = layouts[0]
    text = WHICH_COLUMN if choice == COLUMN else WHICH_TAB
    options = [AnswerOption(str(at), label) for at, label in enumerate(labels)]
    return (
        Question(About.REVIEW, first.source.name, first.table.name, text, text, options),
        places,
    )


def _column(layout: Layout, at: int, *, several: bool) -> Message:
    text = TWO_PARTS.filled(tab=safe(layout.table.name)) if several else READ_AS
    return text.filled(column=named(layout, at), field=field_of(layout, at) or NOT_READ)
