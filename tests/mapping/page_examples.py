"""The examples of docs/mapping.md: a sheet, a mapping in TOML, and what they become."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from okrsync.model import KeyResult, Kpi, Objective

_EXAMPLE = re.compile(r"((?:^\|.*\|\n)+)\n((?:^    .*\n)+)\n((?:^\|.*\|\n?)+)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A sheet's cells, the mapping, and the rows that come of it."""

    before: Sequence[Sequence[object]]
    toml: str
    names: Sequence[str]
    after: Sequence[Mapping[str, str]]


def examples(page: str) -> list[Example]:
    """All examples of a page, in their order."""
    found = []
    for before, toml, after in _EXAMPLE.findall(page):
        names, *rows = _rows(after)
        text = "\n".join(line.removeprefix("    ") for line in toml.splitlines())
        shown = [dict(zip(names, row, strict=True)) for row in rows]
        found.append(
            Example([[_cell(c) for c in row] for row in _rows(before)], text, names, shown)
        )
    return found


def _rows(table: str) -> list[list[str]]:
    lines = [line for line in table.splitlines() if not re.fullmatch(r"[|\s-]+", line)
             or not line.count("-")]  # fmt: skip
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _cell(text: str) -> object:
    text = text.replace("<br>", "\n")
    return int(text) if text.isdigit() else text or None


def shown_field(
    entity: Objective | KeyResult | Kpi, name: str, kind: str, titles: Mapping[str, str]
) -> str:
    """A field of an entity as the page shows it; `target in` is the cell that it comes from."""
    if name == "is":
        return kind
    if name == "under":
        above = entity.objective_id if isinstance(entity, KeyResult | Kpi) else entity.parent_id
        return titles.get(above or "", "")
    if name.endswith(" in"):
        return entity.source.cells[name.removesuffix(" in")] if entity.source else ""
    metric = entity.metric if isinstance(entity, KeyResult | Kpi) else None
    value = getattr(metric if metric and hasattr(metric, name) else entity, name, None)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)
