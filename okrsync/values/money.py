"""Currencies: their symbols, codes and words, also with a thousand or a million in front."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from okrsync.values.locales import currency_codes

_SYMBOLS = {
    "€": "EUR", "$": "USD", "US$": "USD", "U$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR",
    "R$": "BRL", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "S$": "SGD", "SG$": "SGD", "MX$": "MXN", "NT$": "TWD", "CN¥": "CNY",
    "₽": "RUB", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₫": "VND", "₦": "NGN", "฿": "THB",
    "₴": "UAH", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "元": "CNY", "円": "JPY",
}  # fmt: skip
_CURRENCY_WORDS = {
    "euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "reais": "BRL",
    "real": "BRL", "pond": "GBP", "franken": "CHF", "fr.": "CHF", "sfr.": "CHF",
}  # fmt: skip
# Before a currency code: TCHF is a thousand francs, MEUR a million.
_CODE_PREFIX = {"T": 3, "K": 3, "k": 3, "M": 6, "m": 6}
_SMALL_CODES = ("eur", "usd", "gbp", "chf", "brl", "Eur", "Usd", "Gbp", "Chf", "Brl")


@lru_cache(maxsize=8192)
def currency_code(text: str) -> str | None:
    """The ISO code of a symbol, a code or a word (`R$`, `CHF`, `euro`), None for others."""
    text = text.strip()
    if not text:
        return None
    known = _SYMBOLS.get(text) or _CURRENCY_WORDS.get(text.lower())
    if known:
        return known
    if len(text) == 3 and text.isalpha() and text.isascii():
        code = text if text.isupper() else text.upper() if text in _SMALL_CODES else ""
        return code if code in currency_codes() else None
    return None


@lru_cache(maxsize=8192)
def money(text: str) -> tuple[str, Decimal] | None:
    """A currency and its multiplier as one word: `€`, `CHF`, `TCHF`, `kEUR`, `M€`."""
    code = currency_code(text)
    if code:
        return code, Decimal(1)
    if len(text) > 1 and text[0] in _CODE_PREFIX:
        rest = text[1:]
        code = currency_code(rest) if rest.isupper() or not rest.isalpha() else None
        if code:
            return code, Decimal(10) ** _CODE_PREFIX[text[0]]
    return None
