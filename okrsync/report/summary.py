"""The tree with honest progress, as the rows of a tab of its own; each line names its cell.

Nothing in it moves with the date alone, so that a tab is written only when something happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from okrsync.connector import SummaryTab
from okrsync.evaluate.evaluation import Evaluation
from okrsync.i18n import Message
from okrsync.mapping.vocabulary import words
from okrsync.model import Entity, KeyResult, Kpi, Objective, Status
from okrsync.pipeline.summary.record import SummaryRows, tab_of
from okrsync.report.status import main_cell
from okrsync.report.tree import KPIS, LOOSE, instead_of
from okrsync.report.view import View
from okrsync.values import safe

TITLE = Message("OKR summary")
HEADERS = (
    Message("Objective"),
    Message("Honest progress"),
    Message("Reported progress"),
    Message("Status"),
    Message("Owner"),
    Message("Cell"),
)
KEY_RESULT, BOTH = Message("Key result"), Message("Key result or KPI")
MADE = Message("Made by okrsync and overwritten whole: what you type here is lost.")
_STEP = Decimal("0.0001")
_HEALTHY = {True: Status.ON_TRACK, False: Status.OFF_TRACK, None: Status.NO_DATA}
Cells = list[str | Decimal | None]


@dataclass(frozen=True, slots=True)
class SummaryTree:
    """How to write it: in which language and words, a cell with its tab's name or without."""

    view: View
    language: str
    words: Mapping[Status, str]
    named: bool = True

    @property
    def title(self) -> str:
        """What the tab is called, if the name is free."""
        return TITLE.say(self.language)

    def rows(self) -> SummaryRows:
        """All of it, from the first row on."""
        return [
            [f"{self.title} {safe(self.view.scores.period.label)}"],
            [MADE.say(self.language)],
            [header.say(self.language) for header in self._headers()],
            *self._lines(),
        ]

    def _headers(self) -> tuple[Message, ...]:
        first, *rest = HEADERS
        return first, BOTH if self._kpis() else KEY_RESULT, *rest

    def _lines(self) -> Iterator[Cells]:
        key_results = self.view.key_results()
        for objective, depth in self.view.in_order():
            yield self._objective(objective, depth)
            yield from map(self._key_result, key_results.get(objective.id, ()))
        loose = [k for k in key_results.get("", ()) if self.view.filter.takes_loose(k)]
        if loose:
            yield [LOOSE.say(self.language)]
        yield from map(self._key_result, loose)
        kpis = self._kpis()
        if kpis:
            yield [KPIS.say(self.language)]
        yield from map(self._kpi, kpis)

    def _kpis(self) -> list[Kpi]:
        kpis, takes = self.view.plan.kpis, self.view.filter.takes_loose
        return [kpi for kpi in kpis if not kpi.parked and takes(kpi)]

    def _objective(self, objective: Objective, depth: int) -> Cells:
        score = self.view.scores.objectives[objective.id]
        shares = [_share(score.progress), _share(score.reported)]
        title = "  " * depth + safe(objective.title)
        return [title, None, *shares, self._word(score.status), *self._about(objective)]

    def _key_result(self, key_result: KeyResult) -> Cells:
        score = self.view.scores.key_results[key_result.id]
        instead = instead_of(score)
        word = instead.say(self.language) if instead else self._word(score.status)
        shares = [_share(score.progress), _share(key_result.reported_progress)]
        cell = main_cell(key_result, score)
        return [None, safe(key_result.title), *shares, word, *self._about(key_result, cell)]

    def _kpi(self, kpi: Kpi) -> Cells:
        healthy, known = self.view.scores.kpis[kpi.id].healthy, kpi.metric and kpi.metric.current
        word = None if healthy is None and known is not None else self._word(_HEALTHY[healthy])
        return [None, safe(kpi.title), None, None, word, *self._about(kpi)]

    def _word(self, status: Status) -> str:
        return self.words.get(status, str(status))

    def _about(self, entity: Entity, cell: str | None = None) -> Cells:
        """Whose it is, and where it stands."""
        source, cell = entity.source, cell or main_cell(entity)
        tab = safe(source.tab or "") if source and self.named else ""
        where = f"{tab}!{cell}" if tab and cell else cell
        return [safe(entity.owner or "") or None, where]


def drawn(found: Evaluation, named: bool) -> SummaryTab:
    """The tab of what was read and scored; `named` says that a cell is told with its tab."""
    view = View(found.plan, found.scores)
    tree = SummaryTree(view, found.language, words.load(found.language).status, named)
    tables = [table for snapshot in found.snapshots.values() for table in snapshot.tables]
    return tab_of(tree.title, tree.rows(), tables)


def _share(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_STEP)
