"""Which spreadsheet and which tab a location means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, unquote, urlsplit

from okrsync.connector import Location, UnknownLocation, UnknownTab
from okrsync.table import Table, gid_of, picked

_ID = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([\w-]+)", re.ASCII)
_BARE_ID = re.compile(r"[\w-]{8,}", re.ASCII)
_GID = re.compile(r"\d{1,15}", re.ASCII)
_PUBLISHED = "e"
"""What stands for the id in a link of “Publish to web”."""


@dataclass(frozen=True, slots=True)
class Place:
    """A spreadsheet's id, and a tab by its name or as `gid=N` (the sheet's id), None for all."""

    document: str
    tab: str | None = None

    @property
    def gid(self) -> str | None:
        """The key of the tab that is meant, None where it has a name or all are meant."""
        return gid_of(self.tab)

    def chosen(self, tables: Sequence[Table], text: str) -> list[Table]:
        """The tables that are meant. Raises UnknownTab, naming those that are there."""
        if self.tab is None:
            return list(tables)
        found = picked(tables, self.tab)
        if found:
            return found
        wanted = f"tab {self.tab!r}" if self.gid is None else f"tab with {self.tab}"
        names = ", ".join(table.name for table in tables)
        raise UnknownTab(f"{text} has no {wanted}", hint=f"its tabs: {names}")


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
    found = _ID.search(parts.path)
    if found is None or found[1] == _PUBLISHED:
        raise _no_id(location)
    tab = location.tab if location.tab is not None else _tab(parts.fragment, parts.query)
    return replace(location, address=found[1], tab=tab)


def place(location: Location) -> Place:
    """The place of a location. Raises UnknownLocation."""
    found = locate(location)
    return Place(found.address, found.tab)


def _tab(fragment: str, query: str) -> str | None:
    """The tab that an address ends with: what the browser shows, or a name typed after `#`."""
    for part in (fragment, query):
        gid = parse_qs(part).get("gid", [""])[0]
        if _GID.fullmatch(gid):
            return f"gid={int(gid)}"
    return unquote(fragment) or None if "=" not in fragment else None


def _no_id(location: Location) -> UnknownLocation:
    return UnknownLocation(
        f"{location.text}: there is no spreadsheet's id in this",
        hint="copy the address from the browser (https://docs.google.com/spreadsheets/d/…), "
        "or write gsheets:ID#Tab; a link of “Publish to web” does not work",
    )
