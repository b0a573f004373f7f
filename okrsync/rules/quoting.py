"""The words that decided a verdict, quoted; or what else did, where it was no word of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.language.lexicon import NOTHING, Lexicon
from okrsync.language.lexicons import load
from okrsync.language.pieces import fold
from okrsync.language.verdict import Label, Reason, Shade, Verdict

CONTEXT = {
    "context: unit": Message("the unit “{words}”"),
    "context: done or not": Message("its type is milestone"),
    "context: from one level to another": Message("its start and target"),
    "context: kept as an initiative": Message("it is kept as an initiative"),
    "context: kept as a KPI": Message("it is kept as a KPI"),
    "context: the other key results": Message("the other key results, such as “{words}”"),
}
FUNCTION = {
    "all", "and", "aux", "by", "can", "deadline", "determiners", "from", "gerund_means",
    "infinitive_purpose", "instead", "is", "means", "noun_purpose", "now", "numbers", "others",
    "particles", "prepositions", "purpose", "result", "skip", "threshold", "to", "we", "while",
    "with", "becomes", "count",
}  # fmt: skip
"""Classes of words that hold a sentence together, and say nothing when quoted."""
WORD = re.compile(
    r"""[€$£]\s?\d[\d.,'’]*\w*
    |\d[\d.,'’]*(?:[ \u00a0\u202f]\d{3})*\s?[%€$£]
    |[^\s“”"(),;:]+""",
    re.VERBOSE,
)
MOST = 3


def decided_by(verdict: Verdict, language: str) -> str:
    """At most three of the reasons in the order of the text, each quoted, none a part of another.

    Never empty: where no reason has words, the text itself is quoted.
    """
    chosen: list[tuple[range, str]] = []
    for reason in _deciding(verdict):
        words = reason.words if reason.signal in CONTEXT else _telling(verdict, reason.words)
        start = verdict.text.find(words)
        place = range(start, start + len(words))
        apart = start < 0 or not any(_overlap(place, other) for other, _ in chosen)
        if words and apart:
            chosen.append((place, _said(reason, " ".join(words.split()), language)))
    shown = [said for _, said in sorted(chosen[:MOST], key=lambda each: each[0].start)]
    return ", ".join(shown) or quoted(verdict.text)


def quoted(*texts: str) -> str:
    """Texts in quotation marks, each on one line."""
    return ", ".join(f"“{' '.join(text.split())}”" for text in texts)


def _deciding(verdict: Verdict) -> Iterator[Reason]:
    """What speaks for the verdict; where it reads both ways, whatever speaks at all.

    An amount of money speaks for either side, and makes a spend of what is spent.
    """
    both, spend = verdict.label is Label.AMBIGUOUS, verdict.shade is Shade.SPEND
    for reason in verdict.reasons:
        speaks = both or reason.towards is verdict.lean or (spend and reason.signal == "money")
        if speaks:
            yield reason


def _overlap(one: range, two: range) -> bool:
    return one.start < two.stop and two.start < one.stop


def _telling(verdict: Verdict, words: str) -> str:
    """A stretch of the text from its first telling word to its last, whole words; or nothing."""
    start = verdict.text.find(words)
    if start < 0:
        return words
    found = [
        m for m in WORD.finditer(verdict.text) if start < m.end() and m.start() < start + len(words)
    ]
    lexicon = load(verdict.lang)
    telling = [m for m in found if _tells(m[0], lexicon)]
    return verdict.text[telling[0].start() : telling[-1].end()] if telling else ""


def _tells(word: str, lexicon: Lexicon) -> bool:
    """Whether a word can decide anything alone: "to", "une", "every", "≥" and "55" can't."""
    if not any(c.isalpha() for c in word):
        return any(c in "%€$£" for c in word)
    classes = lexicon.words.get(fold(word), NOTHING)
    return not classes or bool(classes.keys() - FUNCTION)


def _said(reason: Reason, words: str, language: str) -> str:
    known = CONTEXT.get(reason.signal)
    return known.say(language, words=words) if known else quoted(words)
