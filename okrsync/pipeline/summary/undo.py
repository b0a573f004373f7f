"""A tab of our own taken back: away again where the run added it, else as it was before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from okrsync.connector import KeptSummary, Receipt, Summarising, SummaryTab
from okrsync.evaluate.evaluation import Evaluation
from okrsync.i18n import Message
from okrsync.pipeline.restoration import SINCE
from okrsync.pipeline.results import SkippedCell
from okrsync.pipeline.summary.record import SUMMARY, rows_of, summary_change, tab_of
from okrsync.pipeline.summary.tab import summarising
from okrsync.sources.job import Document
from okrsync.state import CellChange

REMOVE = Message("Remove “{title}”, which run {run} of {day} added to {where}?")
RESTORE = Message("Put back “{title}” as it was before run {run} of {day} on {where}?")
NOBODY = Message(
    "Run {run} of {day} is undone only after a yes: it is about “{title}” on {where}. Nothing was "
    "written."
)
TAB_GONE = Message("it is gone")


@dataclass(frozen=True, slots=True)
class SummaryBack:
    """What an undo does to a tab of our own: `former` is what it held, None where it is to go."""

    document: Document
    connector: Summarising
    kept: KeptSummary
    former: SummaryTab | None
    change: CellChange

    @property
    def question(self) -> Message:
        """What a person is asked."""
        return RESTORE if self.former else REMOVE

    def carry_out(self, evaluation: Evaluation) -> Receipt:
        """Do it. Raises ConnectorError."""
        snapshot = evaluation.snapshots[self.document.key]
        if self.former is None:
            return self.connector.drop_summary(snapshot, self.kept)
        return self.connector.keep_summary(snapshot, self.kept, self.former)


def summary_back(
    evaluation: Evaluation, changes: Iterable[CellChange], language: str
) -> SummaryBack | SkippedCell | None:
    """What can be taken back of a run's tab: it, why it is left alone, or None without one."""
    change = next((one for one in changes if one.field == SUMMARY), None)
    if change is None:
        return None
    documents = evaluation.job.documents
    document = next(d for d in documents if any(p.source == change.source for p in d.parts))
    connector = summarising(document)
    snapshot = evaluation.snapshots[document.key]
    kept = connector.summary(snapshot, change.tab)
    before, after = rows_of(change.before), rows_of(change.after)
    if kept.rows is None:
        return None if before is None else _skipped(change, TAB_GONE, language)
    former = None if before is None else tab_of(kept.title, before, snapshot.tables)
    if former is not None and connector.same_summary(kept, former):
        return None  # back already
    if after is None or not connector.same_summary(kept, tab_of(kept.title, after, ())):
        return _skipped(change, SINCE, language)
    back = summary_change(change.source, kept.title, after, before)
    return SummaryBack(document, connector, kept, former, back)


def _skipped(change: CellChange, reason: Message, language: str) -> SkippedCell:
    return SkippedCell(change.source, change.tab, "A1", reason.say(language))
