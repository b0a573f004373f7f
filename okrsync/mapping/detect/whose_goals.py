"""“Name: Ann, Goal: Read 24 books, Target: 24”: the goal is what is measured, the name whose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from okrsync.mapping.columns_of import Columns
from okrsync.table import Scalar
from okrsync.values import Quantity, read_number

_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s?){1,4}")
_BETWEEN = re.compile(r"(?<=\d)[.,\s](?=\d{3}(?!\d))")
"""What parts thousands."""
_LONGEST = 30
_MOST = 0.5


def with_its_person(columns: Columns, samples: Mapping[int, Sequence[Scalar]]) -> Columns:
    """With names as owners, where the goal beside them holds the very number of the target."""
    title, goal = columns.fields.get("title"), columns.fields.get("objective")
    target = columns.fields.get("target")
    if title is None or goal is None or target is None or "owner" in columns.fields:
        return columns
    names = [text for text in samples.get(title, ()) if isinstance(text, str) and text.strip()]
    if not names or not all(_is_name(text) for text in names):
        return columns
    pairs = list(zip(samples.get(goal, ()), samples.get(target, ()), strict=False))
    told = [_says(text, number) for text, number in pairs if isinstance(text, str)]
    if not told or sum(told) < _MOST * len(told):
        return columns
    fields = {name: at for name, at in columns.fields.items() if name not in ("title", "objective")}
    return replace(columns, fields={**fields, "owner": title, "key_result": goal})


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        len(text) <= _LONGEST
        and _NAME.fullmatch(text.strip()) is not None
        and words[0][:1].isupper()
        and words[-1][:1].isupper()
    )


def _says(text: str, target: Scalar) -> bool:
    """Whether a text holds a target's number."""
    if isinstance(target, bool) or not isinstance(target, str | int | float | Decimal):
        return False
    found = read_number(target)
    if not isinstance(found, Quantity) or found.value is None:
        return False
    whole = _BETWEEN.sub("", text)
    return re.search(rf"(?<!\d){found.value.normalize():f}(?!\d)", whole) is not None
