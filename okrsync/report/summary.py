"""The tree with honest progress, as the cells of a tab of its own.

Nothing in it moves with the date alone, so that a tab is written only when something happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from okrsync.connector import SummaryTab
from okrsync.model import KeyResult, Status
from okrsync.report.status import View
from okrsync.report.tree import NOT_COUNTED
from okrsync.text import Text
from okrsync.values import safe

TITLE = Text(en="OKR summary", nl="OKR-overzicht")
HEADERS = (
    Text(en="Objective", nl="Doel"),
    Text(en="Key result", nl="Kernresultaat"),
    Text(en="Honest progress", nl="Eerlijke voortgang"),
    Text(en="Reported progress", nl="Gemelde voortgang"),
    Text(en="Status", nl="Status"),
    Text(en="Owner", nl="Eigenaar"),
)
LOOSE = Text(en="Under no objective", nl="Onder geen doel")
MADE = Text(
    en="Made by okrsync and overwritten whole: what you type here is lost.",
    nl="Gemaakt door okrsync en steeds helemaal overschreven: wat je hier typt, gaat verloren.",
)
_STEP = Decimal("0.0001")
Cells = list[str | Decimal | None]


def summary_tab(view: View, language: str, words: Mapping[Status, str]) -> SummaryTab:
    """The tab of a plan, in people's language."""
    head: list[Cells] = [
        [f"{TITLE.say(language)} {safe(view.scores.period.label)}"],
        [MADE.say(language)],
        [header.say(language) for header in HEADERS],
    ]
    rows, bold = [*head], {1, 3}
    for heading, row in _rows(view, language, words):
        rows.append(row)
        if heading:
            bold.add(len(rows))
    return SummaryTab(TITLE.say(language), rows, frozenset(bold))


def _rows(view: View, language: str, words: Mapping[Status, str]) -> Iterator[tuple[bool, Cells]]:
    """Each row, and whether it is an objective's."""
    key_results = view.key_results()
    for objective, depth in view.in_order():
        score = view.scores.objectives[objective.id]
        yield (
            True,
            [
                "  " * depth + safe(objective.title),
                None,
                _share(score.progress),
                _share(score.reported),
                words.get(score.status, str(score.status)),
                safe(objective.owner or ""),
            ],
        )
        for key_result in key_results.get(objective.id, ()):
            yield False, _key_result(view, key_result, language, words)
    loose = [k for k in key_results.get("", ()) if view.filter.takes_loose(k)]
    if loose:
        yield True, [LOOSE.say(language)]
    for key_result in loose:
        yield False, _key_result(view, key_result, language, words)


def _key_result(
    view: View, key_result: KeyResult, language: str, words: Mapping[Status, str]
) -> Cells:
    score = view.scores.key_results[key_result.id]
    counts = score.decision.counts
    word = words.get(score.status, str(score.status)) if counts else NOT_COUNTED.say(language)
    return [
        None,
        safe(key_result.title),
        _share(score.progress),
        _share(key_result.reported_progress),
        word,
        safe(key_result.owner or ""),
    ]


def _share(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_STEP)
