"""Which of `.` and `,` is the decimal mark: decided for a whole column, never for one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from okrsync.table import Scalar
from okrsync.values.format_parts import format_locale
from okrsync.values.locales import decimal_mark
from okrsync.values.wording import normal

NUMERAL = r"(?:\d{1,3}(?:[ '_]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[.,]\d+)(?!\d)"
_NUMERALS = re.compile(rf"(?<![\w.,]){NUMERAL}(?![.,]?\w*\d)", re.ASCII)
_THREES = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}", re.ASCII)
_SPACED = re.compile(r"[ '_]")
_EITHER_WAY = "?"


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """A column's decimal mark (`.` or `,`), None where nothing says which.

    `decided_by` is column | locale | nothing. `ambiguous`: some text reads two ways and
    nothing decides (such a text is then read as thousands, and flagged). `mixed`: the
    column's own texts contradict each other.
    """

    decimal: str | None = None
    decided_by: str = "nothing"
    ambiguous: bool = False
    mixed: bool = False

    @property
    def group(self) -> str | None:
        """The other mark, which parts thousands."""
        return None if self.decimal is None else "," if self.decimal == "." else "."


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number's value, and its other reading where nothing decides between the two."""

    value: Decimal
    other: Decimal | None = None


def numeral(text: str, decimal: str | None = None) -> Numeral | None:
    """The value of digits and separators alone, None where they are no number.

    A text that can be read one way only is read so, whatever the column's mark.
    """
    whole, mark, part = _parted(text)
    if whole is None:
        return None
    if mark != _EITHER_WAY:
        return Numeral(Decimal(f"{whole or '0'}.{part}" if part else whole))
    separator = "," if "," in text else "."
    as_decimal, as_group = Decimal(f"{whole}.{part}"), Decimal(f"{whole}{part}")
    if decimal is None:
        return Numeral(as_group, other=as_decimal)
    return Numeral(as_decimal if decimal == separator else as_group)


def _parted(text: str) -> tuple[str | None, str | None, str]:
    """Whole digits, the decimal mark that this text proves (`?`: either way), decimals."""
    spaced = _SPACED.search(text) is not None
    digits = _SPACED.sub("", text)
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits, None, ""
    mark, left, right = digits[last], digits[:last], digits[last + 1 :]
    other = "," if mark == "." else "."
    if other in left:
        grouped = _grouped(left) and mark not in left and not spaced
        return (left.replace(other, ""), mark, right) if grouped else (None, None, "")
    if mark in left:
        grouped = _grouped(digits) and not spaced
        return (digits.replace(mark, ""), other, "") if grouped else (None, None, "")
    if spaced or len(right) != 3 or not 1 <= len(left) <= 3 or left[0] == "0":
        return left, mark, right
    return left, _EITHER_WAY, right


def _grouped(text: str) -> bool:
    marks = {c for c in text if c in ".,"}
    return len(marks) == 1 and bool(_THREES.fullmatch(text) or _INDIAN.fullmatch(text))


def column_style(
    values: Iterable[Scalar],
    formats: Iterable[str | None] = (),
    locale: str | None = None,
) -> NumberStyle:
    """How a column writes numbers: its own texts decide, then the document's locale.

    `formats` are the cells' number formats: the locale in a currency format (`[$€-413]`)
    speaks where the document has no locale. Unknown locales are as none.
    """
    votes = {
        mark
        for value in values
        if isinstance(value, str) and ("." in value or "," in value)
        for mark in _marks(normal(value))
    }
    proven = votes - {_EITHER_WAY}
    doubt = _EITHER_WAY in votes
    if len(proven) == 1:
        return NumberStyle(proven.pop(), "column")
    mark = decimal_mark(locale) if locale else None
    mark = mark or next(
        (found for f in dict.fromkeys(formats) if f and (found := decimal_mark(format_locale(f)))),
        None,
    )
    if mark:
        return NumberStyle(mark, "locale", mixed=bool(proven))
    return NumberStyle(None, ambiguous=doubt, mixed=bool(proven))


@lru_cache(maxsize=65536)
def _marks(text: str) -> frozenset[str]:
    """The decimal marks that a text's numbers prove."""
    found = (_parted(match[0])[1] for match in _NUMERALS.finditer(text))
    return frozenset(mark for mark in found if mark)
