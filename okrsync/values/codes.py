"""Codes that people number their rows with: `KR1.2: …`, `O1 – …`, `1.1 …`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from okrsync.values.texts import clean

_KINDS = {
    "key_result": ("kr", "key result", "key results", "kernresultaat", "sleutelresultaat",
                   "schlüsselergebnis", "résultat clé", "resultado clave", "resultado-chave",
                   "resultado chave", "rc", "sr", "result", "resultaat", "ergebnis"),
    "objective": ("o", "obj", "objective", "okr", "doel", "doelstelling", "ziel", "objectif",
                  "objetivo", "goal"),
    "initiative": ("i", "ini", "init", "initiative", "initiatief", "initiativ", "iniciativa", "a",
                   "action", "actie", "aktion", "massnahme", "maßnahme", "acción", "accion",
                   "ação", "acao", "task", "taak", "t"),
    "kpi": ("kpi",),
}  # fmt: skip
_PREFIXES = {prefix: kind for kind, prefixes in _KINDS.items() for prefix in prefixes}
_WORDS = "|".join(re.escape(word) for word in sorted(_PREFIXES, key=len, reverse=True))
_NUMBER = r"\d{1,4}(?:[.-]\d{1,4})*(?:\.[a-z]|(?-i:[a-d]))?(?![\w])"
_PREFIXED = re.compile(
    rf"(?P<prefix>{_WORDS})[ .#_-]{{0,2}}(?P<number>{_NUMBER})(?P<end>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,2})*)(?P<end>[.):]? ?.*)", re.DOTALL)
_PARTING = re.compile(r"[.):\]]?\s*(?:[:–—|-]+\s*|\.\s+|\)\s*|\s+|$)")
_BARE_PARTING = re.compile(r"[.)]\s+|\s*[:–—|]\s*|\s+-\s+|\s+|$|\)$|\.$")
# After these words a number is a number: "2.5 million users", "1.5 x".
_COUNTED = re.compile(
    r"(?:%|€|\$|£|x\b|k\b|m\b|to\b|naar\b|of\b|van\b|/|per\b|mln|mio|mi?l+j?[oai]+|bi?ll?i|mrd|"
    r"days?\b|dagen\b|tage\b|uur\b|hours?\b|stunden\b|jours\b|d[ií]as\b|[<>≥≤+=-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code before a title.

    `kind` is objective | key_result | initiative | kpi, None for a number alone. `code` is
    the whole (`KR1.2`), `number` its digits as text: 1.10 is not 1.1. `rest` is the title.
    """

    kind: str | None
    code: str
    number: str
    rest: str


@lru_cache(maxsize=65536)
def find_code(text: str) -> Code | None:
    """The code that a title begins with, None where it has none.

    A number alone is a code with a dot in or behind it ("1.1 Title", "1. Title", "1) Title"),
    or where nothing follows it; "3 new customers" is no code.
    """
    text = clean(text)
    match = _PREFIXED.match(text)
    if match:
        parting = _PARTING.match(match["end"])
        kind = _PREFIXES[match["prefix"].lower()]
        if parting and not _prose(match["prefix"], parting[0], match["end"][parting.end() :]):
            letters = _short(match["prefix"], kind)
            rest = match["end"][parting.end() :].strip()
            return Code(kind, f"{letters}{match['number'].upper()}", match["number"].upper(), rest)
    return _bare(text)


def _short(prefix: str, kind: str) -> str:
    """`KR` for every way to write it, so that "Key Result 1.1" and KR1.1 are one code."""
    if len(prefix) <= 3:
        return prefix.upper()
    return {"key_result": "KR", "objective": "O", "initiative": "I", "kpi": "KPI"}[kind]


def _prose(prefix: str, parting: str, rest: str) -> bool:
    """ "Goal 3 wins" or "a 10 percent rise" is a sentence, "KR 3 wins" is a code."""
    alone = parting.strip() == "" and bool(rest)
    return alone and (len(prefix) == 1 or len(prefix) > 3) and prefix != prefix.upper()


def _bare(text: str) -> Code | None:
    match = _BARE.match(text)
    if match is None:
        return None
    number, end = match["number"], match["end"]
    parting = _BARE_PARTING.match(end)
    if parting is None:
        return None
    rest = end[parting.end() :].strip()
    marked = "." in number or parting[0].strip() != ""
    if rest and (not marked or (parting[0].strip() == "" and _COUNTED.match(rest))):
        return None
    return Code(None, number, number, rest)
