"""Parts of a text in its own words: the work and the result of a hybrid, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from okrsync.language.claim import read_claim
from okrsync.language.classify import classify
from okrsync.language.clauses import divide
from okrsync.language.lexicon import Lexicon, load
from okrsync.language.tokens import Token, tokenise
from okrsync.language.verdict import Label

JOINED = ("second", "with", "result")
OPEN = ("head", "particle", "means", "purpose", "relative", "while")
"""Zones that the first part may hold before the second begins."""
SHORT = 3
"""A part of fewer letters says nothing."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A text that holds a piece of work and a result, each in the text's own words."""

    work: str
    result: str


def split(text: str, lang: str) -> Parts | None:
    """The work and the result that a text in this language joins by "and", "with" or a comma.

    None where it can't be cut cleanly: where a half is missing, or both read the same way.
    """
    tokens = _divided(text, load(lang))
    place = next((i for i, t in enumerate(tokens) if t.zone in JOINED), 0)
    if not place or not _joins(tokens[place]):
        return None
    before = [t for t in tokens[:place] if t.zone != "prefix"]
    after = tokens[place + 1 :]
    if any(t.zone == "head" for t in after) or not any(t.zone in OPEN for t in before):
        return None
    return _sorted(_words(text, before), _words(text, after), lang)


def counted(text: str, lang: str) -> str | None:
    """The noun that the claim of a text is about, as it is written there: "calls"."""
    head = [t for t in _divided(text, load(lang)) if t.zone == "head" and t.kind != "sym"]
    noun = read_claim(head, load(lang)).noun if head else None
    return text[noun.start : noun.end] if noun and noun.kind == "word" else None


def _divided(text: str, lexicon: Lexicon) -> list[Token]:
    tokens = tokenise(text, lexicon)
    divide(text, tokens, lexicon)
    return tokens


def _joins(token: Token) -> bool:
    """Whether it can be left out: the rest of a relative clause ("that …") can't stand alone."""
    return token.norm == "," or token.is_("and", "with", "result")


def _words(text: str, tokens: Sequence[Token]) -> str:
    return text[tokens[0].start : tokens[-1].end].strip(" ,;:–—-") if tokens else ""


def _sorted(one: str, two: str, lang: str) -> Parts | None:
    if min(len(one), len(two)) < SHORT:
        return None
    leans = [classify(part, lang=lang).lean for part in (one, two)]
    if leans == [Label.OUTPUT, Label.OUTCOME]:
        return Parts(work=one, result=two)
    if leans == [Label.OUTCOME, Label.OUTPUT]:
        return Parts(work=two, result=one)
    return None
