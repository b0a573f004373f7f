"""Repairs made for their row: the split written out, the result to measure, or an example."""

from __future__ import annotations

import re
from dataclasses import dataclass

from okrsync.language.parts import Parts, counted, split
from okrsync.language.verdict import Verdict
from okrsync.model import KeyResult
from okrsync.rules.neighbours import Neighbours
from okrsync.rules.quoting import decided_by, quoted
from okrsync.rules.rule import Hit
from okrsync.text import Text

SPLIT = Text(
    en="Split the row. Key result: “{result}” · Initiative: “{work}”.",
    nl="Splits de rij. Kernresultaat: “{result}” · Initiatief: “{work}”.",
)
SPLIT_QUESTION = Text(
    en="Is “{work}” what we do, and “{result}” what should come of it?",
    nl="Is “{work}” wat we doen, en “{result}” wat daaruit moet komen?",
)
MEASURE_RESULT = Text(
    en="Make it an initiative, and measure “{other}”: a key result that this sheet has already.",
    nl="Maak er een initiatief van, en meet in plaats daarvan “{other}”: dat kernresultaat staat "
    "al in dit blad.",
)
MEASURE_KPI = Text(
    en="Make it an initiative, and measure “{other}”: a KPI that this sheet has already.",
    nl="Maak er een initiatief van, en meet in plaats daarvan “{other}”: die KPI staat al in dit "
    "blad.",
)
LONGEST = 90
PLURALS = {"en": ("s",), "nl": ("en", "s")}
VERDICT = re.compile(r"out(?:put|come)|uitkomst|\b[A-Z]{3}\d\d\b", re.IGNORECASE)
"""What a question that colleagues read does not name, not even in another row's title."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A rule's own sentences: what to do and ask where the sheet offers no result (`{example}`,
    `{asks}`, `{noun}`), and what the finding column asks."""

    fix: Text
    question: Text
    beside: Text
    """The question where another row is what should move (`{other}`)."""
    plain: Text
    """The question by itself, where the other row's title says what a question does not."""
    of_noun: Text | None = None
    """`fix` where what is counted can be named."""


def as_initiative(near: Neighbours, key_result: KeyResult, verdict: Verdict, ask: Asking) -> Hit:
    """The hit for a row that is work: split it, measure what the sheet has, or ask."""
    values = {"words": decided_by(verdict, near.context.language)}
    if parts := split(verdict.text, verdict.lang):
        return _split(key_result, parts, values)
    other = near.instead(key_result)
    if other is None:
        return _example(near, key_result, verdict, ask, values)
    values |= {"other": _short(other.title)}
    fix = MEASURE_RESULT if isinstance(other, KeyResult) else MEASURE_KPI
    question = ask.plain if VERDICT.search(other.title) else ask.beside
    return Hit(key_result, values=values, fix=fix, question=question)


def as_split(near: Neighbours, key_result: KeyResult, verdict: Verdict) -> Hit:
    """The hit for a row that is both: the split, or the rule's own question for it."""
    values = {"words": decided_by(verdict, near.context.language)}
    parts = split(verdict.text, verdict.lang)
    if parts is None:
        return Hit(key_result, values=values)
    return _split(key_result, parts, {"words": quoted(parts.work, parts.result)})


def with_example(near: Neighbours, key_result: KeyResult, verdict: Verdict, question: Text) -> Hit:
    """The hit for a row whose effect is asked for: an example of its trade at hand."""
    words = decided_by(verdict, near.context.language)
    values = {"words": words, **_trade(near, key_result)}
    return Hit(key_result, values=values, question=question)


def _split(key_result: KeyResult, parts: Parts, values: dict[str, str]) -> Hit:
    values |= {"work": parts.work, "result": parts.result}
    named = VERDICT.search(f"{parts.work} {parts.result}")
    question = None if named else SPLIT_QUESTION
    return Hit(key_result, values=values, fix=SPLIT, question=question)


def _example(
    near: Neighbours, key_result: KeyResult, verdict: Verdict, ask: Asking, values: dict[str, str]
) -> Hit:
    fix, noun = ask.fix, counted(verdict.text, verdict.lang)
    values |= _trade(near, key_result)
    if ask.of_noun and noun and _plural(noun, verdict.lang, near.context.language):
        fix, values = ask.of_noun, values | {"noun": noun}
    return Hit(key_result, values=values, fix=fix, question=ask.question)


def _trade(near: Neighbours, key_result: KeyResult) -> dict[str, str]:
    trade, language = near.trade(key_result), near.context.language
    return {"example": trade.example.say(language), "asks": trade.asks.say(language)}


def _plural(noun: str, written: str, spoken: str) -> bool:
    """Whether "the calls", "die gesprekken" is right: a plural in the language of the message."""
    spoken = spoken if spoken in PLURALS else "en"
    return written == spoken and noun.endswith(PLURALS[spoken])


def _short(title: str) -> str:
    title = " ".join(title.split())
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
