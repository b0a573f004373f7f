"""Rows that are more of the row above them: a text that was wrapped over rows, a merged cell."""

from __future__ import annotations

from dataclasses import replace

from okrsync.i18n import Message
from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.filtering import shown
from okrsync.mapping.apply.shaped import OddPart, Shaped, put
from okrsync.mapping.files.schema import ColumnRef
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.table import Address, Row, Scalar

TWO_VALUES = Message(
    "Rows {first} and {second} are one row here, and each has a value of its own in this column."
)


def joined_rows(shaped: Shaped, verb: ColumnRef) -> Shaped:
    """The table in which a row that is blank in this column is more of the one above it.

    Texts are joined line by line; a value fills a blank. Two values that are no texts are both
    nobody's, and told.
    """
    column = selecting.one(verb, shaped.headers)
    if column is None:
        return shaped
    rows: list[Row] = []
    origins: list[dict[int, Address]] = []
    odd: list[OddPart] = []
    for at, row in enumerate(shaped.rows):
        if not rows or is_filled(row.value(column)):
            rows.append(row)
            origins.append(dict(shaped.origins[at]))
            continue
        for own, value in enumerate(row.values):
            if not is_filled(value):
                continue
            before = rows[-1].value(own)
            if not is_filled(before):
                origins[-1][own] = shaped.cell(at, own)
            elif not (isinstance(before, str) and isinstance(value, str)):
                why = TWO_VALUES.filled(first=rows[-1].number, second=row.number)
                odd.append(OddPart(len(rows) - 1, own, shown(value), why))
            rows[-1] = replace(rows[-1], values=put(rows[-1].values, own, _both(before, value)))
    return replace(shaped, rows=rows, origins=origins, odd=(*shaped.odd, *odd))


def _both(before: Scalar, value: Scalar) -> Scalar:
    if not is_filled(before):
        return value
    if isinstance(before, str) and isinstance(value, str):
        return f"{before}\n{value}"
    return None
