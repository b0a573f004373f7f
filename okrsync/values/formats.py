"""What a spreadsheet's number format says about a number: percent, money, a unit, a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

# A section's parts: quoted text, an escaped or filling character, a bracket, anything else.
_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<c>.)'
)
_ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
_AM_PM = re.compile(r"am/pm|a/p", re.IGNORECASE)
_CURRENCY = re.compile(r"\$(?P<symbol>[^-]*)(?:-(?P<lcid>[0-9A-Fa-f]+|[A-Za-z]{2,3}[-_]\w+))?.*")
_LOCALES = {
    0x402: "bg_BG", 0x405: "cs_CZ", 0x406: "da_DK", 0x407: "de_DE", 0x409: "en_US",
    0x40A: "es_ES", 0x40B: "fi_FI", 0x40C: "fr_FR", 0x40E: "hu_HU", 0x410: "it_IT",
    0x413: "nl_NL", 0x414: "nb_NO", 0x415: "pl_PL", 0x416: "pt_BR", 0x418: "ro_RO",
    0x419: "ru_RU", 0x41D: "sv_SE", 0x41F: "tr_TR", 0x807: "de_CH", 0x809: "en_GB",
    0x80A: "es_MX", 0x80C: "fr_BE", 0x813: "nl_BE", 0x816: "pt_PT", 0xC07: "de_AT",
    0xC09: "en_AU", 0xC0A: "es_ES", 0xC0C: "fr_CA", 0x1009: "en_CA", 0x100C: "fr_CH",
    0x1809: "en_IE", 0x2C0A: "es_AR", 0x240A: "es_CO", 0x340A: "es_CL", 0x280A: "es_PE",
}  # fmt: skip


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
def format_locale(number_format: str | None) -> str | None:
    """The locale that a currency format names (`[$€-413]` is nl_NL), None where it does not."""
    for part in _PARTS.finditer(number_format or ""):
        if part["bracket"] and (found := _CURRENCY.fullmatch(part["bracket"])) and found["lcid"]:
            if "-" in found["lcid"] or "_" in found["lcid"]:
                return found["lcid"].replace("-", "_")
            return _LOCALES.get(int(found["lcid"], 16) & 0xFFFF)
    return None


@lru_cache(maxsize=4096)
def number_format(text: str) -> NumberFormat:
    """What a format code says. An odd code says nothing: it is then a plain number."""
    if text in ("", "General", "@"):
        return _GENERAL if text != "@" else NumberFormat(FormatKind.TEXT)
    return _section_format(*_section(text))


def _section(text: str) -> tuple[str, str, str]:
    """Of a code's first section: placeholders and codes, literal text, the currency symbol."""
    codes, literals, symbol = "", "", ""
    for part in _PARTS.finditer(text):
        if part["c"] == ";":
            break
        literals += part["quoted"] or part["escaped"] or ""
        if part["bracket"] and (found := _CURRENCY.fullmatch(part["bracket"])):
            symbol = symbol or found["symbol"].strip()
        elif part["bracket"] and _ELAPSED.fullmatch(part["bracket"]):
            codes += part["bracket"]
        elif part["c"]:
            codes += part["c"]
    return codes, literals, symbol


def _section_format(codes: str, literals: str, symbol: str) -> NumberFormat:
    kind = _kind(codes)
    if kind is FormatKind.PERCENT:
        return NumberFormat(kind, "%")
    if kind is not FormatKind.NUMBER:
        return NumberFormat(kind)
    return _unit_format(codes, literals, symbol)


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


def _unit_format(codes: str, literals: str, symbol: str) -> NumberFormat:
    """A number's unit and scale, from the text around its digits.

    `0.0,"K"` only shows thousands; `0"K"` says that the number stored is in thousands.
    """
    from okrsync.values.wording import currency_code, tail, unit_word

    bare = "".join(c for c in codes if c in "$€£¥₹₽₺₩₪₫₦฿₴")
    text = " ".join(literals.split())
    found = tail(f"{text}")
    unit = currency_code(symbol) or currency_code(bare) if symbol or bare else None
    thousands = Decimal(1000) ** _scaling_commas(codes)
    if found is None:
        return NumberFormat(unit=unit)
    factor = found.multiplier if thousands == 1 else found.multiplier / thousands
    if found.multiplier == 1 and thousands != 1:
        factor = Decimal(1)
    unit = unit or found.unit or (unit_word(symbol) if symbol else None)
    return NumberFormat(unit=unit, factor=factor if factor != 1 else None)


def _scaling_commas(codes: str) -> int:
    """How many commas after the last digit: each shows the number a thousand times smaller."""
    found = re.search(r"[0#?](,+)[^0#?,]*$", codes)
    return len(found[1]) if found else 0
