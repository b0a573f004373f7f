"""The words that decided a verdict, quoted; or what else did, where it was no word of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.language.verdict import Label, Reason, Shade, Verdict

CONTEXT = {
    "context: unit": Message("the unit “{words}”"),
    "context: done or not": Message("its type is milestone"),
    "context: from one level to another": Message("its start and target"),
    "context: kept as an initiative": Message("it is kept as an initiative"),
    "context: kept as a KPI": Message("it is kept as a KPI"),
    "context: the other key results": Message("the other key results, such as “{words}”"),
}
MOST = 3
SAYS_NOTHING = re.compile(r"\s*[^\W\d]?\s*")
"""No word, or one of a letter ("à")."""


def decided_by(verdict: Verdict, language: str) -> str:
    """At most three of the reasons in the order of the text, each quoted, none a part of another.

    Never empty: where no reason has words, the text itself is quoted.
    """
    chosen: list[tuple[int, str, str]] = []
    for reason in _deciding(verdict):
        words = " ".join(reason.words.split())
        if not any(words in other or other in words for _, other, _ in chosen):
            said = _said(reason, words, language)
            chosen.append((verdict.text.find(reason.words), words, said))
    shown = [said for _, _, said in sorted(chosen[:MOST])]
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
        if speaks and not SAYS_NOTHING.fullmatch(reason.words):
            yield reason


def _said(reason: Reason, words: str, language: str) -> str:
    known = CONTEXT.get(reason.signal)
    return known.say(language, words=words) if known else quoted(words)
