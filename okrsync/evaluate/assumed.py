"""What nobody said and okrsync took for granted, in one line: the period and where it stands, the
language, starts, columns that were not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from okrsync.evaluate.kept_starts import kept_starts
from okrsync.evaluate.notices import unread_columns
from okrsync.i18n import Message, joined, plural, verbatim
from okrsync.scoring.numbers import ZERO
from okrsync.scoring.result import NO_START
from okrsync.values import safe

if TYPE_CHECKING:
    from okrsync.evaluate.evaluation import Evaluation

ASSUMED = Message("Assumed: {what}")
PERIOD = Message("period {label}")
PERIOD_FROM = Message("period {label} ({origin})")
BY_DAY = Message("the quarter of the first sync")
BY_DAY_BESIDE = Message("the quarter of the first sync, for rows that name none")
LANGUAGES: Mapping[str, Message] = {
    "en": Message("English"),
    "nl": Message("Dutch"),
    "de": Message("German"),
    "fr": Message("French"),
    "es": Message("Spanish"),
    "pt": Message("Portuguese"),
}
NOT_READ = Message("not read: {columns}")
_NAMED = 3
_QUARTER = re.compile(r"(?P<year>[0-9]{4})-(?P<part>[QH][1-4])")


def assumed(found: Evaluation) -> str | None:
    """The line, None where nothing was assumed."""
    parts = [*_period(found), *_language(found), *_starts(found), *_not_read(found)]
    return ASSUMED.say(found.language, what=joined(parts, "; ")) if parts else None


def period_label(label: str) -> str:
    """A period as people read it: Q2 2026."""
    return _QUARTER.sub(r"\g<part> \g<year>", safe(label))


def _period(found: Evaluation) -> Iterator[Message]:
    if found.job.config.workspace.period:
        return
    label, origin = period_label(found.period.label), found.reading.period_origin
    if origin is None and not found.own_period:
        yield PERIOD.filled(label=label)
        return
    some = any(row.period for row in (*found.plan.objectives, *found.plan.key_results))
    yield PERIOD_FROM.filled(label=label, origin=origin or (BY_DAY_BESIDE if some else BY_DAY))


def _language(found: Evaluation) -> Iterator[Message]:
    """What the sheet's words show; it is settled with the first columns that are written."""
    if found.job.config.workspace.language is None and found.first:
        yield LANGUAGES[found.language]


def _starts(found: Evaluation) -> Iterator[Message]:
    scores = found.scores.key_results.values()
    taken = [each.baseline for each in scores if each.baseline_assumed]
    if unknown := sum(each.basis == NO_START for each in scores):
        yield plural(
            "start of {count} key result unknown", "start of {count} key results unknown", unknown
        )
    if kept := [each.title for each in kept_starts(found.plan)]:
        yield plural(
            "the start of {titles} as it was before its cell was cleared",
            "the starts of {titles} as they were before their cells were cleared",
            len(kept),
            titles=verbatim(_few(kept)),
        )
    if nought := taken.count(ZERO):
        yield plural(
            "start of {count} key result taken as 0",
            "start of {count} key results taken as 0",
            nought,
        )
    if seen := len(taken) - nought:
        yield plural(
            "start of {count} key result taken as first seen",
            "start of {count} key results taken as first seen",
            seen,
        )


def _few(titles: Sequence[str]) -> str:
    more = ["…"] if len(titles) > _NAMED else []
    return ", ".join([*(f"“{safe(each)}”" for each in titles[:_NAMED]), *more])


def _not_read(found: Evaluation) -> Iterator[Message]:
    columns = unread_columns(found.reading.problems, found.job.config)
    several = len(found.reading.tables) > 1
    named = [
        f"{tab}: {', '.join(headers)}" if several else ", ".join(headers)
        for tab, headers in columns.items()
    ]
    if named:
        yield NOT_READ.filled(columns=verbatim("; ".join(named)))


def without_unread(notes: Sequence[str], found: Evaluation) -> list[str]:
    """Notes without those that the line says already."""
    return [note for note in notes if note not in found.unread_said]
