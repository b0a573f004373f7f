"""Which spreadsheet and which tab a location means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from okrsync.connector import Location, Malformed, UnknownTab
from okrsync.table import Table

_ID = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([\w-]+)")
_BARE_ID = re.compile(r"[\w-]{8,}")


@dataclass(frozen=True, slots=True)
class Place:
    """A spreadsheet's id, and a tab by its name or by its gid (the sheetId), None for all."""

    document: str
    tab: str | None = None
    gid: int | None = None

    def chosen(self, tables: list[Table], text: str) -> list[Table]:
        """The tables that are meant. Raises UnknownTab, naming those that are there."""
        if self.gid is not None:
            found = [table for table in tables if table.key == str(self.gid)]
        elif self.tab is not None:
            found = [table for table in tables if table.name == self.tab]
            found = found or [t for t in tables if t.name.casefold() == self.tab.casefold()]
        else:
            return tables
        if found:
            return found
        wanted = f"tab {self.tab!r}" if self.tab is not None else f"tab with gid={self.gid}"
        names = ", ".join(table.name for table in tables)
        raise UnknownTab(f"{text} has no {wanted}", hint=f"its tabs: {names}")


def place(location: Location) -> Place:
    """The place of a location. Raises Malformed where no spreadsheet's id is in it."""
    address = location.address.strip()
    if "://" not in address:
        if not _BARE_ID.fullmatch(address):
            raise _no_id(location)
        return _with_tab(address, location.tab)
    parts = urlsplit(address)
    found = _ID.search(parts.path)
    if found is None or found[1] == "e":
        raise _no_id(location)
    if location.tab is not None:
        return _with_tab(found[1], location.tab)
    fragment, query = parse_qs(parts.fragment), parse_qs(parts.query)
    gid = (fragment.get("gid") or query.get("gid") or [""])[0]
    return Place(found[1], gid=int(gid) if re.fullmatch(r"\d{1,15}", gid) else None)


def _with_tab(document: str, tab: str | None) -> Place:
    if tab is not None and (gid := re.fullmatch(r"gid=(\d{1,15})", tab)):
        return Place(document, gid=int(gid[1]))
    return Place(document, tab=tab)


def _no_id(location: Location) -> Malformed:
    return Malformed(
        f"{location.text}: there is no spreadsheet's id in this",
        hint="copy the address from the browser (https://docs.google.com/spreadsheets/d/…), "
        "or write gsheets:ID#Tab; a link of “Publish to web” does not work",
    )
