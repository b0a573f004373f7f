"""A person's formula that goes back to where its row and its columns are now."""

from __future__ import annotations

import re

from connectors.google_sheets.write.match_rows import Moves
from okrsync.table import column_index, letters

_REFERENCE = re.compile(r"(?<![A-Za-z0-9_$!'])(\$?)([A-Za-z]{1,3})(\$?)(\d+)(?![\d(A-Za-z_])")


def without_references(text: str) -> object:
    """A formula without its references, which change when it is moved."""
    return "formula", _REFERENCE.sub("#REF!", text)


def moved_formula(formula: str, before: int, now: int, moves: Moves, width: int) -> str:
    """A formula of row `before`, as it reads on row `now`, with the columns where they are now.

    `width` is the number of columns of the table that it was read from. A reference to its own row
    goes along with it, one to another row with that one: unless rows changed their order, when
    nobody but Google knows.
    """
    order = [new for _, new in sorted(moves.rows.items())]
    kept = order == sorted(order)

    def moved(reference: re.Match[str]) -> str:
        lock, letter, row_lock, row = reference[1], reference[2], reference[3], int(reference[4])
        old = column_index(letter)
        if old < width and old not in moves.columns:
            return "#REF!"
        column = letters(moves.columns.get(old, old))
        own = row == before and not row_lock
        there = now if own else moves.rows.get(row, row) if kept else row
        return f"{lock}{column}{row_lock}{there}"

    return _REFERENCE.sub(moved, formula)
