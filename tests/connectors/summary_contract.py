"""What every connector that keeps a summary must do. Its test inherits this class too."""

from __future__ import annotations

from decimal import Decimal

from okrsync.connector import KeptSummary, Location, Snapshot, Summarising, SummaryTab
from tests.connectors.plan import PLAN, VALUES, changes, ensured, trimmed
from tests.connectors.subject import Subject

NAME = "OKR summary"
HEAD: list[list[str | Decimal | None]] = [["OKR summary"], ["Made by okrsync"], ["Objective", "x"]]
LONG = SummaryTab(
    NAME, [*HEAD, ["Grow", Decimal("0.5")], ["=1+1", Decimal("0.25")], ["More", None]]
)
SHORT = SummaryTab(NAME, [*HEAD, ["Grow", Decimal("0.75")]])


class SummaryContract:
    """The suite. Each test gets a `Subject` and nothing else."""

    def test_a_summary_holds_what_it_is_to_hold(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        kept = look(subject, location)
        assert kept.rows is None
        for tab, other in ((LONG, SHORT), (SHORT, LONG)):
            keep(subject, location, tab)
            kept, connector = look(subject, location), summarising(subject)
            assert kept.rows is not None
            assert connector.same_summary(kept, tab)
            assert not connector.same_summary(kept, other)
            assert len(trimmed([list(row) for row in kept.rows])) == len(tab.rows)

    def test_a_text_of_a_summary_is_no_formula(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        keep(subject, location, LONG)
        kept = look(subject, location)
        assert "=1+1" in [row[0] for row in kept.rows or () if row]

    def test_a_summary_is_no_source(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        before = [table.name for table in subject.read(location).tables]
        keep(subject, location, LONG)
        assert [table.name for table in subject.read(location).tables] == before
        assert trimmed(subject.grid()) == trimmed(PLAN)

    def test_looking_for_a_summary_writes_nothing(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        before = subject.state()
        kept = look(subject, location)
        assert (kept.calls.write, subject.state()) == (0, before)

    def test_there_is_one_summary_only(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        keep(subject, location, LONG)
        title = look(subject, location).title
        keep(subject, location, SHORT)
        assert look(subject, location).title == title

    def test_a_summary_goes_again(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        free = look(subject, location).title
        keep(subject, location, LONG)
        snapshot = subject.read(location)
        connector = summarising(subject)
        connector.drop_summary(snapshot, connector.summary(snapshot, NAME))
        kept = look(subject, location)
        assert (kept.rows, kept.title) == (None, free)
        assert trimmed(subject.grid()) == trimmed(PLAN)

    def test_what_is_written_beside_it_leaves_it_alone(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        keep(subject, location, LONG)
        snapshot = ensured(subject, subject.read(location))
        made = changes(snapshot, subject.header_row, VALUES)
        assert subject.connector.write(snapshot, made).written
        assert summarising(subject).same_summary(look(subject, location), LONG)


def summarising(subject: Subject) -> Summarising:
    assert isinstance(subject.connector, Summarising)
    return subject.connector


def look(subject: Subject, location: Location) -> KeptSummary:
    return summarising(subject).summary(subject.read(location), NAME)


def keep(subject: Subject, location: Location, tab: SummaryTab) -> Snapshot:
    snapshot, connector = subject.read(location), summarising(subject)
    connector.keep_summary(snapshot, connector.summary(snapshot, NAME), tab)
    return snapshot
