"""The words that decided, as reasons that people can read."""

from __future__ import annotations

from functools import lru_cache

from okrsync.language.signals import Signals, Span
from okrsync.language.verdict import Label, Reason
from okrsync.language.weigh import DIALOGUE, Weights

NAMES = {
    "make": "own work",
    "work": "own work",
    "act": "own action",
    "move": "level rises or falls",
    "improve": "improvement",
    "attain": "level reached",
    "win": "others decide",
    "earn": "others decide",
    "react": "others act",
    "spend": "money spent",
    "guess": "a verb",
    "metric": "something measured",
    "yield": "given by others",
    "people": "people",
    "product": "something made",
    "activity": "own activity",
    "dialogue": "a conversation that both must want",
    "worknoun": "own work",
    "movenoun": "level rises or falls",
    "cert": "judged by others, worked on by us",
    "flaw": "something going wrong",
    "own": "ourselves",
    "state": "a state of things",
    "duration": "time",
    "done": "finished work",
    "count": "a count",
    "count-first": "a count",
    "threshold": "threshold",
    "rhythm": "rhythm",
    "percent": "percent",
    "whole": "all of it",
    "money": "money",
    "time": "time",
    "time-first": "time",
    "delta": "difference",
    "from-to": "from–to",
    "all": "all of it",
    "others": "others act",
    "can": "somebody can do something",
    "we": "we do it",
    "artefact": "something made",
    "result": "with a result",
    "with": "with a result",
    "second": "a second claim",
    "unknown": "what it is about",
    "automatic": "done by itself",
}
WHOLE = {
    "work and result": "work and result",
    "others can": "somebody can do something",
    "people and state": "people in a state",
    "people and react": "others act",
    "people and attain": "others reach something",
    "done and product": "something made is ready",
    "automatic share": "a share that runs by itself",
    "in time": "a promised time",
    "all in time": "a promised time",
    "is participle": "finished work",
    "becomes participle": "others act",
}
ENOUGH = 4
LIGHT = 0.05


def explain(text: str, signals: Signals, learned: Weights, label: Label) -> tuple[Reason, ...]:
    """At most four reasons, the heaviest first; each stretch of text is quoted once.

    An ambiguous text's first reason is what makes it read both ways. Never empty for a text with
    words: where nothing weighs, the claim itself is quoted.
    """
    totals: dict[Span, float] = {}
    names: dict[Span, tuple[float, str]] = {}
    for name, span in signals.found.items():
        weight = learned.outcome.get(name, 0.0) * learned.slope
        totals[span] = totals.get(span, 0.0) + weight
        readable = _readable(name)
        if readable and abs(weight) >= names.get(span, (0.0, ""))[0]:
            names[span] = (abs(weight), readable)
    ranked = sorted(totals.items(), key=lambda item: -abs(item[1]))
    reasons = [
        _reason(text, span, names.get(span, (0.0, "the claim"))[1], total)
        for span, total in ranked[: ENOUGH + 2]
        if abs(total) > LIGHT
    ]
    if label is Label.AMBIGUOUS:
        reasons = _both_ways(text, signals, learned, reasons)
    if not reasons:
        reasons = [_reason(text, next(iter(signals.found.values())), "the claim", 0.0)]
    return tuple(reasons[:ENOUGH])


def _both_ways(
    text: str, signals: Signals, learned: Weights, reasons: list[Reason]
) -> list[Reason]:
    """Put first what makes the text read both ways, if anything does."""
    weights = {name: learned.both.get(name, 0.0) for name in signals.found if _readable(name)}
    name = (
        DIALOGUE if DIALOGUE in signals.found else max(weights, key=weights.__getitem__, default="")
    )
    if not name or (name != DIALOGUE and weights[name] <= LIGHT):
        return reasons
    start, end = signals.found[name]
    first = Reason(_readable(name), text[start:end].strip(), Label.AMBIGUOUS)
    return [first, *(reason for reason in reasons if reason.words != first.words)]


def _reason(text: str, span: Span, name: str, total: float) -> Reason:
    towards = Label.OUTCOME if total > 0 else Label.OUTPUT
    return Reason(name, text[span[0] : span[1]].strip(), towards, round(total, 3))


@lru_cache(maxsize=4096)
def _readable(name: str) -> str:
    """The name that people read: from `v=work o=product` that of the last part known."""
    if name in WHOLE:
        return WHOLE[name]
    for part in reversed(name.replace(" participle", "").split()):
        key = part.split("=")[-1].split("@")[0]
        if key in NAMES:
            return NAMES[key]
    return ""
