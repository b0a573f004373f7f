"""Parts of a text in its own words: the work and the result of a hybrid, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from okrsync.language.claim import read_claim
from okrsync.language.classify import classify
from okrsync.language.clauses import VERBS, divide
from okrsync.language.lexicon import Lexicon
from okrsync.language.lexicons import load
from okrsync.language.pieces import fold
from okrsync.language.tokens import Token, tokenise
from okrsync.language.verdict import Label

JOINED = ("second", "with", "result")
PRONOUNS = {
    "en": {"it", "them", "they", "both"},
    "nl": {"ze", "deze", "hem", "beide"},
    "de": {"sie", "es", "diese", "beide"},
    "fr": {"celui-ci", "celle-ci", "elle", "elles", "ils", "les deux"},
    "es": {"ello", "ella", "ellos", "ellas"},
}
"""Words that point to the other part: alone, nobody knows what is meant."""
MOVING = {"move", "improve", "win", "earn"}
SHORTEST = 2
"""A part of fewer words ("define and measure …") has lost what it shares with the other."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A text that holds a piece of work and a result, each in the text's own words."""

    work: str
    result: str


def split(text: str, lang: str) -> Parts | None:
    """The work and the result that a text in this language joins by "and", "with" or a comma.

    None where it can't be cut cleanly: where a half is missing, or isn't clear by itself.
    """
    tokens = _divided(text, load(lang))
    place = next((i for i, t in enumerate(tokens) if t.zone in JOINED), 0)
    if not place or not _joins(tokens[place], tokens[-1]):
        return None
    before, after = [t for t in tokens[:place] if t.zone != "prefix"], tokens[place + 1 :]
    while before and (before[-1].kind == "sym" or before[-1].is_("while", "and")):
        before.pop()
    while after and after[0].is_("prepositions") and not after[0].is_("from"):
        after.pop(0)
    if not before or not after or any(t.zone == "head" for t in after):
        return None
    if any(t.norm in PRONOUNS.get(lang, ()) for t in after):
        return None
    if before[-1].is_(*VERBS) and after[0].is_(*VERBS):
        return None  # "define and measure happiness": both verbs share what stands behind them
    verb = _joining_verb(text, tokens[place], lang)
    return _sorted(_words(text, before), f"{verb} {_words(text, after)}".strip(), lang)


def counted(text: str, lang: str) -> str | None:
    """The noun that the claim of a text is about, as it is written there: "calls".

    None where it names people: they are called, and are no doing.
    """
    head = [t for t in _divided(text, load(lang)) if t.zone == "head" and t.kind != "sym"]
    noun = read_claim(head, load(lang)).noun if head else None
    if noun is None or noun.kind != "word" or noun.is_("people"):
        return None
    return text[noun.start : noun.end]


def _divided(text: str, lexicon: Lexicon) -> list[Token]:
    tokens = tokenise(text, lexicon)
    divide(text, tokens, lexicon)
    return tokens


def _joins(token: Token, last: Token) -> bool:
    """Whether it can be left out. What a relative clause says ("die 100 leads opleveren") can
    stand alone only where it ends in an infinitive."""
    infinitive = any(last.classes.get(verb) == "i" for verb in VERBS)
    return token.norm == "," or token.is_("and", "with", "result") or infinitive


def _joining_verb(text: str, token: Token, lang: str) -> str:
    """The verb of "y reducir", which the result needs; "and reach" says nothing more."""
    verb = text[token.start : token.end].rpartition(" ")[2] if token.is_("result") else ""
    return verb if load(lang).classes(fold(verb)).keys() & MOVING else ""


def _words(text: str, tokens: Sequence[Token]) -> str:
    return text[tokens[0].start : tokens[-1].end].strip(" ,;:–—-") if tokens else ""


def _sorted(one: str, two: str, lang: str) -> Parts | None:
    if min(len(part.split()) for part in (one, two)) < SHORTEST:
        return None
    labels = [classify(part, lang=lang).label for part in (one, two)]
    if labels == [Label.OUTPUT, Label.OUTCOME]:
        return Parts(work=one, result=two)
    if labels == [Label.OUTCOME, Label.OUTPUT]:
        return Parts(work=two, result=one)
    return None
