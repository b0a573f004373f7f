"""`okrsync summary`: the tree in a tab of our own, or in a file or database beside the sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from okrsync.connector import Calls, KeptSummary, Refused, Summarising, SummaryPlace, SummaryTab
from okrsync.dialogue import SILENT, Dialogue
from okrsync.errors import Usage
from okrsync.evaluate.evaluation import Evaluation
from okrsync.i18n import Message
from okrsync.pipeline.consent import Options, not_agreed, yes_or_no
from okrsync.pipeline.interruptions import StopRequest
from okrsync.pipeline.prepare import Prepared
from okrsync.pipeline.record import Record
from okrsync.pipeline.results import SummaryResult
from okrsync.pipeline.summary.record import SUMMARY, summary_change
from okrsync.pipeline.writing_run import Over, WritingRun
from okrsync.sources.fetch import connector_of
from okrsync.sources.job import Document, Job

ADD = Message(
    "Add a tab “{title}”? It is overwritten whole each time; your own tabs stay as they are."
)
ADD_FILE = Message(
    "Write a file “{title}” beside the sheet? It is overwritten whole each time; the sheet itself "
    "stays as it is."
)
ADD_DATABASE = Message(
    "Add a database “{title}” to the page? Its rows are overwritten each time; your own databases "
    "stay as they are."
)
NO_CONSENT = Message("A tab “{title}” is added only after a yes; nothing was written.")
NO_CONSENT_FILE = Message("A file “{title}” is written only after a yes; nothing was written.")
NO_CONSENT_DATABASE = Message(
    "A database “{title}” is added only after a yes; nothing was written."
)
QUESTIONS = {
    SummaryPlace.TAB: ADD,
    SummaryPlace.FILE: ADD_FILE,
    SummaryPlace.DATABASE: ADD_DATABASE,
}
UNANSWERED = {
    SummaryPlace.TAB: NO_CONSENT,
    SummaryPlace.FILE: NO_CONSENT_FILE,
    SummaryPlace.DATABASE: NO_CONSENT_DATABASE,
}
ONE_SHEET = Message("A summary is kept in one sheet")
NAME_IT = Message("Name the one location that is to have it.")
NO_TABS = Message("{location}: the connector “{connector}” keeps no summary")
SAME_TREE = Message("okrsync status shows the same tree.")
AGREE = Message("To agree: {command}")

Draw = Callable[[Evaluation, bool], SummaryTab]
"""Makes the tab of what was read and scored; whether a cell is named with its tab."""


def summarise(job: Job, draw: Draw, options: Options, dialogue: Dialogue = SILENT) -> SummaryResult:
    """Bring the summary of a document up to date; the requests of its read are counted too.

    A new tab needs consent: `yes`, `create_columns = true`, or a yes in the terminal. What was
    written is a run, which undo takes back. Raises ConsentNeeded, Usage, Refused where the
    connector keeps no such tab, and what every door raises.
    """
    if len(job.documents) != 1:
        raise Usage(ONE_SHEET, hint=NAME_IT)
    return _SummaryRun(job, options, dialogue, draw).run()


def summarising(document: Document) -> Summarising:
    """The document's connector. Raises Refused where it keeps no summary."""
    connector = connector_of(document)
    if not isinstance(connector, Summarising):
        raise Refused(
            NO_TABS.filled(location=document.location.text, connector=document.location.connector),
            hint=SAME_TREE,
        )
    return connector


@dataclass(frozen=True, slots=True)
class _Intent:
    """The tab as it is to be, and as it stands."""

    prepared: Prepared
    kept: KeptSummary
    tab: SummaryTab


class _SummaryRun(WritingRun[_Intent, SummaryResult]):
    command = SUMMARY

    def __init__(self, job: Job, options: Options, dialogue: Dialogue, draw: Draw) -> None:
        super().__init__(job, options, dialogue)
        self.draw = draw
        self.document = job.documents[0]
        self.connector = summarising(self.document)
        self.agreed = options.yes or job.config.write_back.create_columns

    def intended(self, prepared: Prepared, record: Record) -> _Intent | Over[SummaryResult]:
        """What the tab is to hold, unless it does. Raises ConnectorError."""
        evaluation = prepared.evaluation
        tab = self.draw(evaluation, self.connector.names_tabs)
        kept = self.connector.summary(evaluation.snapshots[self.document.key], tab.title)
        intent = _Intent(prepared, kept, tab)
        if kept.rows is not None and self.connector.same_summary(kept, tab):
            return Over(self._result(intent, None))
        return intent

    def is_open(self, intent: _Intent) -> bool:
        """Whether nobody has agreed yet to a tab that is not there."""
        return intent.kept.rows is None and not self.agreed

    def ask(self, intent: _Intent) -> None:
        """One question."""
        key, seen = self.document.key, intent.kept.calls
        self.written.calls[key] = self.written.calls.get(key, Calls()) + seen
        said = QUESTIONS[self.connector.kept_in].say(self.language, title=intent.kept.title)
        self.agreed = self.dialogue.confirm(yes_or_no(said, self.language))

    def declined(self, intent: _Intent) -> None:
        """Raises ConsentNeeded where nobody agreed, Declined where somebody said no."""
        if self.is_open(intent):
            job = intent.prepared.evaluation.job
            nobody = UNANSWERED[self.connector.kept_in]
            raise not_agreed(
                self.dialogue,
                nobody.filled(title=intent.kept.title),
                AGREE.filled(command=job.command(SUMMARY, "--yes")),
            )

    def write(self, intent: _Intent, record: Record, patience: StopRequest) -> _Intent:
        """Add the tab, or overwrite it whole."""
        evaluation, kept, tab = intent.prepared.evaluation, intent.kept, intent.tab
        key, source = self.document.key, self.document.parts[0].source
        change = summary_change(source, kept.title, kept.rows, tab.rows)
        record.intended = {(source, "", SUMMARY): change}
        record.begin(evaluation.job)
        receipt = self.connector.keep_summary(evaluation.snapshots[key], kept, tab)
        self.written.receipts[key] = receipt
        self.written.calls[key] = self.written.calls.get(key, Calls()) + receipt.calls
        record.wrote([change], ())
        return intent

    def remember(self, intent: _Intent, record: Record) -> SummaryResult:
        """Record it: the whole tab counts as one cell."""
        run = record.end_other(intent.prepared, self.written.receipts, count=1)
        return self._result(intent, run)

    def _result(self, intent: _Intent, run: str | None) -> SummaryResult:
        evaluation = intent.prepared.evaluation
        calls = sum(self.written.calls.values(), evaluation.calls + intent.kept.calls)
        return SummaryResult(
            title=intent.kept.title,
            place=self.connector.kept_in,
            changed=run is not None,
            run_id=run,
            calls=calls,
            notes=tuple(self.written.notes),
            evaluation=evaluation,
        )
