"""What is planned for the cells of a column: the same for all of them but their values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from okrsync.connector import Refused
from okrsync.i18n import Message
from okrsync.table import Shown

SPANS = re.compile(rb"""\sspans\s*=\s*["']\s*(\d+):(\d+)\s*["']""")
FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")

Value = str | Decimal | None


@dataclass(slots=True)
class Strip:
    """Cells of one column, by row number: what each is to hold, None for a blank one.

    `shown` is None for a header, which borrows all of a style. `beside` is the column whose
    look a cell takes that has none of its own yet; `fresh` says that what it has is not its own
    (a blank cell where a new column comes). `gone` takes the cells out altogether. `looks` and
    `owns` remember which style a cell takes that is new, or that was there with another style.
    """

    column: int
    shown: Shown | None
    beside: int
    fresh: bool = False
    gone: bool = False
    values: dict[int, Value] = field(default_factory=dict)
    looks: dict[int | None, int] = field(default_factory=dict)
    owns: dict[int | None, int] = field(default_factory=dict)


StyleOf = Callable[[Strip, int | None, int | None], int]
"""A cell's new style, from its plan, its own style and that of the cell beside it.

Either is None where there is no such cell.
"""


def formula_in_the_way(part: str, cell: bytes) -> Refused:
    """The last line of defence: what was read as a value is a formula after all."""
    said = Message("{part}: there is a formula in {cell}; nothing was written")
    return Refused(said.filled(part=part, cell=cell.decode()))
