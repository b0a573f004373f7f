"""The unit of a row's numbers: its own column's word, the header's brackets."""

from __future__ import annotations

from functools import lru_cache

from okrsync.mapping.normal import phrase
from okrsync.mapping.words import everywhere
from okrsync.values.money import currency_code
from okrsync.values.wording import tail

PERCENT = "%"


@lru_cache(maxsize=4096)
def of_column(text: str) -> str:
    """A unit column's word: `%` for every word for percent, a currency's code, else the word."""
    known = tail(text.strip())
    if known is not None and known.unit == PERCENT:
        return PERCENT
    return currency_code(text) or text


@lru_cache(maxsize=1024)
def of_header(bracket: str) -> str | None:
    """The unit in a header's brackets ("Target (€)"), None where something else stands there."""
    known = tail(bracket.strip())
    if known is not None and known.unit == PERCENT:
        return PERCENT
    code = currency_code(bracket)
    return code or (
        bracket.strip() if phrase(bracket) in everywhere("values.unit")["word"] else None
    )
