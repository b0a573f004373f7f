"""Which tab a location means, and which range of it: one picker for every connector.

A tab is named by its name, by its lasting key, or as `gid=KEY`; behind it may stand a range,
`Tab!A3:F20`, `gid=0!A3:F20`, or Google's own `gid=0&range=A3:F20`. A tab of exactly that name
comes before all of these. Connectors read and write tabs whole: it is the core that narrows
what they read to a range.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from okrsync.errors import UnknownTab
from okrsync.i18n import Message
from okrsync.table import Area, column_index

MAX_ROW, MAX_COLUMN = 1_048_576, 16_383
"""The last row number and the last column index that a spreadsheet has."""

_CELLS = r"\$?([A-Z]{1,3})\$?(\d{1,7})?:\$?([A-Z]{1,3})\$?(\d{1,7})?"
_RANGE = re.compile(_CELLS, re.ASCII | re.IGNORECASE)
_RANGED = re.compile(rf"(?:(.*)!)?({_CELLS})", re.ASCII | re.IGNORECASE | re.DOTALL)
_GOOGLE = re.compile(rf"(gid=\d{{1,15}})&range=({_CELLS})", re.ASCII | re.IGNORECASE)
_UNKNOWN_NAME = Message("{document}: there is no tab called “{tab}”")
_UNKNOWN_KEY = Message("{document}: there is no tab with {tab}")
_TABS = Message("its tabs are: {names}")
_NO_TABS = Message("it has no tabs")
_GID = re.compile(r"gid=(\d{1,15})", re.ASCII)


class Tab(Protocol):
    """What is picked from: whatever has a lasting key and a name."""

    @property
    def key(self) -> str:
        """The name that a rename does not change."""

    @property
    def name(self) -> str:
        """The name that people see."""


Picked = TypeVar("Picked", bound=Tab)


def gid_of(tab: str | None) -> str | None:
    """The tab's key in one that is written as `gid=N`, None for a name."""
    found = _GID.fullmatch(tab or "")
    return str(int(found[1])) if found else None


def area(text: str) -> Area | None:
    """A range in A1 form: `A3:F20`, `A:F` or `A3:F` (down to the end); None for another text."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    columns = sorted((column_index(found[1]), column_index(found[3])))
    rows = sorted((int(found[2] or 1), int(found[4] or MAX_ROW)))
    if columns[1] > MAX_COLUMN or rows[0] < 1 or rows[1] > MAX_ROW:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def parted(tab: str) -> tuple[str, Area] | None:
    """A tab and the range behind it, None where no range stands there. The tab may be blank."""
    found = _GOOGLE.fullmatch(tab) or _RANGED.fullmatch(tab)
    over = area(found[2]) if found else None
    if found is None or over is None:
        return None
    name = found[1] or ""
    if len(name) > 1 and name[0] == name[-1] == "'":  # as spreadsheets write it in formulas
        name = name[1:-1].replace("''", "'")
    return name, over


def picked(tabs: Sequence[Picked], tab: str) -> list[Picked]:
    """The tabs that a location's tab means, whole; empty where there is none.

    A number alone is a name: a tab called “123” is another one than `gid=123`. A range without
    a tab is one of the only tab.
    """
    return _found(tabs, tab)[0]


def range_of(tabs: Sequence[Tab], tab: str | None) -> Area | None:
    """The range that a location's tab names, None where it means all of a tab."""
    return _found(tabs, tab)[1] if tab is not None else None


def chosen(tabs: Sequence[Picked], tab: str | None, document: str) -> Sequence[Picked]:
    """The tabs that are meant, all where none is named.

    Raises UnknownTab, naming those that are there; `document` is what people call it.
    """
    if tab is None:
        return tabs
    meant = picked(tabs, tab)
    if meant:
        return meant
    unknown = _UNKNOWN_KEY if gid_of(tab) is not None else _UNKNOWN_NAME
    names = ", ".join(each.name for each in tabs)
    hint = _TABS.filled(names=names) if names else _NO_TABS
    raise UnknownTab(unknown.filled(document=document, tab=tab), hint=hint)


def _found(tabs: Sequence[Picked], tab: str) -> tuple[list[Picked], Area | None]:
    whole = _whole(tabs, tab)
    ranged = None if whole else parted(tab)
    if ranged is None:
        return whole, None
    name, over = ranged
    if not name:
        return (list(tabs), over) if len(tabs) == 1 else ([], None)
    found = _whole(tabs, name)
    return found, over if found else None


def _whole(tabs: Sequence[Picked], tab: str) -> list[Picked]:
    gid = gid_of(tab)
    keys = {gid} if gid is not None else set() if tab.isdecimal() else {tab}
    for same in (
        [each for each in tabs if gid is not None and each.key == gid],
        [each for each in tabs if each.name == tab],
        [each for each in tabs if each.key in keys],
        [each for each in tabs if each.name.casefold() == tab.casefold()],
    ):
        if same:
            return same
    return []
