"""The unit of a row's numbers: its own column's word, the header's brackets."""

from __future__ import annotations

import re
from functools import lru_cache

from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import everywhere
from okrsync.values.money import currency_code
from okrsync.values.wording import tail

PERCENT = "%"
_PERCENT_IN_TITLE = re.compile(
    r"(?<![\d.,])(?<!\d\s)%|\bpercent(?:age|agem)?\b|\b(?:procent|prozent|pourcentage|porcentaje)\b",
    re.IGNORECASE,
)
_RATE_IN_TITLE = re.compile(
    r"\b(?:rate|ratio|conversion|churn|retention|uptime|margin|share|occupancy|adoption"
    r"|conversie|retentie|marge|aandeel|bezettingsgraad|quote|anteil|taux|marge|tasa|taxa)\b"
    r"|\w{3}(?:percentage|quote|graad|marge)\b",
    re.IGNORECASE,
)


def names_percent(title: str) -> bool:
    """Whether a title says that its number is a percent ("Conversion rate %"), not how much it
    changes ("20 % more")."""
    if "%" not in title and "cent" not in (small := title.casefold()) and "zent" not in small:
        # Every row asks, and few go on.
        return False
    return bool(_PERCENT_IN_TITLE.search(title))


def names_rate(title: str) -> bool:
    """Whether a title names what is most often a percent, without saying so."""
    return bool(_RATE_IN_TITLE.search(title))


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
