"""A folder with a sheet and a state, and short ways to work on it as a command would."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from okrsync import pipeline as door
from okrsync.dialogue import Choice
from okrsync.pipeline import (
    Dialogue,
    Evaluation,
    Job,
    Options,
    PlannedRun,
    SummaryResult,
    SyncResult,
    UndoResult,
)
from okrsync.report.summary import drawn

HEADER = ("Objective", "Key result", "Start", "Current", "Target")
ROWS = (
    ("Grow the community", "Members who post weekly", "10", "25", "100"),
    ("Grow the community", "Questions answered within a day", "20%", "50%", "80%"),
    ("Earn trust", "Complaints a week", "12", "9", "4"),
)
PROGRESS, STATUS = "OKR progress", "OKR status"
YES = Options(yes=True)


@dataclass
class Time:
    """A clock that stands still until somebody waits."""

    moment: datetime = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
    waits: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.moment += timedelta(seconds=seconds)


@dataclass
class Person:
    """Somebody at a terminal; answers in turn, the last one for good."""

    answers: Sequence[bool] = (True,)
    questions: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    asks: bool = True

    def confirm(self, question: str) -> bool:
        self.questions.append(question)
        return self.answers[min(len(self.questions), len(self.answers)) - 1]

    def choose(self, question: str, labels: Mapping[Choice, str]) -> Choice:
        return Choice.YES if self.confirm(question) else Choice.NO

    def type(self, question: str) -> str:
        self.questions.append(question)
        return ""

    def pick(self, question: str, options: Sequence[str], default: int = 0) -> int | None:
        self.questions.append(question)
        return default

    def say(self, message: str) -> None:
        self.heard.append(message)

    def progress(self, what: str, done: int, total: int | None) -> None:
        pass


@dataclass
class Sandbox:
    """Everything in one folder. `today` is what OKRSYNC_TODAY says."""

    folder: Path
    today: str = "2026-05-01"
    clock: Time = field(default_factory=Time)
    name: str = "plan.csv"

    @property
    def file(self) -> Path:
        return self.folder / self.name

    @property
    def environment(self) -> Mapping[str, str]:
        return {"OKRSYNC_STATE": str(self.folder / "state.db"), "OKRSYNC_TODAY": self.today}

    def write(self, rows: Iterable[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> None:
        self.file.write_text(as_csv([header, *rows]), encoding="utf-8")

    def configure(self, text: str) -> None:
        (self.folder / "okrsync.toml").write_text(text, encoding="utf-8")

    def read(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.file.read_text(encoding="utf-8"))))

    def column(self, header: str) -> list[str]:
        """The cells below a header, in the order of the rows."""
        top, *rows = self.read()
        index = top.index(header)
        return [row[index] if index < len(row) else "" for row in rows]

    def without_ours(self) -> list[list[str]]:
        """All that belongs to people, without blank cells at the end of a row."""
        rows = self.read()
        ours = [i for i, text in enumerate(rows[0]) if text in (PROGRESS, STATUS)]
        return [trimmed([c for i, c in enumerate(row) if i not in ours]) for row in rows]

    def job(self, *locations: str, **more: object) -> Job:
        found: Job = door.open_sources(
            locations or (self.name,),
            folder=self.folder,
            environment=self.environment,
            clock=self.clock,
            **more,  # type: ignore[arg-type] # the test says what
        )
        return found

    def sync(
        self, options: Options = YES, dialogue: Dialogue = door.SILENT, *locations: str
    ) -> SyncResult:
        return door.sync(self.job(*locations), options, dialogue)

    def status(self, *locations: str) -> Evaluation:
        return door.evaluate(self.job(*locations))

    def plan(self, *locations: str) -> PlannedRun:
        return door.plan(self.job(*locations))

    def summary(self, options: Options = YES, dialogue: Dialogue = door.SILENT) -> SummaryResult:
        return door.summarise(self.job(), drawn, options, dialogue)

    def undo(
        self,
        run: str | None = None,
        options: Options = YES,
        dialogue: Dialogue = door.SILENT,
    ) -> UndoResult:
        work = door.open_undo(
            run, environment=self.environment, folder=self.folder, clock=self.clock
        )
        return door.undo(work, options, dialogue)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as a CSV file has them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def trimmed(row: Sequence[str]) -> list[str]:
    """A row without blank cells at its end."""
    kept = list(row)
    while kept and not kept[-1]:
        kept.pop()
    return kept
