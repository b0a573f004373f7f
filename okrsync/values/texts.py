"""Typed text, cleaned for comparing and made harmless for printing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Format characters that carry meaning inside a text: joiners build emoji and Indic letters.
_JOINERS = "\u200c\u200d"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"
_EDGES = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029" + _JOINERS
_QUOTES = (
    ('"', '"'), ("'", "'"), ("“", "”"), ("„", "“"), ("„", "”"), ("”", "”"),
    ("‘", "’"), ("‚", "‘"), ("‚", "’"), ("’", "’"), ("«", "»"), ("»", "«"), ("‹", "›"), ("`", "`"),
)  # fmt: skip
_CLOSING = {
    opening: frozenset(end for start, end in _QUOTES if start == opening) for opening, _ in _QUOTES
}
_BOLD = "**"
_DROP = dict.fromkeys(map(ord, _BIDI + _INVISIBLE))
_HIDDEN = dict.fromkeys(map(ord, _INVISIBLE))
_SPACES = dict.fromkeys(
    (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000),
    " ",
)
_CLEANED = {**_DROP, **_SPACES}
_BLANKS = re.compile(r"[\s\u2028\u2029]+")


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """The text as it is meant: no odd spaces, nothing invisible, no quotes and no bold marks of a
    wiki around it, in NFC.

    Line breaks inside are kept: a cell's bullets stand on them.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_CLEANED))
    text = text.strip(_EDGES)
    while (inner := _unquoted(text)) is not None:
        text = inner.strip(_EDGES)
    if text[:2] == _BOLD == text[-2:] and text.count(_BOLD) == 2:
        text = text[2:-2].strip(_EDGES)
    return text


def visible(text: str) -> str:
    """The text as it stands, without characters of no width and no meaning.

    Joiners and direction marks stay: emoji and other scripts need them.
    """
    return text if text.isascii() else text.translate(_HIDDEN)


def _unquoted(text: str) -> str | None:
    """What stands between quotes that enclose the whole text, None where none do."""
    if len(text) < 2:
        return None
    opening, closing = text[0], text[-1]
    if closing not in _CLOSING.get(opening, ()):
        return None
    inner = text[1:-1]
    return None if opening in inner or closing in inner else inner


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text for comparing words: clean, small letters, no accents, single spaces."""
    text = clean(text).casefold()
    if not text.isascii():
        marks = unicodedata.normalize("NFKD", text)
        # Mathematical and full-width capitals have become plain ones only now.
        text = "".join(c for c in marks if not unicodedata.combining(c)).casefold()
    return _BLANKS.sub(" ", text).strip()


def safe(text: str) -> str:
    """The text, harmless on a terminal and on one line.

    Line breaks and tabs become a space; other control characters, escape sequences' among
    them, and broken surrogates become visible (`\\x1b`); bidi overrides and invisible
    characters disappear.
    """
    if text.isprintable():
        return text
    return "".join(map(_harmless, _BLANKS.sub(" ", text.translate(_CLEANED))))


def _harmless(char: str) -> str:
    if char.isprintable() or char in _JOINERS:
        return char
    category = unicodedata.category(char)
    if category in ("Cc", "Cs"):
        code = ord(char)
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    return "" if category == "Cf" else char


# What people write for "there is none", by language; compared after `fold`.
NULL_WORDS: dict[str, tuple[str, ...]] = {
    "any": ("-", "--", "---", "–", "—", "−", "‐", "‑", "―", "…", "...", "..", ".", "?", "??", "???",
            "_", "__", "/", "//", "n/a", "n.a.", "n.a", "na", "n. a.", "null", "none", "(none)",
            "(blank)", "(leeg)", "[]", "tbd", "t.b.d.", "tba", "tbc", "xx", "xxx"),
    "en": ("not applicable", "not available", "not set", "not known", "unknown", "no data", "nil",
           "empty", "blank", "to be determined", "to be defined", "to be confirmed",
           "to be decided", "to do", "no target", "no baseline"),
    "nl": ("nvt", "n.v.t.", "n.v.t", "niet van toepassing", "n.b.", "n/b", "nb", "niet bekend",
           "onbekend", "geen", "geen data", "geen gegevens", "leeg", "ntb", "n.t.b.", "n.t.b",
           "nog te bepalen", "te bepalen", "nog niet bekend", "nog onbekend", "nnb", "n.n.b."),
    "de": ("k.a.", "k.a", "ka", "k. a.", "keine angabe", "keine angaben", "keine", "keiner",
           "unbekannt", "nicht bekannt", "entfallt", "nicht zutreffend", "nicht anwendbar",
           "n.v.", "n. v.", "nicht verfugbar", "keine daten", "n.z.", "n.n.", "noch offen",
           "leer", "zu definieren", "noch zu definieren", "t.b.d"),
    "fr": ("s.o.", "s.o", "so", "s/o", "sans objet", "n.d.", "n.d", "nd", "n/d", "nc", "n.c.",
           "n/c", "non applicable", "non disponible", "inconnu", "inconnue", "aucun", "aucune",
           "neant", "vide", "a definir", "a determiner", "a preciser"),
    "es": ("n/d", "s/d", "s.d.", "sin dato", "sin datos", "no aplica", "no disponible",
           "desconocido", "ninguno", "ninguna", "por definir", "por determinar", "pendiente",
           "vacio", "no procede"),
    "pt": ("n/d", "s/d", "sem dados", "nao se aplica", "nao aplicavel", "nao disponivel",
           "desconhecido", "nenhum", "nenhuma", "a definir", "a determinar", "por definir",
           "vazio", "pendente"),
}  # fmt: skip
_NULLS = frozenset(word for words in NULL_WORDS.values() for word in words)


@lru_cache(maxsize=65536)
def is_null(text: str) -> bool:
    """Whether the text says that there is nothing: empty, or a null word of any language."""
    text = fold(text)
    return not text or text in _NULLS or bool(_TO_FILL.fullmatch(text))


_TO_FILL = re.compile(r"(?:x{2,}|_{2,}|\?+) ?[%€$£a-z]{0,3}")
"""A place that is to be filled in: "XX%", "___ %"."""


_AWAITED = frozenset(
    ("pending", "awaiting", "awaiting data", "not measured", "not measured yet",
     "not yet measured", "to be measured", "to follow", "in afwachting", "nog niet gemeten",
     "niet gemeten", "nog te meten", "volgt", "volgt nog", "ausstehend", "noch nicht gemessen",
     "nicht gemessen", "folgt", "en attente", "pas encore mesure", "non mesure", "a mesurer",
     "sin medir", "por medir", "en espera", "nao medido", "por medir", "a medir")
)  # fmt: skip


def is_awaited(text: str) -> bool:
    """Whether a text in a number's place says that the number is yet to come ("pending")."""
    return fold(text) in _AWAITED
