"""The words that decided, as reasons that people can read."""

from __future__ import annotations

from functools import lru_cache

from okrsync.language.signals import Signals
from okrsync.language.verdict import Label, Reason
from okrsync.language.weigh import Weights

NAMES = {
    "work": "own work", "act": "own action", "move": "level rises or falls",
    "improve": "improvement", "attain": "level reached", "win": "others decide",
    "react": "others act", "spend": "money spent", "metric": "something measured",
    "yield": "given by others", "people": "people", "product": "something made",
    "activity": "own activity", "worknoun": "own work", "movenoun": "level rises or falls",
    "cert": "judged by others, worked on by us", "flaw": "something going wrong", "own": "ourselves",
    "state": "a state of things", "duration": "time", "done": "finished work",
    "count": "a count", "count-first": "a count", "threshold": "threshold", "rhythm": "rhythm",
    "percent": "percent", "whole": "all of it", "money": "money", "time": "time",
    "time-first": "time", "delta": "difference", "from-to": "from–to", "all": "all of it",
    "others": "others act", "we": "we do it", "artefact": "something made", "result": "result",
    "with": "with a result", "second": "second claim", "unknown": "what it is about",
}  # fmt: skip
ENOUGH = 4


def explain(text: str, signals: Signals, learned: Weights, lean: Label) -> tuple[Reason, ...]:
    """At most four reasons, the heaviest first; each stretch of text is quoted once.

    Never empty for a text with words: where nothing weighs, the claim itself is quoted.
    """
    totals: dict[tuple[int, int], tuple[float, str, float]] = {}
    for name, span in signals.found.items():
        weight = learned.outcome.get(name, 0.0) * learned.slope
        total, best, heaviest = totals.get(span, (0.0, name, 0.0))
        if abs(weight) > heaviest and _readable(name):
            best, heaviest = name, abs(weight)
        totals[span] = (total + weight, best, heaviest)
    ranked = sorted(totals.items(), key=lambda item: -abs(item[1][0]))
    reasons = [
        Reason(
            signal=_readable(name) or "the claim",
            words=text[start:end].strip(),
            towards=Label.OUTCOME if total > 0 else Label.OUTPUT,
            weight=round(total, 3),
        )
        for (start, end), (total, name, _) in ranked
        if abs(total) > 0.05 or len(totals) == 1
    ]
    if not reasons:
        start, end = next(iter(signals.found.values()))
        reasons = [Reason("the claim", text[start:end].strip(), lean)]
    return tuple(reasons[:ENOUGH])


@lru_cache(maxsize=4096)
def _readable(name: str) -> str:
    """The name that people read: from `v=work o=product` that of the last part known."""
    for part in reversed(name.replace(" participle", "").split()):
        key = part.split("=")[-1].split("@")[0]
        if key in NAMES:
            return NAMES[key]
    return ""
