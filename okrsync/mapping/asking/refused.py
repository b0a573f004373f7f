"""Questions about a workspace in which nothing was found: where the table begins, what its rows
are, what they are called."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

from okrsync.i18n import Message, verbatim
from okrsync.mapping.account import level_words
from okrsync.mapping.apply.prepare import ReadingSettings
from okrsync.mapping.asking import about_columns, answers, columns_seen
from okrsync.mapping.asking.about_columns import BY_COLUMN
from okrsync.mapping.asking.question import About, AnswerOption, Question
from okrsync.mapping.files.schema import ColumnRef, TableMapping, TabRef
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.profile import SAMPLE, profile
from okrsync.mapping.tables import as_said
from okrsync.mapping.vocabulary.headers import strength
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.table import Row, Table, letters
from okrsync.values import safe

TAB = Message("Nothing was recognised by itself. On which tab do your goals or results stand?")
TAB_TOLD = Message("Nothing was recognised by itself.")
HEADER = Message("{tab}: which row holds the headers of the columns?")
HEADER_TOLD = Message("{tab}: nothing says for certain which row holds the headers.")
ROW = Message("row {row}: {cells}")
NO_HEADER = Message("none of them, there are no headers")
LEVEL_COLUMN = Message("{tab}: which column says what each row is?")
NO_COLUMN = Message("In {tab} no column repeats a few words, so none says what each row is.")
NOTHING_BELOW = Message("Below that row nothing stands that could be what a row is called.")
_LOOK, _MOST, _CELLS, _WIDE = 30, 6, 5, 24
Asked = Generator[Question, int, TableMapping]


def worth_asking(unknown: Sequence[Unknown | Layout]) -> list[Unknown | Layout]:
    """The tabs that hold something, each once, the likeliest first."""
    found: dict[str, Unknown | Layout] = {}
    for each in unknown:
        if any(map(_filled, each.table.rows)) and (not each.table.hidden or each.source.named):
            found.setdefault(each.table.key, each)
    return sorted(found.values(), key=lambda each: -(each.head.score if each.head else -1.0))


def tab(found: Sequence[Unknown | Layout]) -> Question:
    """On which tab it is."""
    options = [AnswerOption(each.table.name, verbatim(safe(each.table.name))) for each in found]
    first = found[0]
    return Question(About.TAB, first.source.name, first.table.name, TAB, TAB_TOLD, options)


def asked(
    seen: Unknown | Layout, settings: ReadingSettings, trouble: Message | None = None
) -> Asked:
    """Where a tab's header is, what its rows are and what they are called, as a mapping.
    `trouble` is what was wrong with the answers before."""
    layout = yield from _header(seen, settings, trouble)
    layout = yield from _rows(layout, settings)
    question = about_columns.title(layout)
    if len(question.options) > 1:
        picked = yield question
        return answers.with_title(layout, int(question.options[picked].value))
    return layout.mapping


def _header(
    seen: Unknown | Layout, settings: ReadingSettings, trouble: Message | None
) -> Generator[Question, int, Layout]:
    question = replace(header(seen), trouble=trouble)
    while True:
        picked = 0
        if len(question.options) > 1:
            picked = yield question
        begun = _begun(seen, question.options[picked].value)
        layout = carried_out(seen, begun, settings) if begun else None
        if layout is not None:
            return layout
        question = replace(question, trouble=NOTHING_BELOW)


def _rows(layout: Layout, settings: ReadingSettings) -> Generator[Question, int, Layout]:
    question = about_columns.rows(layout)
    while True:
        picked = yield question
        value = question.options[picked].value
        if value != BY_COLUMN:
            said = answers.with_level(layout, value)
            break
        columns = list(answers.candidates(layout))
        if columns:
            said = yield from by_words(layout, columns)
            break
        tab_name = safe(layout.table.name)
        question = replace(question, trouble=NO_COLUMN.filled(tab=tab_name))
    return carried_out(layout, said, settings) or layout


def by_words(layout: Layout, columns: Sequence[int]) -> Asked:
    """Which column says what each row is, and what its words mean."""
    told = LEVEL_COLUMN.filled(tab=safe(layout.table.name))
    options = [AnswerOption(str(at), columns_seen.named(layout, at)) for at in columns]
    source, tab_name = layout.source.name, layout.table.name
    question = Question(About.LEVEL, source, tab_name, told, told, options)
    at = columns[(yield question) if len(columns) > 1 else 0]
    words = {}
    for text in level_words.unknown(layout, at):
        of_word = about_columns.word(layout, at, text)
        words[text] = of_word.options[(yield of_word)].value
    return answers.with_words(layout, at, words)


def carried_out(
    seen: Unknown | Layout, mapping: TableMapping, settings: ReadingSettings
) -> Layout | None:
    """A tab as a mapping says that leaves nothing to be found; None where it names no title."""
    source = replace(seen.source, columns={}, level=None)
    (found,) = as_said(source, seen.table, [mapping], settings)
    return found if isinstance(found, Layout) else None


def header(seen: Unknown | Layout) -> Question:
    """Which row holds the headers."""
    table = seen.table
    rows = [] if table.columns else _candidates(table)
    options = [AnswerOption(str(row.number), _shown(row)) for row in rows]
    guess = str(seen.head.row) if seen.head else str(_best(rows))
    known = [each.value for each in options]
    return Question(
        About.HEADER,
        seen.source.name,
        table.name,
        HEADER.filled(tab=safe(table.name)),
        HEADER_TOLD.filled(tab=safe(table.name)),
        [*options, AnswerOption("", NO_HEADER)],
        known.index(guess) if guess in known else len(known),
    )


def _begun(seen: Unknown | Layout, value: str) -> TableMapping | None:
    """A mapping with this row as its header, its rows called by the most telling column."""
    table, head = seen.table, seen.head
    rows: tuple[int, ...] | None = (int(value),) if value else ()
    if table.columns:
        rows = None
    elif head is not None and str(head.row) == value:
        rows = tuple(range(head.top, head.row + 1))
    below = [row for row in table.rows if not rows or row.number > rows[-1]][:SAMPLE]
    width = max((len(row.values) for row in below), default=0)
    texts = {at: profile([row.value(at) for row in below]) for at in range(width)}
    best = max(texts, key=lambda at: (texts[at].texts, texts[at].length, -at), default=None)
    if best is None or not texts[best].texts:
        return None
    title = ColumnRef(letter=letters(best))
    return TableMapping(
        TabRef(table.name),
        header_rows=rows,
        level="key_result",
        columns={"title": title},
        guess=False,
    )


def _candidates(table: Table) -> list[Row]:
    """The rows that may be headers, from the top."""
    filled = [row for row in table.rows if _filled(row)][:_LOOK]
    likely = [row for row in filled[:-1] if _texts(row)]
    likely = [row for row in likely if _score(row)[0] > 0] or likely
    best = sorted(likely, key=_score, reverse=True)[:_MOST]
    return sorted(best, key=lambda row: row.number)


def _best(rows: Sequence[Row]) -> int:
    return max(rows, key=_score).number if rows else 0


def _score(row: Row) -> tuple[float, int]:
    """Known words first, then many short texts and nothing else."""
    texts = _texts(row)
    others = sum(is_filled(value) for value in row.values) - len(texts)
    long = sum(len(text) > 40 for text in texts)
    known = sum(strength(text) for text in texts)
    return known + 0.4 * len(texts) - 0.8 * others - 0.5 * long, -row.number


def _shown(row: Row) -> Message:
    texts = [safe(str(value)) for value in row.values if is_filled(value)]
    cells = [text if len(text) <= _WIDE else f"{text[: _WIDE - 1]}…" for text in texts]
    more = ["…"] if len(cells) > _CELLS else []
    return ROW.filled(row=row.number, cells=", ".join([*cells[:_CELLS], *more]))


def _texts(row: Row) -> list[str]:
    return [value for value in row.values if isinstance(value, str) and value.strip()]


def _filled(row: Row) -> bool:
    return any(map(is_filled, row.values))
