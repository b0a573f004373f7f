"""A text as tokens: words with their classes, and the figures between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrsync.language.forms import guess
from okrsync.language.lexicon import NOTHING, Classes, Lexicon
from okrsync.language.pieces import pieces

PHRASE_NOUNS = frozenset({"metric", "yield", "product", "activity", "cert", "people"})
"""Classes of English phrases that count in every language."""


@dataclass(slots=True)
class Token:
    """A piece of the text: its kind, folded form, place, classes and zone (see `clauses`)."""

    kind: str
    norm: str
    start: int
    end: int
    classes: Classes
    zone: str = "head"

    def is_(self, *classes: str) -> bool:
        """Whether it belongs to one of the classes."""
        return bool(self.classes) and not self.classes.keys().isdisjoint(classes)


def tokenise(text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of a text in order; known phrases are one token.

    An unknown word that looks like a verb gets the class `guess`. In German a capital letter
    inside a text says that
    it is a noun.
    """
    raw = [Token(kind, norm, start, end, NOTHING) for kind, norm, start, end in pieces(text)]
    tokens = list(_join(raw, lexicon))
    for place, token in enumerate(tokens):
        if token.kind == "word" and not token.classes:
            written = text[token.start : token.end]
            noun = lexicon.family == "german" and place > 0 and written[0].isupper()
            if not noun and (letter := guess(written.lower(), lexicon.family)):
                token.classes = {"guess": letter}
    return tokens


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
        for words, classes in tongue.phrases_from(token.norm):
            stop = place + len(words)
            if stop > len(tokens) or any(
                t.norm != w for t, w in zip(tokens[place:stop], words, strict=True)
            ):
                continue
            if tongue is lexicon or not PHRASE_NOUNS.isdisjoint(classes):
                end = tokens[stop - 1].end
                return len(words), Token("word", " ".join(words), token.start, end, classes)
    if token.kind == "word":
        token.classes = lexicon.classes(token.norm)
    return 1, token
