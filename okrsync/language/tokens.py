"""A text as tokens: words with their classes, and the figures between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from okrsync.language.forms import guess
from okrsync.language.lexicon import NOTHING, Classes, Lexicon, fold

_SCALE = r"(?:\s?(?:k|m|mm|bn|mio|mrd|mln|million(?:en|s)?|miljoen|millones|milliards?|mil|tsd|tausend)\b)?"
_SIGN = r"(?:[€$£]|\b(?:usd|eur|gbp|t?chf|us\$|r\$)\s?)"
_FIGURE = r"\d[\d.,'’]*"
TOKEN = re.compile(
    rf"""
    (?P<money>(?:{_SIGN})\s?(?:{_FIGURE}|x\b){_SCALE}\+?
        |{_FIGURE}{_SCALE}\s?(?:[€$£]|k?(?:eur|euros?|usd|dollars?|d[oó]lares|chf|gbp|pounds|franken|francs)\b))
    |(?P<pct>(?:{_FIGURE}|\b[xyz]\s?)\s?(?:%\+?|(?:percent|procent|prozent|percentage|pour\scent|por\sciento|por\scento)\b))
    |(?P<num>{_FIGURE}(?:\s?[km]\b|\s?(?:million|miljoen|millionen|millones|mln|mio)\b)?x?\+?)
    |(?P<arrow>→|->|=>|➔|➜|⟶)
    |(?P<cmp>[≥≤<>]=?|⩾|⩽)
    |(?P<word>[^\W\d_]\w*(?:[-‑/&.](?=[^\W_])\w+)*)
    |(?P<sym>[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(slots=True)
class Token:
    """A piece of the text: its kind, folded form, place and classes."""

    kind: str
    norm: str
    start: int
    end: int
    classes: Classes
    zone: str = "head"

    def is_(self, *classes: str) -> bool:
        """Whether it belongs to one of the classes."""
        return any(c in self.classes for c in classes)


def tokenise(text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of a text in order; known phrases are one token.

    An unknown word that looks like a verb gets the class `guess`. In German a capital letter
    inside a text says that it is none.
    """
    tokens = list(_join(list(_raw(text)), lexicon))
    for place, token in enumerate(tokens):
        if token.kind == "word" and not token.classes:
            raw = text[token.start : token.end]
            noun = lexicon.family == "german" and place > 0 and raw[0].isupper()
            if not noun and (letter := guess(raw.lower(), lexicon.family)):
                token.classes = {"guess": letter}
    return tokens


def _raw(text: str) -> Iterator[Token]:
    folded = fold(text)
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "sym"
        start, end = match.span()
        if kind == "word" and not _whole(folded[start:end]):
            yield from _split(folded, start, end)
        else:
            yield Token(kind, folded[start:end], start, end, NOTHING)


def _whole(word: str) -> bool:
    return "/" not in word and "&" not in word and "." not in word


def _split(folded: str, start: int, end: int) -> Iterator[Token]:
    """views/reads is two words; ci/cd and node.js are looked up as they are written too."""
    if "/" not in folded[start:end]:
        yield Token("word", folded[start:end], start, end, NOTHING)
        return
    place = start
    for part in folded[start:end].split("/"):
        yield Token("word", part, place, place + len(part), NOTHING)
        place += len(part) + 1


def _join(tokens: list[Token], lexicon: Lexicon) -> Iterator[Token]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        length = 1
        if token.kind != "sym":
            length, token = _phrase(tokens, place, lexicon)
        yield token
        place += length


def _phrase(tokens: list[Token], place: int, lexicon: Lexicon) -> tuple[int, Token]:
    """The longest phrase that begins here, else the token with its own classes."""
    token = tokens[place]
    for tongue in (lexicon, lexicon.fallback):
        if tongue is None:
            break
        for words, classes in tongue.phrases.get(token.norm, ()):
            stop = place + len(words)
            if stop <= len(tokens) and all(
                t.norm == w for t, w in zip(tokens[place:stop], words, strict=True)
            ):
                if tongue is not lexicon and not _noun(classes):
                    continue
                last = tokens[stop - 1]
                return len(words), Token("word", " ".join(words), token.start, last.end, classes)
    if token.kind == "word":
        token.classes = lexicon.classes(token.norm)
    return 1, token


def _noun(classes: Classes) -> bool:
    return any(c in {"metric", "yield", "product", "activity", "cert", "people"} for c in classes)
