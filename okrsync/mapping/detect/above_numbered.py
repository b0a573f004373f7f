"""A name beside numbered key results (“KR 1”, “KR 2” …) is the objective that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from okrsync.mapping.columns_of import Columns
from okrsync.mapping.vocabulary.headers import match

_ITS_OWN = ("progress", "status", "weight", "notes", "description")
_CLEAR = 0.9


def with_objective(columns: Columns, made: Mapping[str, int]) -> Columns:
    """With the title as the objective, and what the row says beside its key results as its own.

    `made` are the fields whose columns were made of the numbered ones.
    """
    title = columns.get("title")
    if "key_result" not in made or title is None or columns.get("objective") is not None:
        return columns
    fields = {name: at for name, at in columns.fields.items() if name != "title"}
    scoped = dict(columns.scoped)
    for name in _ITS_OWN:
        if name in fields and name not in made:
            scoped.setdefault((name, "objective"), fields.pop(name))
    rest = []
    for label, at in columns.rest:
        meant = next((m.field for m in match(label)[:1] if m.score > _CLEAR), "")
        if meant in _ITS_OWN and (meant, "objective") not in scoped:
            scoped[meant, "objective"] = at
        else:
            rest.append((label, at))
    return replace(columns, fields={**fields, "objective": title}, scoped=scoped, rest=tuple(rest))
