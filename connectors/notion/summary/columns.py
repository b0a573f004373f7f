"""The properties of a summary: a column's header and the type that holds its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from connectors.notion.schema import TITLE
from connectors.notion.summary.lines import LINE
from connectors.notion.summary.mark import HEAD
from okrsync.connector import SummaryTab
from okrsync.table import letters

Json = Mapping[str, Any]

NUMBERED = {LINE: {"number": {"format": "number"}}}


def headers_of(tab: SummaryTab) -> list[str]:
    """The properties' names: each column's header, its letters where it has none."""
    width = max(map(len, tab.rows[HEAD - 1 :]), default=1)
    told = [*(tab.rows[HEAD - 1] if len(tab.rows) >= HEAD else ())]
    return [
        str(header or letters(at)) for header, at in zip_longest(told, range(max(width, len(told))))
    ]


def types_of(tab: SummaryTab, width: int) -> Iterator[str]:
    """Each column's type: the first is what a row is called."""
    yield TITLE
    for at in range(1, width):
        cells = [row[at] for row in tab.rows[HEAD:] if at < len(row) and row[at] is not None]
        numbers = bool(cells) and all(isinstance(cell, Decimal) for cell in cells)
        yield "number" if numbers else "rich_text"


def configured(kind: str) -> Json:
    """A property of this type, as it is asked for. Numbers are shares."""
    return {kind: {"format": "percent"} if kind == "number" else {}}
