"""What a write has to tell people, and how it ends where it can't be finished."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.google_sheets.errors import LATER, LOOK_AND_RERUN
from okrsync.connector import Moved, Unreachable
from okrsync.i18n import Message, plural

EDITED = Message(
    "somebody changed {cells} while okrsync wrote to that row: its values were computed from what "
    "stood there before, and the next run brings them up to date"
)


RESTORED = Message(
    "somebody inserted or moved columns while okrsync was writing: these cells were covered and "
    "got back what was read just before: {cells}"
)
_SHOWN = 5
"""So many cells are enough to find the place."""


def columns_lost(cells: Sequence[str]) -> Moved:
    """A column of ours is gone: all else stands where it belongs, now a human looks."""
    return Moved(
        Message(
            "a column that okrsync writes to was removed or renamed meanwhile ({cells})",
            {"cells": ", ".join(sorted(set(cells))[:_SHOWN])},
        ),
        hint=LOOK_AND_RERUN,
    )


def columns_moved(tab: str) -> Moved:
    """Columns without developer metadata moved at the moment of writing."""
    return Moved(
        Message(
            "columns of the tab “{tab}” were moved, inserted or deleted while okrsync was "
            "writing; what was covered was put back as far as it is known",
            {"tab": tab},
        ),
        hint=Message(
            "look at the columns beside okrsync's (File → Version history shows them as they "
            "were), then run it again"
        ),
    )


def writes_failed(count: int, first: str) -> Unreachable:
    """No attempt was answered with a yes; `count` cells are left, the first of them `first`."""
    return Unreachable(
        plural(
            "Google Sheets failed at every attempt to write; {count} cell is not written",
            "Google Sheets failed at every attempt to write; {count} cells are not written",
            count,
        ),
        hint=LATER,
        cell=first,
    )


def keeps_changing(cells: Sequence[str]) -> Moved:
    """Somebody moves rows faster than they can be put right."""
    return Moved(
        Message(
            "the sheet keeps changing while okrsync writes to it; these cells are not written, "
            "or hold a value of another row: {cells}",
            {"cells": ", ".join(cells)},
        ),
        hint=Message("run it again when nobody is sorting or inserting rows"),
        cell=cells[0],
    )
