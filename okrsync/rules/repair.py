"""Repairs made for their row: the split written out, the result to measure, or an example."""

from __future__ import annotations

import re
from dataclasses import dataclass

from okrsync.i18n import Message
from okrsync.language.parts import Parts, counted, split
from okrsync.language.verdict import Verdict
from okrsync.model import KeyResult
from okrsync.rules.neighbours import Neighbours
from okrsync.rules.quoting import decided_by, quoted
from okrsync.rules.rule import Hit

SPLIT = Message("Split the row. Key result: “{result}” · Initiative: “{work}”.")
SPLIT_QUESTION = Message("Is “{work}” what we do, and “{result}” what should come of it?")
MEASURE_RESULT = Message(
    "Make it an initiative, and measure “{other}”: a key result that this sheet has already."
)
MEASURE_KPI = Message(
    "Make it an initiative, and measure “{other}”: a KPI that this sheet has already."
)
LONGEST = 90
PLURALS = {"en": ("s",), "nl": ("en", "s")}
VERDICT = re.compile(r"out(?:put|come)|uitkomst|\b[A-Z]{3}\d\d\b", re.IGNORECASE)
"""Words that a question for colleagues avoids, also if another row's title holds them."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A rule's own sentences: what to do and ask where the sheet offers no result (`{example}`,
    `{asks}`, `{noun}`), and what the finding column asks."""

    fix: Message
    question: Message
    beside: Message
    """The question where another row is what should move (`{other}`)."""
    plain: Message
    """The question without the other row's title, if that holds a word that questions avoid."""
    of_noun: Message | None = None
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


def with_example(
    near: Neighbours, key_result: KeyResult, verdict: Verdict, question: Message
) -> Hit:
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
