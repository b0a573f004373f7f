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
    """A rule's own sentences where it is not split: what to do, and what the finding column asks.

    `fix` and `question` give an example of the row's trade (`{example}`, `{asks}`).
    """

    fix: Message
    question: Message
    beside: Message
    """The question where another row is what should move (`{other}`)."""
    bare: Message
    """`fix` where no trade is recognised: a stranger's example helps nobody."""
    plain: Message
    """The question without an example, or without the other row's title, if that holds a word
    that questions avoid."""
    of_noun: Message | None = None
    """`fix` where what is counted can be named (`{noun}`)."""
    bare_of_noun: Message | None = None


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


def with_example(near: Neighbours, key_result: KeyResult, verdict: Verdict, ask: Asking) -> Hit:
    """The hit for a row whose effect is asked for: with an example of its trade, if there is one.

    Names what is counted where the rule has a sentence for it.
    """
    values = {"words": decided_by(verdict, near.context.language)}
    return _example(near, key_result, verdict, ask, values)


def _split(key_result: KeyResult, parts: Parts, values: dict[str, str]) -> Hit:
    values |= {"work": parts.work, "result": parts.result}
    named = VERDICT.search(f"{parts.work} {parts.result}")
    question = None if named else SPLIT_QUESTION
    return Hit(key_result, values=values, fix=SPLIT, question=question)


def _example(
    near: Neighbours, key_result: KeyResult, verdict: Verdict, ask: Asking, values: dict[str, str]
) -> Hit:
    trade, language = near.trade(key_result), near.context.language
    fix, of_noun = (ask.fix, ask.of_noun) if trade else (ask.bare, ask.bare_of_noun)
    if trade:
        values |= {"example": trade.example.say(language), "asks": trade.asks.say(language)}
    noun = counted(verdict.text, verdict.lang) if of_noun else None
    if of_noun and noun and _plural(noun, verdict.lang, language):
        fix, values = of_noun, values | {"noun": _inside(noun, verdict)}
    question = ask.question if trade else ask.plain
    return Hit(key_result, values=values, fix=fix, question=question)


def _plural(noun: str, written: str, spoken: str) -> bool:
    """Whether "the calls", "die gesprekken" is right: a plural in the language of the message."""
    spoken = spoken if spoken in PLURALS else "en"
    return written == spoken and noun.endswith(PLURALS[spoken])


def _inside(noun: str, verdict: Verdict) -> str:
    """A noun as it stands inside a sentence: its capital may come from the text's beginning."""
    first = verdict.text.startswith(noun) and verdict.lang != "de" and not noun[:2].isupper()
    return noun[:1].lower() + noun[1:] if first else noun


def _short(title: str) -> str:
    title = " ".join(title.split())
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
