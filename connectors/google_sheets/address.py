"""Which spreadsheet and tab a location means; cells in A1 notation and as GridRange."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from okrsync.connector import Location, UnknownLocation
from okrsync.i18n import Message
from okrsync.table import Area, Table, letters
from okrsync.tabs import area, chosen, gid_of, parted

_ID = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([\w-]+)", re.ASCII)
_BARE_ID = re.compile(r"[\w-]{8,}", re.ASCII)
_GID = re.compile(r"\d{1,15}", re.ASCII)
_PUBLISHED = "e"
"""What stands for the id in a link of “Publish to web”."""


@dataclass(frozen=True, slots=True)
class SheetAddress:
    """A spreadsheet's id, and a tab by its name or as `gid=N` (the sheet's id), None for all."""

    document: str
    tab: str | None = None

    @property
    def gid(self) -> str | None:
        """The key of the tab that is meant, None where it has a name or all are meant."""
        return gid_of(self.tab)

    def chosen(self, tables: Sequence[Table], text: str) -> list[Table]:
        """The tables that are meant. Raises UnknownTab, naming those that are there."""
        return list(chosen(tables, self.tab, text))

    @property
    def named(self) -> bool:
        """Whether the tab is asked for by its name and nothing else, so that it can be read alone:
        whether a range stands behind the name only the tabs' names tell."""
        return self.tab is not None and self.gid is None and parted(self.tab) is None


def locate(location: Location) -> Location:
    """The same with the spreadsheet's id as address and the tab, by name or `gid=N`.

    Raises UnknownLocation where no spreadsheet's id is in it.
    """
    address = location.address.strip()
    if "://" not in address:
        if not _BARE_ID.fullmatch(address):
            raise _no_id(location)
        return replace(location, address=address)
    try:
        parts = urlsplit(address)
    except ValueError:
        raise _no_id(location) from None
    spreadsheet_id = _ID.search(parts.path)
    if spreadsheet_id is None or spreadsheet_id[1] == _PUBLISHED:
        raise _no_id(location)
    tab = location.tab if location.tab is not None else _tab(parts.fragment, parts.query)
    return replace(location, address=spreadsheet_id[1], tab=tab)


def sheet_address(location: Location) -> SheetAddress:
    """Which spreadsheet and tab a location means. Raises UnknownLocation."""
    located = locate(location)
    return SheetAddress(located.address, located.tab)


def _tab(fragment: str, query: str) -> str | None:
    """The tab that an address ends with: what the browser shows, or a name typed after `#`."""
    for part in (fragment, query):
        gid = parse_qs(part).get("gid", [""])[0]
        if _GID.fullmatch(gid):
            over = parse_qs(part).get("range", [""])[0]
            return f"gid={int(gid)}" + (f"!{over}" if area(over) else "")
    return unquote(fragment) or None if "=" not in fragment else None


def _no_id(location: Location) -> UnknownLocation:
    return UnknownLocation(
        Message("{location} holds no spreadsheet id", {"location": location.text}),
        hint=Message(
            "copy the address from the browser (https://docs.google.com/spreadsheets/d/…), or "
            "write gsheets:ID#Tab; a “Publish to web” link does not work"
        ),
    )


def quoted(tab: str) -> str:
    """A tab's name in a reference. Always in quotes: `A1` and `R1C1` are names too."""
    return "'" + tab.replace("'", "''") + "'"


def rows_of(tab: str, first: int, last: int, width: int) -> str:
    """Whole rows of a table from column A on: `'Plan'!A5:F9`."""
    return f"{quoted(tab)}!A{first}:{letters(width - 1)}{last}"


def area_of(grid: Mapping[str, Any], rows: int, columns: int) -> Area:
    """A GridRange as an area; what it leaves open ends at the grid's end."""
    return Area(
        int(grid.get("startRowIndex") or 0) + 1,
        int(grid.get("startColumnIndex") or 0),
        int(grid.get("endRowIndex") or rows),
        int(grid.get("endColumnIndex") or columns) - 1,
    )


def grid_range(sheet_id: int, over: Area) -> dict[str, int]:
    """An area as a GridRange."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": over.first_row - 1,
        "endRowIndex": over.last_row,
        "startColumnIndex": over.first_column,
        "endColumnIndex": over.last_column + 1,
    }
