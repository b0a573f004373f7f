"""`plan`, `sync` and `check --fix` in words and as JSON: each cell, old and new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

from rich.style import Style
from rich.text import Text as Line

from okrsync.connector import Calls
from okrsync.evaluate.assumed import assumed, without_unread
from okrsync.i18n import Message, plural
from okrsync.pipeline.results import (
    Plain,
    PlannedChange,
    PlannedColumn,
    PlannedFixes,
    PlannedRun,
    SkippedCell,
    SourceResult,
    SyncResult,
    UndoResult,
    UnplacedColumn,
)
from okrsync.report.sources import by_source
from okrsync.report.status import status_json
from okrsync.report.view import Filter, View
from okrsync.rules import counted
from okrsync.shell import command, quoted
from okrsync.values import safe

Of = TypeVar("Of", PlannedChange, PlannedColumn)
BOLD, DIM, NEW = Style(bold=True), Style(dim=True), Style(color="green")
FRACTIONS = frozenset({"progress", "expected", "forecast", "false_progress", "objective_progress"})
NOTHING = Message("Nothing to change.")
COLUMN = Message("new column “{header}”")
LEFT = Message("skipped: {reason}")
READ = Message("Read     {rows} from {name}")
ADDED = Message("New      {headers} on {tab}")
DONE = Message("Done: {written} written, {unchanged} already up to date. Undo: {command}")
SAME = Message("Done: 0 cells written, {unchanged} already up to date.")
NOT_WRITTEN = Message("Nothing was written.")
DRY = Message("Dry run: {cells}")
COPIED = Message("Copy     {path}")
FOUND = Message("Found    {error} to correct, {warn} to think about: {command}")
RESTORED = Message("Restored {cells} and removed {columns} of run {run}.")
TAKEN_AWAY = Message("“{title}”, which run {run} had added, is away again.")
TAKEN_BACK = Message("“{title}” is as it was before run {run}.")
NO_UNDO = Message("Nothing to undo.")
MOVES = Message("From key result to initiative:")
FOR = Message("for: {title}")
NO_MOVES = Message("No row to move.")
APPLY = Message("Nothing is written yet. To do it: okrsync sync --apply {file}")
SAVE = Message("Nothing is written. To save it as a plan: {command}")


def plan_json(planned: PlannedRun) -> dict[str, Any]:
    """The object that `plan --format json` prints; by source too where there are several."""
    whole: dict[str, Any] = {
        "changes": [_change(c) for c in planned.changes],
        "columns_added": [_column(c) for c in planned.columns_added],
        "columns_unplaced": [_unplaced(c) for c in planned.unplaced],
        "skipped": [_skip(s) for s in planned.skipped],
        "notes": list(planned.notes),
        "fingerprint": planned.fingerprint,
    }
    if len(planned.sources) > 1:
        whole["sources"] = [
            {
                "name": name,
                "changes": [_change(c) for c in planned.changes if c.source == name],
                "columns_added": [_column(c) for c in planned.columns_added if c.source == name],
                "fingerprint": planned.fingerprint,
            }
            for name in planned.sources
        ]
    return whole


def fixes_json(fixes: PlannedFixes, source: str | None = None) -> dict[str, Any]:
    """What `check --fix --format json` adds to the findings, of one source or of all."""
    run = fixes.run
    changes = [c for c in run.changes if source in (None, c.source)]
    return {
        "fixes": {
            "changes": [_change(c) for c in changes],
            "supports": {c.entity_id: list(fixes.supports[c.entity_id]) for c in changes},
            "skipped": [_skip(s) for s in run.skipped if source in (None, s.source)],
            "notes": list(fixes.notes),
            "fingerprint": run.fingerprint,
        }
    }


def sync_json(result: SyncResult) -> dict[str, Any]:
    """The object that `sync --format json` prints."""
    found = result.evaluation
    view = View(found.plan, found.scores, Filter(), without_initiatives=True)
    common = {
        "findings": counted(found.findings),
        "status": status_json(view),
        "columns_unplaced": [_unplaced(c) for c in result.unplaced],
        "run_id": result.run_id,
        "dry_run": result.dry_run,
        "undone": list(result.undone),
        "notes": list(result.notes),
    }
    whole = _numbers(result.sources, result.calls) | common
    if len(result.sources) > 1:
        whole["sources"] = [
            {"name": source.name, **_numbers([source], source.calls), **_part(result, source.name)}
            for source in result.sources
        ]
    return whole


def _part(result: SyncResult, name: str) -> dict[str, Any]:
    """What of the findings and the status is one source's."""
    found = result.evaluation
    view = View(found.plan, found.scores, Filter(), without_initiatives=True)
    parts = {part["name"]: part for part in by_source(found, view).get("sources", [])}
    mine = [f for f in found.findings if f.location.source == name]
    return {"findings": counted(mine), "status": parts.get(name)}


def undo_json(result: UndoResult) -> dict[str, Any]:
    """The object that `undo --format json` prints."""
    return {
        "undid": result.undid,
        "run_id": result.run_id,
        "restored": [_change(c) for c in result.restored],
        "columns_dropped": [_column(c) for c in result.columns_dropped],
        "skipped": [_skip(s) for s in result.skipped],
        "calls": _calls(result.calls),
        "notes": list(result.notes),
        "tab": result.tab,
        "tab_gone": result.tab_gone,
    }


def _numbers(sources: Sequence[SourceResult], calls: Calls) -> dict[str, Any]:
    return {
        "read": sum(s.read for s in sources),
        "written": sum(s.written for s in sources),
        "unchanged": sum(s.unchanged for s in sources),
        "skipped": [_skip(cell) for s in sources for cell in s.skipped],
        "columns_added": [_column(column) for s in sources for column in s.columns_added],
        "calls": _calls(calls),
    }


def _calls(calls: Calls) -> dict[str, int]:
    return {"read": calls.read, "write": calls.write, "other": calls.other}


def _change(change: PlannedChange) -> dict[str, Any]:
    return {
        "entity_id": change.entity_id,
        "title": change.title,
        "tab": change.tab,
        "cell": change.cell,
        "column": change.column,
        "before": change.before,
        "after": change.after,
    }


def _column(column: PlannedColumn) -> dict[str, Any]:
    return {"tab": column.tab, "field": column.field, "header": column.header}


def _unplaced(column: UnplacedColumn) -> dict[str, Any]:
    return {
        "tab": column.tab,
        "field": column.field,
        "header": column.header,
        "reason": column.reason,
        "hint": column.hint,
    }


def _skip(skipped: SkippedCell) -> dict[str, Any]:
    return {"tab": skipped.tab, "cell": skipped.cell, "reason": skipped.reason}


def plan_lines(planned: PlannedRun, language: str) -> Iterator[Line]:
    """Each cell that sync would change, by tab and row."""
    columns, changes = _by_tab(planned.columns_added), _by_tab(planned.changes)
    for source, tab in dict.fromkeys([*columns, *changes]):
        yield Line(f"{safe(source)} › {safe(tab)}", style=BOLD)
        for column in columns[source, tab]:
            yield Line(f"  {COLUMN.say(language, header=safe(column.header))}", style=NEW)
        mine = changes[source, tab]
        for (title, _), group in groupby(mine, key=lambda c: (c.title, c.entity_id)):
            yield Line(f"  {safe(title)}")
            yield from (_cell_line(change, language) for change in group)
    yield from _skip_lines(planned.skipped, language)
    count = len(planned.changes)
    closing = plural("{count} cell would change.", "{count} cells would change.", count)
    yield Line((closing if count else NOTHING).say(language), style=DIM)


def _by_tab(found: Iterable[Of]) -> dict[tuple[str, str], list[Of]]:
    """By source and tab, in the order of the first of each."""
    groups: dict[tuple[str, str], list[Of]] = defaultdict(list)
    for one in found:
        groups[one.source, one.tab].append(one)
    return groups


def fixes_lines(fixes: PlannedFixes, saved: str | None) -> Iterator[Line]:
    """Each level cell that would change, what can't be, and how to apply it. `saved` is the
    file that it was saved as."""
    run, language = fixes.run, fixes.run.language
    yield Line(MOVES.say(language), style=BOLD)
    for (source, tab), of_tab in groupby(run.changes, key=lambda c: (c.source, c.tab)):
        yield Line(f"{safe(source)} › {safe(tab)}", style=BOLD)
        for change in of_tab:
            yield Line(f"  {safe(change.title)}")
            yield _cell_line(change, language)
            for title in fixes.supports[change.entity_id]:
                yield Line(f"           {FOR.say(language, title=safe(title))}", style=DIM)
    yield from _skip_lines(run.skipped, language)
    yield from (Line(safe(note), style=DIM) for note in fixes.notes)
    if not run.changes:
        yield Line(NO_MOVES.say(language), style=DIM)
    elif saved is not None:
        yield Line(APPLY.say(language, file=safe(quoted(saved))), style=DIM)
    else:
        saving = command("check", *run.locations, "--fix", "--out", "moves.json")
        yield Line(SAVE.say(language, command=safe(saving)), style=DIM)


def _cell_line(change: PlannedChange, language: str) -> Line:
    cell = "" if change.named else f"{change.cell:<6} "
    line = Line(f"    {cell}", style=DIM).append(f"{safe(change.column)}: ")
    line.append(_shown(change.before, change.field, language), style=DIM)
    return line.append(" → ").append(_shown(change.after, change.field, language), style=NEW)


def _shown(value: Plain, field: str, language: str) -> str:
    if value is None or value == "":
        return "–"
    if field in FRACTIONS and isinstance(value, int | float):
        number, sign = (f"{value * 100:g}", "%") if abs(value) < 1000 else (f"{value:g}", "")
        return number + sign if language == "en" else f"{number.replace('.', ',')} {sign}".rstrip()
    return safe(str(value))


def _skip_lines(skipped: Sequence[SkippedCell], language: str) -> Iterator[Line]:
    for cell in skipped:
        reason = LEFT.say(language, reason=safe(cell.reason))
        where = f": {safe(cell.name)}" if cell.name else f"!{cell.cell}"
        yield Line(f"  {safe(cell.tab)}{where}  {reason}", style=DIM)


def sync_lines(result: SyncResult) -> Iterator[Line]:
    """What a run did, in a few lines."""
    found = result.evaluation
    language = found.language
    for source in result.sources:
        rows = plural("{count} row", "{count} rows", source.read)
        yield Line(READ.say(language, rows=rows, name=safe(source.location)))
        for tab, group in groupby(source.columns_added, key=lambda c: c.tab):
            headers = ", ".join(f"“{safe(column.header)}”" for column in group)
            yield Line(ADDED.say(language, headers=headers, tab=safe(tab)), style=NEW)
        yield from _skip_lines(source.skipped, language)
    # At the first run it was said before anybody was asked.
    line = None if found.first and not result.dry_run else assumed(found)
    yield from (Line(note) for note in [line] if note)
    yield from (Line(safe(note)) for note in without_unread(result.notes, found))
    counts = counted(result.evaluation.findings)
    if counts["error"] or counts["warn"]:
        yield Line(
            FOUND.say(language, command=safe(result.evaluation.job.command("check")), **counts),
            style=DIM,
        )
    if result.copied_to:
        yield Line(COPIED.say(language, path=safe(result.copied_to)))
    yield Line(_closing(result, language), style=BOLD)


def _closing(result: SyncResult, language: str) -> str:
    if result.dry_run:
        return DRY.say(
            language,
            cells=plural(
                "{count} cell would be written.",
                "{count} cells would be written.",
                len(result.changes),
            ),
        )
    unchanged = sum(source.unchanged for source in result.sources)
    if not result.written and not unchanged and result.undone:
        return NOT_WRITTEN.say(language)
    if not result.written:
        return SAME.say(language, unchanged=unchanged)
    done = DONE.filled(written=_cells(result.written), unchanged=unchanged)
    return done.say(language, command="okrsync undo")


def _cells(count: int) -> Message:
    return plural("{count} cell", "{count} cells", count)


def undo_lines(result: UndoResult, language: str) -> Iterator[Line]:
    """What an undo put back."""
    if result.undid is None:
        yield from (Line(safe(note)) for note in result.notes)
        yield Line(NO_UNDO.say(language))
        yield from _skip_lines(result.skipped, language)
        return
    yield from _skip_lines(result.skipped, language)
    yield from (Line(safe(note)) for note in result.notes)
    if result.tab is not None:
        done = TAKEN_AWAY if result.tab_gone else TAKEN_BACK
        yield Line(done.say(language, title=safe(result.tab), run=result.undid))
    cells, columns = len(result.restored) + result.emptied, len(result.columns_dropped)
    if cells or columns:
        dropped = plural("{count} column", "{count} columns", columns)
        yield Line(RESTORED.say(language, cells=_cells(cells), columns=dropped, run=result.undid))
