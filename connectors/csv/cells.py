"""A field's value, and a value's field: quoting, percents, and the escape of our own texts.

A text of ours that a spreadsheet would run as a formula is written as `"'=…"`: an apostrophe
before it, inside quotes. The quotes are how reading knows: an apostrophe in a field without
quotes is what somebody typed, and stays. A number of ours (`-5%`) is never escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from connectors.csv.records import quote, unquote
from okrsync.table import Shown

_STARTS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_DANGEROUS = re.compile(f"'*[{_STARTS}]")
_ESCAPED = re.compile(f"'+[{_STARTS}]")
_FOUR_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes its fields: what it quotes, and its decimal mark."""

    quote_texts: bool = False
    quote_numbers: bool = False
    quote_blanks: bool = False
    decimal: str = "."


def value(field: str) -> str | None:
    """What stands in a field, None where it is blank; our own escape is taken off."""
    if '"' not in field:
        return field or None
    text = unquote(field)
    if field.startswith("\"'") and _ESCAPED.match(text):
        return text[1:]
    return text or None


def is_formula(field: str) -> bool:
    """Whether a spreadsheet that opens the file would run this field."""
    text = unquote(field)
    return text.startswith("=") and len(text) > 1


def written(content: str | Decimal | None, shown: Shown, style: Style, delimiter: str) -> str:
    """The field for a value of ours, in the file's own style."""
    if isinstance(content, Decimal):
        return _quoted(number(content, shown, style.decimal), style.quote_numbers, delimiter)
    text = (content or "").replace("\0", "")
    if not text:
        return '""' if style.quote_blanks else ""
    if _DANGEROUS.match(text):
        return quote("'" + text)
    return _quoted(text, style.quote_texts, delimiter)


def number(amount: Decimal, shown: Shown, decimal: str) -> str:
    """A number as people read it: `45%` or `45.25%` for a fraction shown as percent."""
    if shown is Shown.PERCENT:
        return _plain(amount.quantize(_FOUR_DECIMALS) * 100, decimal) + "%"
    return _plain(amount, decimal)


def _plain(amount: Decimal, decimal: str) -> str:
    text = f"{amount:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace(".", decimal)


def _quoted(text: str, always: bool, delimiter: str) -> str:
    needed = any(mark in text for mark in (delimiter, '"', "\n", "\r"))
    return quote(text) if always or needed else text
