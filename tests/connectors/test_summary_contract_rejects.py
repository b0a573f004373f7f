"""The suite for summaries can fail: it rejects each connector that is wrong in one way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest

from okrsync.connector import (
    KeptSummary,
    Location,
    Memory,
    Receipt,
    Snapshot,
    SummaryPlace,
    SummaryTab,
    TableConnector,
    Want,
)
from okrsync.table import Row, Table
from tests.connectors.subject import Subject
from tests.connectors.summary_contract import SummaryContract
from tests.connectors.test_contract_csv import CsvSubject
from tests.connectors.test_contract_excel import ExcelSubject

SUBJECTS: dict[str, Callable[[Path], Subject]] = {"csv": CsvSubject, "excel": ExcelSubject}


class Faulty:
    """Hands everything on to a right connector, but for one thing."""

    names_tabs: ClassVar[bool] = True
    kept_in: ClassVar[SummaryPlace] = SummaryPlace.TAB
    caught_by: ClassVar[str]

    def __init__(self, right: Any) -> None:
        self.right = right

    def __getattr__(self, name: str) -> Any:
        return getattr(self.right, name)

    def summary(self, snapshot: Snapshot, title: str) -> KeptSummary:
        found: KeptSummary = self.right.summary(snapshot, title)
        return found

    def same_summary(self, kept: KeptSummary, tab: SummaryTab) -> bool:
        return bool(self.right.same_summary(kept, tab))

    def keep_summary(self, snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab) -> Receipt:
        receipt: Receipt = self.right.keep_summary(snapshot, kept, tab)
        return receipt

    def drop_summary(self, snapshot: Snapshot, kept: KeptSummary) -> Receipt:
        receipt: Receipt = self.right.drop_summary(snapshot, kept)
        return receipt


class AlwaysContent(Faulty):
    """Never sees that something changed."""

    caught_by = "test_a_summary_holds_what_it_is_to_hold"

    def same_summary(self, kept: KeptSummary, tab: SummaryTab) -> bool:
        return True


class LeavesOldLines(Faulty):
    """Writes over what is there and leaves what stands below it."""

    caught_by = "test_a_summary_holds_what_it_is_to_hold"

    def keep_summary(self, snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab) -> Receipt:
        old = [[str(v) if v else None for v in row] for row in (kept.rows or ())[len(tab.rows) :]]
        return super().keep_summary(snapshot, kept, replace(tab, rows=[*tab.rows, *old]))


class TakesTextsForFormulas(Faulty):
    """Evaluates what looks like a formula."""

    caught_by = "test_a_text_of_a_summary_is_no_formula"

    def keep_summary(self, snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab) -> Receipt:
        rows = [["2" if value == "=1+1" else value for value in row] for row in tab.rows]
        return super().keep_summary(snapshot, kept, replace(tab, rows=rows))


class ReadsItsSummary(Faulty):
    """Takes the summary for one of people's tabs."""

    caught_by = "test_a_summary_is_no_source"

    def read(self, location: Location, want: Want, memory: Memory) -> Snapshot:
        snapshot: Snapshot = self.right.read(location, want, memory)
        kept = self.right.summary(snapshot, "OKR summary")
        rows = [Row(number, row) for number, row in enumerate(kept.rows or (), 1)]
        more = [Table("ours", kept.title, rows)] if rows else []
        return replace(snapshot, tables=[*snapshot.tables, *more])


class WritesWhenLooking(Faulty):
    """Makes the summary as soon as it is looked for."""

    caught_by = "test_looking_for_a_summary_writes_nothing"

    def summary(self, snapshot: Snapshot, title: str) -> KeptSummary:
        found = super().summary(snapshot, title)
        receipt = self.right.keep_summary(snapshot, found, SummaryTab(title, [["x"]]))
        return replace(found, calls=receipt.calls)


class KeepsWhatIsToGo(Faulty):
    """Says that it took the summary away."""

    caught_by = "test_a_summary_goes_again"

    def drop_summary(self, snapshot: Snapshot, kept: KeptSummary) -> Receipt:
        return Receipt(revision=snapshot.revision)


def passes(name: str, subject: Subject) -> bool:
    """Whether a test of the suite accepts this subject."""
    try:
        getattr(SummaryContract(), name)(subject)
    except (Exception, pytest.fail.Exception):
        return False
    return True


@pytest.mark.parametrize("kind", SUBJECTS)
@pytest.mark.parametrize("fault", Faulty.__subclasses__(), ids=lambda fault: fault.__name__)
def test_the_suite_rejects_a_fault(fault: type[Faulty], kind: str, tmp_path: Path) -> None:
    subject = SUBJECTS[kind](tmp_path)
    subject.connector = cast("TableConnector", fault(subject.connector))
    assert not passes(fault.caught_by, subject)


@pytest.mark.parametrize("kind", SUBJECTS)
def test_it_is_the_fault_that_is_rejected(kind: str, tmp_path: Path) -> None:
    for number, name in enumerate({fault.caught_by for fault in Faulty.__subclasses__()}):
        (folder := tmp_path / str(number)).mkdir()
        subject = SUBJECTS[kind](folder)
        subject.connector = cast("TableConnector", Faulty(subject.connector))
        assert passes(name, subject)
