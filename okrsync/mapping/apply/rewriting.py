"""What is inside cells: fields in a text, words and numbers as this sheet writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.shaped import Shaped, put, with_column
from okrsync.mapping.fields import FIELDS, Shape
from okrsync.mapping.files import safe_patterns
from okrsync.mapping.files.schema import Pattern, Values
from okrsync.mapping.vocabulary.normal import is_filled, phrase, same
from okrsync.table import Address, Scalar

Cell = Callable[[Scalar], Scalar]


def taken_apart(
    shaped: Shaped, verb: Pattern, fields: Mapping[str, int], *, alone: bool = False
) -> Shaped:
    """The table with a column for each named group of a pattern.

    A field that has a column already keeps what stands there: the text fills its blanks only.
    Where the pattern is all that a column is read by (`alone`), a cell that it does not fit is
    read as a current value, or asked about as one: it must not go without a word.
    """
    column = selecting.one(verb.column, shaped.headers)
    if column is None:
        return shaped
    texts = [row.value(column) for row in shaped.rows]
    found = [safe_patterns.search(verb.match, t) if isinstance(t, str) else None for t in texts]
    for name in safe_patterns.groups(verb.match):
        own = fields.get(name)
        cells: list[tuple[Scalar, Address | None]] = []
        for at, groups in enumerate(found):
            text: Scalar = ((groups or {}).get(name) or "").strip()
            if alone and groups is None and name == "current":
                text = texts[at]
            value = shaped.rows[at].value(own)
            if own is not None and is_filled(value):
                cells.append((value, shaped.cell(at, own)))
            else:
                said = is_filled(text)
                cells.append((text, shaped.cell(at, column)) if said else (None, None))
        shaped = with_column(shaped, name, shaped.headers.get(column, ""), cells)
    return shaped


def rewritten(shaped: Shaped, values: Values, fields: Mapping[str, int]) -> Shaped:
    """Cells as okrsync reads them: words of this sheet in ours, null words blank, numbers on the
    scale of their field. Formats and places stay."""
    for column, change in _changes(values, fields).items():
        rows = []
        for row in shaped.rows:
            before = row.value(column)
            after = change(before)
            same_cell = after is before
            rows.append(row if same_cell else replace(row, values=put(row.values, column, after)))
        shaped = replace(shaped, rows=rows)
    return shaped


def _changes(values: Values, fields: Mapping[str, int]) -> dict[int, Cell]:
    nothing = {same(word) for word in values.null_words}
    found: dict[int, Cell] = {}
    for name, column in fields.items():
        words = {phrase(word): ours for word, ours in values.words.get(name, {}).items()}
        numeric = name in FIELDS and FIELDS[name].shape is Shape.NUMBER
        thousands = values.thousands if numeric else None
        scale = values.scales.get(name)
        if words or scale or thousands or (nothing and name in FIELDS):
            found[column] = _change(nothing, words, thousands, scale)
    return found


def _change(
    nothing: set[str], words: Mapping[str, str], thousands: str | None, scale: int | None
) -> Cell:
    def change(value: Scalar) -> Scalar:
        if isinstance(value, str):
            if same(value) in nothing:
                return None
            if words and phrase(value) in words:
                return words[phrase(value)]
            if thousands:
                value = _joined(value, thousands)
        if scale and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return Decimal(str(value)) / scale
        return value

    return change


def _joined(text: str, thousands: str) -> str:
    """A number without its sign for thousands: it stands between digits, three after it."""
    parts = text.split(thousands)
    if len(parts) < 2:
        return text
    found = parts[0]
    for part in parts[1:]:
        group = found[-1:].isdigit() and part[:3].isdigit() and len(part[:3]) == 3
        found += part if group and not part[3:4].isdigit() else thousands + part
    return found
