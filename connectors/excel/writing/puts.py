"""What a planned cell is, for both ways of writing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from okrsync.connector import Refused
from okrsync.table import Shown

SPANS = re.compile(rb"""\sspans\s*=\s*["']\s*(\d+):(\d+)\s*["']""")
FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")


class Put(NamedTuple):
    """What a cell is to hold. `shown` is None for a header, which borrows all of a style.

    `beside` is the column whose look a cell takes that has none of its own yet; `fresh` says
    that what it has is not its own (a blank cell where a new column comes). `gone` takes the
    cell out altogether.
    """

    value: str | Decimal | None
    shown: Shown | None
    beside: int
    fresh: bool = False
    gone: bool = False


GONE = Put(None, None, -1, gone=True)

StyleOf = Callable[[Put, int | None, int | None], int]
"""A cell's new style, from its plan, its own style and that of the cell beside it.

Either is None where there is no such cell.
"""


def formula_in_the_way(part: str, cell: bytes) -> Refused:
    """The last line of defence: what was read as a value is a formula after all."""
    return Refused(f"{part}: there is a formula in {cell.decode()}; nothing was written")
