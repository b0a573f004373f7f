"""Whether a cell holds already what it should, however it is written there."""

from __future__ import annotations

from decimal import Context, Decimal

from okrsync.table import Scalar
from okrsync.values import Quantity, read_number

_PLACES = Decimal("0.0001")
_WIDE = Context(prec=60)
_MOST_DIGITS = 15


def rounded(value: Decimal | None) -> Decimal | None:
    """A fraction to four decimals, half to even as Python rounds; no negative zero.

    One too large for any spreadsheet is no figure to show: None.
    """
    if value is None or not value.is_finite() or value.adjusted() >= _MOST_DIGITS:
        return None
    return value.quantize(_PLACES, context=_WIDE) + 0


def blank(cell: Scalar) -> bool:
    """Whether a cell shows nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def same_number(cell: Scalar, value: Decimal | None) -> bool:
    """Whether a cell shows this number: `0.45`, `0.4500001` and the text `45%` are one."""
    if value is None or blank(cell):
        return value is None and blank(cell)
    found = _number(cell)
    return found is not None and rounded(found) == rounded(value)


def same_text(cell: Scalar, value: str | None) -> bool:
    """Whether a cell shows this text; spaces around it show nothing."""
    if value is None or blank(cell):
        return blank(cell) and (value is None or not value.strip())
    return str(cell).strip() == value.strip()


def _number(cell: Scalar) -> Decimal | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float | Decimal):
        number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
        return number if number.is_finite() else None
    if isinstance(cell, str):
        found = read_number(cell)
        return found.plain().value if isinstance(found, Quantity) else None
    return None
