"""The lines of a summary, as rows of our data source hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from connectors.notion.cell_values import plain
from connectors.notion.read.cache import Found, Known
from connectors.notion.read.data_source import SourceReading, read
from connectors.notion.read.pages import Page
from connectors.notion.schema import Property
from okrsync.connector import Want
from okrsync.table import Scalar

if TYPE_CHECKING:
    from connectors.notion.api import Notion

Json = Mapping[str, Any]

LINE = "#"
"""The property that holds a line's number, from 1."""


@dataclass(slots=True)
class SummaryLines:
    """The rows of our data source by their number; `surplus` are those without or with a number
    that another one has."""

    source: str
    properties: Sequence[Property]
    by_number: dict[int, Page] = field(default_factory=dict)
    surplus: list[Page] = field(default_factory=list)

    def value(self, page: Page, header: str) -> Scalar:
        """What a row holds under a header."""
        at = next((i for i, one in enumerate(self.properties) if one.name == header), None)
        return None if at is None else page.values[at]


def lines_of(notion: Notion, database: Json) -> SummaryLines:
    """The rows of our database, read in full."""
    source: Json = next(iter(database.get("data_sources") or ()), {})
    found = Found(str(source.get("id")), plain(database.get("title")), str(database.get("id")))
    known = read(SourceReading(notion, Want(full=True), Known(), 0, found.name), found)
    lines = SummaryLines(known.id, known.properties)
    for page in known.pages:
        number = lines.value(page, LINE)
        whole = int(number) if isinstance(number, int | float) else 0
        if whole > 0 and whole not in lines.by_number:
            lines.by_number[whole] = page
        else:
            lines.surplus.append(page)
    return lines


def shown(lines: SummaryLines, page: Page, headers: Sequence[str]) -> list[Scalar]:
    """A row as its line: one that is called by what it is of has a blank first cell."""
    first, *others = headers
    rest = [lines.value(page, header) for header in others]
    title = lines.value(page, first)
    return [None if rest and title == rest[0] else title, *rest]


def comparable(rows: Sequence[Sequence[Scalar]]) -> list[list[Scalar]]:
    """Rows as they are compared: a number is a number, blank cells at an end don't count."""
    found = [[_cell(value) for value in row] for row in rows]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def _cell(value: Scalar) -> Scalar:
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return round(float(value), 4)
    return value.strip() or None if isinstance(value, str) else value
