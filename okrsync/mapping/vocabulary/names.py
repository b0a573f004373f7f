"""What the name of a tab or a file says: the kind of its rows, a period, a team."""

from __future__ import annotations

import re
from functools import lru_cache

from okrsync.mapping.vocabulary.normal import phrase, tokens
from okrsync.mapping.vocabulary.words import everywhere

_EXPORT_HASH = re.compile(r"[ _-]?\b[0-9a-f]{32}\b|_all$")
_DEFAULT = re.compile(
    r"(?:sheet|blad|tabelle|feuil|feuille|hoja|planilha|plan|folha|table|tab|page|werkblad)\s?\d*"
)
_PERIOD = re.compile(
    r"(?<!\w)(?:(?:fy|gj)?\s?\d{2,4}(?:[/-]\d{2,4})?[\s\-/]*)?"
    r"(?:q|kw|kwartaal|quartal|quarter|trimestre|t|h)\s?[1-4]\b"
    r"(?:[\s\-/'’]*(?:fy\s?)?\d{2,4})?|\b(?:fy\s?)?20\d{2}(?:[/-]\d{2,4})?\b",
    re.IGNORECASE,
)
_GENERAL = frozenset(("okrs",))


@lru_cache(maxsize=1024)
def kind(name: str) -> str | None:
    """`objectives`, `key_results`, `initiatives`, `kpis`, `check_ins`, `okrs` or None.

    The most telling words win: "OKR acties" are initiatives.
    """
    words = tokens(_EXPORT_HASH.sub("", name))
    found: list[tuple[bool, int, int, str]] = []
    for meaning, texts in everywhere("names").items():
        for text in texts:
            parts = tuple(text.split())
            at = _position(words, parts)
            if at is not None:
                found.append((meaning not in _GENERAL, len(parts), at, meaning))
    return max(found)[3] if found else None


def _position(words: tuple[str, ...], parts: tuple[str, ...]) -> int | None:
    for at in range(len(words) - len(parts), -1, -1):
        if words[at : at + len(parts)] == parts:
            return at
    return None


@lru_cache(maxsize=1024)
def period_text(name: str) -> str | None:
    """The part of a name or a title that names a period ("OKRs Q2 2026" → "Q2 2026")."""
    found = _PERIOD.search(name)
    return found[0].strip(" -/") if found else None


@lru_cache(maxsize=1024)
def team(name: str) -> str | None:
    """What is left of a tab's name without period and OKR words: a team, if anything."""
    rest = " ".join(_PERIOD.sub(" ", _EXPORT_HASH.sub("", name)).split())
    if not rest or _DEFAULT.fullmatch(rest.casefold().strip()):
        return None
    general = {"team"}
    for texts in everywhere("names").values():
        general.update(word for text in texts for word in (text, *text.split()))
    parts = [part for part in re.split(r"[\s_\-–—|:/]+", rest) if part]
    kept = [part for part in parts if phrase(part) not in general]
    if not kept:
        return None
    return rest if len(kept) == len(parts) else " ".join(kept)
