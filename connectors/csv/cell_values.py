"""A field's value, and a value's field: quoting, percents, and the escape of our own texts.

A text of ours that a spreadsheet would run as a formula is written as `"'=…"`: an apostrophe
before it, inside quotes. The quotes are how reading knows: an apostrophe in a field without
quotes is what somebody typed, and stays. A number (`-5%`) runs nothing and stays one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from connectors.csv.records import quote, unquote
from okrsync.table import Shown

_STARTS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_DANGEROUS = re.compile(f"'*[{_STARTS}]")
_ESCAPED = re.compile(f"'+[{_STARTS}]")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FOUR_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class FieldStyle:
    """How a file writes its fields: what it quotes, and its decimal mark.

    `bare`: it quotes nothing, so that a quote inside a text needs no quotes around it.
    """

    quote_texts: bool = False
    quote_numbers: bool = False
    quote_blanks: bool = False
    bare: bool = False
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


def written(content: str | Decimal | None, shown: Shown, style: FieldStyle, delimiter: str) -> str:
    """The field for a value of ours, in the file's own style, without control characters."""
    if isinstance(content, Decimal):
        text = number(content, shown, style.decimal)
        return quote(text) if style.quote_numbers or delimiter in text else text
    text = _CONTROLS.sub("", content or "")
    if not text:
        return '""' if style.quote_blanks else ""
    if _DANGEROUS.match(text) and not _NUMBER.fullmatch(text):
        return quote("'" + text)
    return quote(text) if style.quote_texts or _needs_quotes(text, style, delimiter) else text


def _needs_quotes(text: str, style: FieldStyle, delimiter: str) -> bool:
    if any(mark in text for mark in (delimiter, "\n", "\r")):
        return True
    return '"' in text and not (style.bare and text.lstrip(" ")[0] != '"')


def number(amount: Decimal, shown: Shown, decimal: str) -> str:
    """A number as people read it: `45%` or `45.25%` for a fraction shown as percent."""
    if not amount.is_finite():
        return str(amount)
    if shown is Shown.PERCENT:
        exact = Context(prec=max(amount.adjusted(), 0) + 8)  # however large a typed number is
        hundredfold = amount.quantize(_FOUR_DECIMALS, context=exact).scaleb(2, context=exact)
        return _plain(hundredfold, decimal) + "%"
    return _plain(amount, decimal)


def _plain(amount: Decimal, decimal: str) -> str:
    text = f"{amount:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace(".", decimal)
