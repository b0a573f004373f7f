"""One amount: a sign, a currency, a number and what stands behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from okrsync.values.money import currency_code, money
from okrsync.values.style import NUMERAL, numeral
from okrsync.values.wording import Tail, tail

ID_DIGITS = 16
"""So many digits in a row are an id: a spreadsheet can't even hold them as a number."""

_SYMBOL = r"[A-Za-z]{0,3}[$€£¥₹₽₺₩₪₫₦฿₴]|[^\W\d_]{2,4}\.?"
_AMOUNT = re.compile(
    rf"(?P<sign>[+-])? ?(?P<money>{_SYMBOL})? ?(?P<inner>[+-])? ?"
    rf"(?P<number>{NUMERAL}(?:[eE][+-]?\d{{1,2}}(?![\w.,]))?)(?P<rest>.*)",
    re.ASCII | re.DOTALL,
)
# Only brackets around the whole number negate: behind it they hold a remark ("45 (May)").
_ACCOUNTING = re.compile(
    rf"(?P<before>(?:{_SYMBOL})? ?)\((?P<inner>[^()]+)\)(?P<after> ?(?:%|{_SYMBOL})?)", re.ASCII
)
_NO_CENTS = re.compile(r"[,.](?:--?|–|—)(?=$| )")
_SCALE_NOTE = re.compile(r"(?P<amount>.+?) ?\( ?(?P<low>\d+) ?[-–/] ?(?P<high>\d+) ?\)")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written: `signed` where a sign stood before it, `negative` where it says so."""

    value: Decimal
    unit: str | None = None
    signed: bool = False
    points: bool = False
    other: Decimal | None = None
    scaled: bool = False
    """Whether a multiplier (K, million) was written."""
    bare: Decimal | None = None
    """The number itself, before multiplier and percent."""

    @property
    def negative(self) -> bool:
        """Whether the amount is below zero."""
        return self.value < 0


@lru_cache(maxsize=65536)
def amount(text: str, decimal: str | None = None) -> Amount | None:
    """A normal text as one amount, None where anything is left over."""
    found = _ACCOUNTING.fullmatch(text)
    if found:
        inner = amount(f"{found['before']}{found['inner']}{found['after']}", decimal)
        if inner is None or inner.signed:
            return None
        return Amount(-inner.value, inner.unit, other=_minus(inner.other), bare=inner.bare)
    match = _AMOUNT.fullmatch(text)
    if match is None or (match["sign"] and match["inner"]):
        return None
    return _amount(match, decimal)


def _minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _amount(match: re.Match[str], decimal: str | None) -> Amount | None:
    paid = money(match["money"]) if match["money"] else None
    if match["money"] and paid is None:
        return None
    sign = match["sign"] or match["inner"]
    rest, trailing = _rest(match["rest"])
    if trailing and sign:
        return None
    attached = bool(rest) and rest[0] != " "
    behind = tail(rest, attached=attached, paid=paid is not None)
    number = _value(match["number"], decimal)
    if behind is None or number is None or (paid and not _pays(behind.unit, paid[0])):
        return None
    minus = -1 if sign == "-" or trailing else 1
    value, other = number
    factor = behind.multiplier * (paid[1] if paid else 1) * minus
    return Amount(
        value * factor,
        paid[0] if paid else behind.unit,
        signed=bool(sign),
        points=behind.points,
        other=_other(value, other, factor, behind, minus),
        scaled=behind.multiplier > 1,
        bare=value * minus,
    )


def _pays(unit: str | None, code: str) -> bool:
    """Whether a unit may stand behind money: the same currency, or a word ("€10K MRR")."""
    return unit is None or unit == code or (unit != "%" and currency_code(unit) is None)


def _other(
    value: Decimal, other: Decimal | None, factor: Decimal, behind: Tail, minus: int
) -> Decimal | None:
    if behind.other is not None:
        return value * behind.other * minus
    return None if other is None else other * factor


def _rest(text: str) -> tuple[str, bool]:
    """What follows the digits, without ",-" for no cents; whether a minus trails it."""
    text = _NO_CENTS.sub("", text, count=1) if text[:1] in (",", ".") else text
    bare = text.rstrip()
    if bare.endswith("-") and (bare == "-" or money(bare[:-1].strip())):
        return bare[:-1], True
    return text, False


def _value(text: str, decimal: str | None) -> tuple[Decimal, Decimal | None] | None:
    """Digits, separators and an exponent as a value, and its other reading."""
    digits, mark, exponent = text.lower().partition("e")
    if digits.isdigit() and len(digits) >= ID_DIGITS:
        return None
    found = numeral(digits, decimal)
    if found is None:
        return None
    if not mark:
        return found.value, found.other
    value = found.other if found.other is not None else found.value
    return value.scaleb(int(exponent)), None


def scale_note(text: str) -> tuple[str, Decimal] | None:
    """ "75 (0-100)": the amount's text and the top of its scale, None for others."""
    found = _SCALE_NOTE.fullmatch(text)
    if found is None or int(found["low"]) > 1 or int(found["high"]) < 2:
        return None
    return found["amount"], Decimal(found["high"])
