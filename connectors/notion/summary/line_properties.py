"""A line of a summary as properties to send, its title leading to the row that it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from connectors.notion.schema import Property
from connectors.notion.summary.mark import HEAD
from connectors.notion.write.property_values import pieces, to_send
from okrsync.connector import Snapshot, SummaryTab

Json = Mapping[str, Any]
Line = Sequence[str | Decimal | None]

PAGE_ADDRESS = "https://www.notion.so/"


def properties_of_line(
    snapshot: Snapshot, tab: SummaryTab, number: int, row: Line, shape: Mapping[str, str]
) -> dict[str, Json]:
    """A line's properties. One without an objective is called by what it is of: a row of Notion
    has a name."""
    cells = [*row, *[None] * (len(shape) - len(row))]
    first = cells[0] or next(iter(cells[1:]), None)
    found: dict[str, Json] = {}
    for at, (header, kind) in enumerate(shape.items()):
        cell = first if at == 0 else cells[at]
        if kind == "number":
            found[header] = to_send(Property(header, header, kind), cell)
            continue
        linked = at if at or cells[0] else next((i for i, c in enumerate(cells) if c), 0)
        found[header] = {kind: _text(cell, _address(snapshot, tab, number + HEAD, linked))}
    return found


def _text(cell: str | Decimal | None, address: str | None) -> list[Json]:
    link = {"link": {"url": address}} if address else {}
    parts = pieces("" if cell is None else str(cell))
    return [{"type": "text", "text": {"content": part, **link}} for part in parts]


def _address(snapshot: Snapshot, tab: SummaryTab, number: int, column: int) -> str | None:
    """Where the row of a line opens in the browser."""
    link = tab.links.get((number, column))
    if link is None:
        return None
    table = next((one for one in snapshot.tables if one.key == link.table), None)
    digits = "".join(filter(str.isdigit, link.cell))
    row = table.row(int(digits)) if table and digits else None
    return PAGE_ADDRESS + row.key.replace("-", "") if row and row.key else None
