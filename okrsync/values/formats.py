"""What a spreadsheet's number format says about a number: percent, money, a unit, a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from okrsync.values.amounts import amount
from okrsync.values.format_parts import CURRENCY, PARTS
from okrsync.values.wording import normal

_ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
_AM_PM = re.compile(r"am/pm|a/p", re.IGNORECASE)


class FormatKind(StrEnum):
    """What a number with this format is."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format's meaning. `factor` turns the stored number into the one that is meant."""

    kind: FormatKind = FormatKind.NUMBER
    unit: str | None = None
    factor: Decimal | None = None


_GENERAL = NumberFormat()


@lru_cache(maxsize=4096)
def number_format(text: str) -> NumberFormat:
    """What a format code says. An odd code says nothing: it is then a plain number."""
    if text in ("", "General", "@"):
        return _GENERAL if text != "@" else NumberFormat(FormatKind.TEXT)
    return _section_format(*_section(text))


def _section(text: str) -> tuple[str, str]:
    """Of a code's first section: its codes, and what it shows for the number 1."""
    codes, shown = "", ""
    for part in PARTS.finditer(text):
        if part["c"] == ";":
            break
        literal = part["quoted"] or part["escaped"] or ""
        if part["bracket"] and (found := CURRENCY.fullmatch(part["bracket"])):
            literal = found["symbol"]
        elif part["bracket"] and _ELAPSED.fullmatch(part["bracket"]):
            codes += part["bracket"]
        elif part["c"]:
            codes += part["c"]
            literal = _shown(part["c"], shown)
        shown += literal
    return codes, shown


def _shown(char: str, before: str) -> str:
    """A bare character as shown: the first placeholder is the number, symbols are themselves."""
    if char in "0#?Gg":
        return "" if "1" in before else "1"
    return char if char in " $€£¥₹₽₺₩₪₫₦฿₴" else ""


def _section_format(codes: str, shown: str) -> NumberFormat:
    kind = _kind(codes)
    if kind is FormatKind.PERCENT:
        return NumberFormat(kind, "%")
    if kind is not FormatKind.NUMBER:
        return NumberFormat(kind)
    return _unit_format(codes, shown)


def _kind(codes: str) -> FormatKind:
    if "%" in codes:
        return FormatKind.PERCENT
    if re.search(r"[0#?]", codes) or "general" in codes.lower():
        # "ss.00" holds a zero and is a time all the same.
        return FormatKind.TIME if re.search(r"s\.0", codes) else FormatKind.NUMBER
    bare = _AM_PM.sub("h", codes)
    if re.search(r"[yd]", bare, re.IGNORECASE):
        return FormatKind.DATE
    if re.search(r"[hs]", bare, re.IGNORECASE):
        return FormatKind.TIME
    if re.search(r"m{1,5}", bare, re.IGNORECASE):
        return FormatKind.DATE
    return FormatKind.TEXT if "@" in codes else FormatKind.NUMBER


def _unit_format(codes: str, shown: str) -> NumberFormat:
    """A number's unit and scale, from what stands around its digits.

    `0.0,"K"` only shows thousands; `0"K"` says that the number stored is in thousands.
    """
    found = amount(normal(shown))
    if found is None:
        return NumberFormat()
    factor = found.value / Decimal(1000) ** _scaling_commas(codes)
    # Commas without a letter ("in thousands" stands elsewhere) only change what is shown.
    factor = factor if found.scaled or found.value != 1 else Decimal(1)
    return NumberFormat(unit=found.unit, factor=None if factor == 1 else factor)


def _scaling_commas(codes: str) -> int:
    """How many commas after the last digit: each shows the number a thousand times smaller."""
    found = re.search(r"[0#?](,+)[^0#?,]*$", codes)
    return len(found[1]) if found else 0
