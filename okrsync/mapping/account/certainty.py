"""How certain a table's reading is, as a word, and what speaks against it.

A reading is as certain as its weakest part: what the rows are, the header of their titles, that
of each measured value. Filled columns that nobody understands take something off, numbers and
dates most, since one of them may be what was meant; so do rows that could not be placed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from okrsync.i18n import Message
from okrsync.mapping.fields import KEPT
from okrsync.mapping.layout import Layout
from okrsync.mapping.profile import SAMPLE, Profile, profile
from okrsync.mapping.reading import Certainty
from okrsync.mapping.rows.rowfilter import Left
from okrsync.mapping.vocabulary.headers import match
from okrsync.table import a1, letters
from okrsync.values import safe

CERTAIN, _LIKELY = 0.75, 0.5
"""From so much on, of 1, a reading is sure or likely."""
_UNREAD_FIGURES, _UNREAD_VAGUE = 0.15, 0.3
"""What a column of numbers or dates takes off that is not read; more where the measured values
have no columns with headers of their own, so that it may be one of them."""
_UNREAD_TEXT, _MOST_TEXT = 0.02, 0.12
_LOST_ROWS = 0.5
"""Times the share of rows that could not be placed."""
_LOST = ("untitled", "no level")
_LEVELS = ("baseline", "target", "current")
_PLAIN = 0.8

ROWS_BY = Message("only the shape of the table says what its rows are")
TITLE = Message("no header says for certain that {column} holds what the rows are called")
NUMBER = Message("“{header}” ({cell}) is taken for {field}, and its header says so only vaguely")
UNREAD = Message("{columns} not read")
LOST = Message("{count} of {rows} rows could not be placed")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that speaks against a reading: how much of 1 is left with it, or is taken off."""

    why: Message
    left: float = 1.0
    off: float = 0.0


def certainty(layout: Layout, left: Left | None = None) -> Certainty:
    """How certain the reading of a table is; `left` are the rows that were left out of it. A
    mapping that was given is no guess, so it is sure."""
    much = weight(layout, left)
    if much >= CERTAIN:
        return Certainty.SURE
    return Certainty.LIKELY if much >= _LIKELY else Certainty.UNSURE


def weight(layout: Layout, left: Left | None = None) -> float:
    """How much of 1 is left of a reading's certainty after all that speaks against it."""
    found = list(doubts(layout, left))
    base = 1.0 if layout.guessed is None else layout.guessed
    return round(min([base, *(each.left for each in found)]) - sum(each.off for each in found), 4)


def worst(found: Iterable[Certainty]) -> Certainty:
    """The least certain of several, sure where there are none."""
    return max(found, key=list(Certainty).index, default=Certainty.SURE)


def is_plain(layout: Layout) -> bool:
    """Whether headers say plainly what rows are called, what they should reach and where they
    are: then it does not matter how many other columns there are."""
    named = all(layout.column(name) is not None for name in ("target", "current"))
    return named and not [*_rows(layout), *_title(layout), *_numbers(layout)]


def doubts(layout: Layout, left: Left | None = None) -> list[Doubt]:
    """All that speaks against a reading, gravest first."""
    if layout.guessed is None:
        return []
    found = [*_rows(layout), *_title(layout), *_numbers(layout), *_unread(layout)]
    found += _lost(layout, left)
    return sorted(found, key=lambda each: each.left - each.off)


def unread(layout: Layout) -> Iterator[tuple[int, Profile]]:
    """The filled columns that are neither read nor ours nor known as ones to be kept, and what
    stands in them."""
    shaped = layout.shaped
    dealt = shaped.read | shaped.barred if shaped else frozenset()
    # Without a header a column that is read stands among the others, too.
    dealt |= {*layout.columns.fields.values(), *layout.columns.scoped.values()}
    rows = (layout.rows if shaped is None else shaped.rows)[:SAMPLE]
    for _, at in layout.columns.rest:
        if at in dealt or at in layout.ours or at in layout.types.values():
            continue
        told = match(layout.headers.get(at, ""))
        seen = profile([row.value(at) for row in rows])
        if not seen.empty and not (told and told[0].field == KEPT):
            yield at, seen


def kind(seen: Profile) -> str:
    """What mostly stands in a column: number, date, flag or text."""
    shares = {
        "number": seen.numbers + seen.numeric_texts,
        "date": seen.dates,
        "flag": seen.flags,
        "text": seen.texts,
    }
    return max(shares, key=lambda name: shares[name])


def rows_by_shape(layout: Layout) -> bool:
    """Whether what the rows are is a guess by the table's shape."""
    return layout.guessed is not None and layout.guessed < CERTAIN


def titles_in_doubt(layout: Layout) -> Iterator[tuple[int, float]]:
    """The columns of titles, and of the objectives beside them, whose header doesn't say so for
    certain, and how plainly it does."""
    titles, main = layout.verdict.titles, layout.verdict.entity
    columns = [titles[main]] if main and main in titles else list(titles.values())
    above = layout.columns.get("objective")
    columns += [above] if above is not None and above not in columns else []
    for at in columns if layout.guessed is not None else ():
        score = headers_score(layout, at, None)
        if score < _PLAIN:
            yield at, score


def doubtful_numbers(layout: Layout) -> Iterator[tuple[int, str]]:
    """The columns of measured values whose header says so only vaguely, with their field."""
    for name in _LEVELS:
        at = layout.column(name, layout.verdict.entity)
        if at is not None and layout.headers.get(at) and headers_score(layout, at, name) < _PLAIN:
            yield at, name


def _rows(layout: Layout) -> Iterator[Doubt]:
    if layout.guessed is not None and rows_by_shape(layout):
        yield Doubt(ROWS_BY, left=layout.guessed)


def _title(layout: Layout) -> Iterator[Doubt]:
    for at, score in titles_in_doubt(layout):
        yield Doubt(TITLE.filled(column=_named(layout, at)), left=score)


def _numbers(layout: Layout) -> Iterator[Doubt]:
    for at, name in doubtful_numbers(layout):
        told = NUMBER.filled(header=safe(layout.headers[at]), cell=_cell(layout, at), field=name)
        yield Doubt(told, left=headers_score(layout, at, name))


def _unread(layout: Layout) -> Iterator[Doubt]:
    found = list(unread(layout))
    figures = [at for at, seen in found if kind(seen) in ("number", "date")]
    texts = [at for at, seen in found if kind(seen) not in ("number", "date")]
    measured = all(layout.column(name, layout.verdict.entity) for name in ("target", "current"))
    each = _UNREAD_FIGURES if measured and not list(_numbers(layout)) else _UNREAD_VAGUE
    for columns, off in (
        (figures, each * len(figures)),
        (texts, min(_MOST_TEXT, _UNREAD_TEXT * len(texts))),
    ):
        if columns:
            named = ", ".join(_named(layout, at) for at in columns)
            yield Doubt(UNREAD.filled(columns=named), off=off)


def _lost(layout: Layout, left: Left | None) -> Iterator[Doubt]:
    lost = sum(left.counts[reason] for reason in _LOST) if left else 0
    if lost:
        rows = max(len(layout.rows), lost)
        yield Doubt(LOST.filled(count=lost, rows=rows), off=_LOST_ROWS * lost / rows)


def headers_score(layout: Layout, at: int, name: str | None) -> float:
    """How plainly a column's header says its field. What stands below decides nothing here: a
    cell that can't be read is a finding of its own."""
    words = [
        each.score
        for each in match(layout.headers.get(at, ""))
        if name is None or each.field == name
    ]
    return max([*words, layout.columns.sure.get(at, 1.0)])


def _named(layout: Layout, at: int) -> str:
    header = layout.headers.get(at)
    cell = _cell(layout, at)
    if not header:
        return letters(at)
    return f"“{safe(header)}” ({cell})" if cell else f"“{safe(header)}”"


def _cell(layout: Layout, at: int) -> str:
    return a1(layout.head.row, at) if layout.head.row else ""
