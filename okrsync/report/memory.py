"""What is remembered, to look at: check-ins, runs and what doctor found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.style import Style
from rich.text import Text as Line

from okrsync.i18n import Message, plural
from okrsync.model import Status
from okrsync.pipeline.results import EntityHistory, Probe, RunLine
from okrsync.report.status import number
from okrsync.values import safe

BOLD, DIM = Style(bold=True), Style(dim=True)
MARKS = {True: ("ok", Style(color="green")), False: ("!!", Style(color="red")), None: ("? ", DIM)}
NO_RUNS = Message("No runs yet.")
STATES = {
    "begun": Message("not finished"),
    "done": Message("done"),
}
UNDONE = Message("undone by {run}")
NO_CHECK_INS = Message("No check-ins yet.")


def history_json(found: EntityHistory) -> dict[str, Any]:
    """The object that `history --format json` prints."""
    return {
        "id": found.id,
        "title": found.title,
        "check_ins": [
            {
                "on": check_in.on.isoformat(),
                "value": number(check_in.value),
                "confidence": number(check_in.confidence),
                "status": check_in.status,
                "note": check_in.note,
                "author": check_in.author,
            }
            for check_in in found.check_ins
        ],
    }


def history_lines(
    found: EntityHistory, language: str, words: Mapping[Status, str]
) -> Iterator[Line]:
    """Title, then a line a check-in, oldest first; `words` are those of a status."""
    yield Line(safe(found.title), style=BOLD)
    if not found.check_ins:
        yield Line(NO_CHECK_INS.say(language), style=DIM)
    for check_in in found.check_ins:
        line = Line(f"{check_in.on.isoformat()}  {_value(check_in.value):>12}")
        line.append(f"  {safe(_status(check_in.status, words))}")
        yield line.append(f"  {safe(check_in.note or '')}".rstrip(), style=DIM)


def _status(status: str | None, words: Mapping[Status, str]) -> str:
    """A status of ours in words; what people typed as they typed it."""
    return next((word for known, word in words.items() if known == status), status or "")


def _value(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.normalize():f}"


def runs_json(runs: Sequence[RunLine]) -> dict[str, Any]:
    """The object that `runs --format json` prints, the newest first."""
    return {
        "runs": [
            {
                "run_id": run.run_id,
                "workspace": run.workspace,
                "command": run.command,
                "started": run.started,
                "ended": run.ended,
                "as_of": run.as_of.isoformat(),
                "state": run.state,
                "written": run.written,
                "undone_by": run.undone_by,
                "checker": run.checker,
            }
            for run in runs
        ]
    }


def runs_lines(runs: Sequence[RunLine], language: str) -> Iterator[Line]:
    """A line a run: which, when, what and how many cells."""
    if not runs:
        yield Line(NO_RUNS.say(language), style=DIM)
    number = max((len(run.run_id) for run in runs), default=0)
    command = max((len(run.command) for run in runs), default=0)
    for run in runs:
        when = run.started[:16].replace("T", " ")
        line = Line(f"{run.run_id:>{number}}  {when}  {run.command:<{command}}  ")
        cells = plural("{count} cell", "{count} cells", run.written).say(language)
        line.append(f"{cells:>14}  {STATES[run.state].say(language):<9}  {safe(run.workspace)}")
        undone = f"  {UNDONE.say(language, run=run.undone_by)}" if run.undone_by else ""
        yield line.append(undone, style=DIM)


def probes_json(probes: Sequence[Probe]) -> dict[str, Any]:
    """The object that `doctor --format json` prints."""
    return {
        "checks": [
            {
                "name": probe.name,
                "ok": probe.ok,
                "message": probe.message,
                "hint": probe.hint,
            }
            for probe in probes
        ]
    }


def probes_lines(probes: Sequence[Probe]) -> Iterator[Line]:
    """A line a check, and what to do about those that failed."""
    for probe in probes:
        mark, style = MARKS[probe.ok]
        yield Line(mark, style=style).append(
            f"  {probe.name}: {safe(probe.message)}",
            style=Style(),
        )
        if probe.hint and probe.ok is not True:
            yield Line(f"      {safe(probe.hint)}", style=DIM)
