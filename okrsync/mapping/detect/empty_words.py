"""Columns whose header promises more than their cells say: a length, or a command, on each row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from okrsync.mapping.columns_of import Columns
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import everywhere
from okrsync.table import Scalar

_EMPTY = {"period": ("cycle", "length"), "initiative": ("command", "word")}
"""Field → the words that are none of it: “Quarterly” says not which quarter, and “Edit” below
“Action” is what an import shall do with the row."""


def without_empty_words(
    columns: Columns,
    samples: Mapping[int, Sequence[Scalar]],
    headers: Mapping[int, str],
    said: Collection[str],
) -> Columns:
    """Without the fields whose cells hold nothing but such words; what is `said` stays."""
    for field, (group, meaning) in _EMPTY.items():
        column = columns.get(field)
        if column is None or field in said:
            continue
        if _only(samples.get(column, ()), everywhere(f"values.{group}")[meaning]):
            fields = {name: at for name, at in columns.fields.items() if name != field}
            rest = (*columns.rest, (headers[column], column))
            columns = replace(columns, fields=fields, rest=rest)
    return columns


def _only(values: Sequence[Scalar], words: Collection[str]) -> bool:
    filled = [value for value in values if value]
    return bool(filled) and all(isinstance(each, str) and phrase(each) in words for each in filled)
