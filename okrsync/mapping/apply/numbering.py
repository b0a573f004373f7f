"""Columns that number what they hold: “KR 1”, “KR 1 target”, “KR 2” … Each number is a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.shaped import Shaped
from okrsync.mapping.fields import FIELDS
from okrsync.mapping.files import safe_patterns
from okrsync.mapping.files.schema import Unpivot
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.table import Address, Row, Scalar

GROUP = "row"
"""The group of `names_pattern` that tells the rows apart."""


def is_numbering(verb: Unpivot) -> bool:
    """Whether a verb makes rows of columns."""
    return verb.names_pattern is not None and GROUP in safe_patterns.groups(verb.names_pattern)


def numbered(headers: Mapping[int, str], verb: Unpivot) -> dict[str, dict[str, int]]:
    """Number → field → column."""
    chosen = sorted(headers)
    if not isinstance(verb.columns, str):
        chosen = selecting.many(verb.columns, headers)
    measures = {same(word): name for word, name in verb.measures.items()}
    found: dict[str, dict[str, int]] = {}
    for column in chosen:
        groups = safe_patterns.search(rf"\A(?:{verb.names_pattern})\Z", headers.get(column, ""))
        number = (groups or {}).get(GROUP)
        if groups is None or number is None:
            continue
        rest = same(groups.get("measure") or "")
        name = measures.get(rest) if rest else verb.values_to
        if name is not None:
            found.setdefault(number, {}).setdefault(name, column)
    return found


def _texts(headers: Mapping[int, str], verb: Unpivot) -> dict[str, dict[str, str]]:
    """Number → field → its text, where groups of the pattern are fields."""
    named = set(safe_patterns.groups(verb.names_pattern or "")) & set(FIELDS)
    found: dict[str, dict[str, str]] = {}
    for text in headers.values() if named else ():
        groups = safe_patterns.search(rf"\A(?:{verb.names_pattern})\Z", text) or {}
        own = found.setdefault(groups.get(GROUP) or "", {})
        own |= {name: said.strip() for name in named if (said := groups.get(name))}
    return found


def as_rows(shaped: Shaped, verb: Unpivot, own_ids: Sequence[int] = ()) -> Shaped:
    """The table with a row a number; a number of which a row says nothing makes none.

    What a header says of its number stands where the number's first value does. An id of
    several rows (`own_ids`) is none's.
    """
    by_number = numbered(shaped.headers, verb)
    blocks, texts = list(by_number.values()), _texts(shaped.headers, verb)
    told = [texts.get(number, {}) for number in by_number]
    in_columns = [name for block in blocks for name in block]
    names = list(dict.fromkeys([*in_columns, *(name for text in told for name in text)]))
    if not blocks:
        return shaped
    fields = {name: shaped.width + at for at, name in enumerate(names)}
    first = {name: next(b.get(name) or min(b.values()) for b, text in zip(blocks, told, strict=True)
                        if name in b or name in text) for name in names}  # fmt: skip
    rows: list[Row] = []
    origins: list[Mapping[int, Address]] = []
    for at, row in enumerate(shaped.rows):
        said = [
            (block, text)
            for block, text in zip(blocks, told, strict=True)
            if any(is_filled(row.value(column)) for column in block.values())
        ]
        for block, text in said or [({}, {})]:
            values: list[Scalar] = [row.value(column) for column in range(shaped.width)]
            values = [None if at in own_ids and len(said) > 1 else v for at, v in enumerate(values)]
            values += [text.get(name, row.value(block.get(name))) for name in names]
            rows.append(replace(row, values=values, key=row.key if len(said) < 2 else None))
            home = dict.fromkeys(text, min(block.values())) if text else {}
            places = {fields[name]: shaped.cell(at, column)
                      for name, column in {**home, **block}.items()}  # fmt: skip
            origins.append({**shaped.origins[at], **places})
    used = {column for block in blocks for column in block.values()}
    return replace(
        shaped,
        headers={**shaped.headers, **{fields[n]: shaped.headers[first[n]] for n in names}},
        rows=rows,
        origins=origins,
        width=shaped.width + len(names),
        fields={**shaped.fields, **fields},
        read=shaped.read | used,
        barred=shaped.barred | used,
    )
