"""Whether a number is a rate, a rating or an index, which does not start at 0 by itself."""

from __future__ import annotations

import re

_LEVELS = re.compile(
    r"%|‰|/\s?\d+$|\b(e?nps|c-?sat|ctr|pp|rates?|ratings?|taux|tasa|taxa|stars?|sterren|sterne"
    r"|average|gemiddelde?|durchschnitt|moyenne|promedio|média|procent|prozent|percent|uptime)\b"
    r"|(score|index|indexes|indices|indice|índice|ratio|percentage|cijfer|graad|marge|margin"
    r"|satisfaction|tevredenheid|zufriedenheit|satisfacción|satisfação|puntuación|pontuação)s?\b"
    r"|\w{3}quote\b",
    re.IGNORECASE,
)
"""Units, and words of a title without a unit, that name a rate, a rating or an index."""


def is_level(unit: str | None, title: str) -> bool:
    """Whether this is a rate, a rating or an index, by its unit, else by its title."""
    return bool(_LEVELS.search(unit if unit is not None else title))
