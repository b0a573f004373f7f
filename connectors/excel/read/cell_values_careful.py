"""The careful reader of values: slower than the fast one, and right where that one is not.

It is used for sheets with comments or CDATA inside values, cells out of order, one cell far away,
ISO dates, newer error codes, very long numbers, other encodings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from connectors.excel.read.scan import WorksheetScan
from connectors.excel.read.shared_strings import run_text, unescaped
from connectors.excel.read.styles import Styles
from connectors.excel.read.surroundings import TRUE, Handler
from okrsync.i18n import Message
from okrsync.table import Address, CellError, Scalar, a1

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
EXACT = 2**53
"""Whole floats below this are whole numbers; above it a float can't tell neighbours apart."""
_LONGEST = 400
"""More characters than a number of a sheet has."""


def number(text: str) -> int | float | str:
    """A number as the sheet's XML spells it; the text itself where it is none (`NaN`)."""
    text = text.strip()
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return text
    if text.lstrip("+-").isdecimal():
        return int(text)
    return whole(float(text))


def whole(value: float) -> int | float | str:
    """An int where a float is one; a text where it is no number (infinite)."""
    if value.is_integer() and abs(value) < EXACT:
        return int(value)
    return value if value - value == 0 else str(value)


def moment(text: str) -> date | datetime | time | str:
    """An ISO 8601 date, time or both; the text itself where it is none."""
    text = text.strip()
    try:
        if ":" in text and "-" not in text:
            return time.fromisoformat(text.lstrip("T"))
        found = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    return found if found.time() != time.min else found.date()


class ValueScan(WorksheetScan):
    """A scan that gathers the values too, in `values`."""

    def __init__(self, file: str, part: str, styles: Styles, strings: Sequence[str]) -> None:
        super().__init__(file, part, styles)
        self.values: dict[Address, Scalar] = {}
        self._strings = strings
        self._inline: list[str] = []
        self._run: dict[str, str] = {}
        self._above = False

    def _handlers(self) -> dict[str, Handler]:
        return super()._handlers() | {"t": self._start_text, "rPh": self._start_reading}

    def _start_value(self, attributes: dict[str, str]) -> None:
        super()._start_value(attributes)
        self._listen(self._end_value)

    def _end_value(self, element: str) -> None:
        super()._end_value(element)
        text = "".join(self._text)
        if text or self._type == "str":
            self.values[self._at] = self._typed(text)

    def _typed(self, text: str) -> Scalar:
        match self._type:
            case "s":
                return self._string(text)
            case "b":
                return text.strip().lower() in TRUE
            case "e":
                return CellError(text.strip())
            case "d":
                return moment(text)
            case "str" | "inlineStr":
                return unescaped(text) or ("" if self._at in self.formulas else None)
        return number(text)

    def _string(self, text: str) -> str | None:
        index = text.strip()
        if not (index.isascii() and index.isdigit() and len(index) < 10) or int(index) >= len(
            self._strings
        ):
            raise self._bad(
                Message(
                    "the part {part} points in {cell} to the text {index}, which is not there"
                ).filled(cell=a1(*self._at), index=index)
            )
        return self._strings[int(index)] or None

    def _start_inline(self, attributes: dict[str, str]) -> None:
        super()._start_inline(attributes)
        self._inline, self._above = [], False

    def _start_reading(self, _: dict[str, str]) -> None:
        self._above = True

    def _start_text(self, attributes: dict[str, str]) -> None:
        if self._above:  # its one text, which says how the characters sound
            self._above = False
            return
        self._run = attributes
        self._listen(self._end_text)

    def _end_text(self, _: str) -> None:
        self._inline.append(run_text(self._heard(), self._run))
        self.values[self._at] = "".join(self._inline) or None
