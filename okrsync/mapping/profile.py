"""What stands in a column, seen from a sample: it decides between two meanings of a header."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from okrsync.mapping.fields import Shape
from okrsync.mapping.vocabulary import names
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import meanings
from okrsync.model import Period
from okrsync.table import CellError, Scalar
from okrsync.values import Day, Quantity, read_date, read_number, read_period
from okrsync.values.cell_errors import error_text

SAMPLE = 400
_FEW_WORDS = 12
_FLAGS = frozenset(("0", "1", "0.0", "1.0"))
_TIME = r"[ T,]+\d{1,2}[:.]\d{2}[\d:.]*(?: ?[apAP]\.?[mM]\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
_DATED = re.compile(
    r"^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}\.? [^\W\d_]{3,9}\.?(?: \d{2,4})?"
    r"|[^\W\d_]{3,9}\.? \d{1,2}(?:,? \d{2,4})?|\d{1,2}-[^\W\d_]{3}-\d{2,4})"
    rf"(?:{_TIME})?$"
)
_DAY = r"\d{4}-\d{2}-\d{2}(?:T[^\s/]+)?"
_MONTH = re.compile(r"[^\W\d_]{3,10}\.?(?: de)? '?\d{2,4}|\d{1,2}[/.-]\d{4}|\d{4}[/-]\d{1,2}")
"""A month of a year: “June 2027”, “06/2027”."""
_ANY_DAY = date(2000, 1, 1)
_STRETCH = re.compile(f"{_DAY}/{_DAY}")
"""Two days or moments, as databases give them."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0–1) among the cells that are filled; `filled` is how many those are.

    Error values say nothing of what a column is for: they count as blank.
    """

    filled: int = 0
    numbers: float = 0.0
    numeric_texts: float = 0.0
    dates: float = 0.0
    flags: float = 0.0
    texts: float = 0.0
    distinct: float = 0.0
    length: float = 0.0
    binary: bool = False
    """Whether all of it are noughts and ones, in three cells or more."""
    outcomes: float = 0.0
    """Words that say whether a row measures an outcome or an output."""

    @property
    def empty(self) -> bool:
        """Whether nothing was seen in it."""
        return not self.filled

    def fits(self, shape: Shape) -> float:
        """How well the cells agree with what a field expects, 0–1."""
        if self.empty or shape is Shape.ANY:
            return 0.8 if self.empty else 1.0
        return max(0.05, min(1.0, _FITS[shape](self)))


_FITS: dict[Shape, Callable[[Profile], float]] = {
    Shape.TEXT: lambda seen: seen.texts + 0.3 * seen.numeric_texts,
    Shape.WORD: lambda seen: seen.texts + seen.flags + 0.4 * (seen.numbers + seen.numeric_texts),
    Shape.NUMBER: lambda seen: 0.2 + 0.8 * (seen.numbers + seen.numeric_texts),
    Shape.DATE: lambda seen: seen.dates + 0.1 * seen.texts,
    Shape.FLAG: lambda seen: seen.flags + 0.2 * seen.texts,
}


def profile(values: Sequence[Scalar]) -> Profile:
    """Look at a column's cells (a sample is enough)."""
    kinds = [kind for value in values if (kind := _kind(value))]
    if not kinds:
        return Profile()
    filled = len(kinds)
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    shown = {str(value) for value in values if value is not None and value != ""}
    return Profile(
        filled,
        kinds.count("number") / filled,
        kinds.count("numeric") / filled,
        kinds.count("date") / filled,
        kinds.count("flag") / filled,
        kinds.count("text") / filled,
        len(shown) / filled,
        sum(map(len, texts)) / max(1, len(texts)),
        filled > 2 and shown <= _FLAGS,
        _outcomes(texts) / filled,
    )


def _outcomes(texts: Sequence[str]) -> int:
    """How many say outcome or output; a column with many different texts is no such one."""
    if len(set(texts)) > _FEW_WORDS:
        return 0
    known = meanings("values.measures")
    return sum(phrase(text) in known for text in texts)


def _kind(value: Scalar) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float | Decimal | timedelta):
        return "number"
    if isinstance(value, date | datetime):
        return "date"
    if isinstance(value, str):
        return None if error_text(value) else _text_kind(value)
    return None if isinstance(value, CellError) else "other"


def _numeric(text: str) -> bool:
    """Whether a text is a number with at most a unit: "3 days", and no "3 new customers"."""
    if not any(c.isdigit() for c in text):
        return False
    letters = sum(c.isalpha() for c in text)
    if not letters and "%" in text:
        # "0.5%%": a slip among percents, which will be asked about.
        return True
    return letters <= 10 and isinstance(read_number(text), Quantity)


@lru_cache(maxsize=16384)
def _text_kind(text: str) -> str | None:
    text = text.strip()
    if not text:
        return None
    if len(text) <= 40 and _DATED.match(text) and isinstance(read_date(text), Day):
        return "date"
    if len(text) <= 80 and _STRETCH.fullmatch(text):
        return "date"
    if len(text) <= 20 and not text.isdigit() and names.period_text(text) == text:
        return "date"
    if len(text) <= 20 and _MONTH.fullmatch(text) and _is_period(text):
        return "date"
    if len(text) <= 40 and _numeric(text):
        return "numeric"
    if len(text) <= 24 and phrase(text) in meanings("values.flag"):
        return "flag"
    return "text"


def _is_period(text: str) -> bool:
    return isinstance(read_period(text, today=_ANY_DAY), Period)
