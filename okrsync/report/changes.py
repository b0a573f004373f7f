"""`plan`, `sync` and `check --fix` in words and as JSON: each cell, old and new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.style import Style
from rich.text import Text as Line

from okrsync.connector import Calls
from okrsync.report.bars import quoted
from okrsync.report.sources import by_source
from okrsync.report.status import Filter, View, status_json
from okrsync.rules import counted
from okrsync.sync.results import (
    Plain,
    PlannedChange,
    PlannedColumn,
    PlannedFixes,
    PlannedRun,
    SkippedCell,
    SourceResult,
    SyncResult,
    UndoResult,
)
from okrsync.text import Text
from okrsync.values import safe

BOLD, DIM, NEW = Style(bold=True), Style(dim=True), Style(color="green")
FRACTIONS = frozenset({"progress", "expected", "forecast", "false_progress", "objective_progress"})
NOTHING = Text(en="Nothing to change.", nl="Er is niets te veranderen.")
COLUMN = Text(en="new column “{header}”", nl="nieuwe kolom “{header}”")
LEFT = Text(en="left alone: {reason}", nl="niet aangeraakt: {reason}")
CELLS = Text(en="{count} cells would change.", nl="{count} cellen zouden veranderen.")
READ = Text(en="Read     {rows} rows from {name}", nl="Gelezen  {rows} rijen uit {name}")
ADDED = Text(en="New      {headers} on {tab}", nl="Nieuw    {headers} op {tab}")
DONE = Text(
    en="Done: {written} cells written, {unchanged} were right already. Take back: okrsync undo",
    nl="Klaar: {written} cellen geschreven, {unchanged} klopten al. Terugdraaien: okrsync undo",
)
SAME = Text(
    en="Done: 0 cells written, all {unchanged} were right already.",
    nl="Klaar: 0 cellen geschreven, alle {unchanged} klopten al.",
)
DRY = Text(
    en="Dry run: {count} cells would be written.",
    nl="Proef: {count} cellen zouden geschreven worden.",
)
COPIED = Text(en="Copy     {path}", nl="Kopie    {path}")
FOUND = Text(
    en="Found    {error} to correct, {warn} to think about: okrsync check",
    nl="Gezien   {error} om te verbeteren, {warn} om over na te denken: okrsync check",
)
RESTORED = Text(
    en="Restored {cells} cells and removed {columns} columns of run {run}.",
    nl="{cells} cellen teruggezet en {columns} kolommen weggehaald van run {run}.",
)
NO_UNDO = Text(en="Nothing to undo.", nl="Er is niets terug te draaien.")


MOVES = Text(en="From key result to initiative:", nl="Van kernresultaat naar initiatief:")
FOR = Text(en="for: {title}", nl="voor: {title}")
NO_MOVES = Text(en="No row to move.", nl="Er is geen rij te verplaatsen.")
APPLY = Text(
    en="Nothing is written yet. To do it: okrsync sync --apply {file}",
    nl="Er is nog niets geschreven. Doen: okrsync sync --apply {file}",
)
SAVE = Text(
    en="Nothing is written. To save it as a plan: --fix --out FILE",
    nl="Er is niets geschreven. Bewaren als plan: --fix --out BESTAND",
)


def plan_json(planned: PlannedRun) -> dict[str, Any]:
    """The object that `plan --format json` prints; by source too where there are several."""
    whole: dict[str, Any] = {
        "changes": [_change(c) for c in planned.changes],
        "columns_added": [_column(c) for c in planned.columns_added],
        "skipped": [_skip(s) for s in planned.skipped],
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


def _skip(skipped: SkippedCell) -> dict[str, Any]:
    return {"tab": skipped.tab, "cell": skipped.cell, "reason": skipped.reason}


def plan_lines(planned: PlannedRun, language: str) -> Iterator[Line]:
    """Each cell that sync would change, by tab and row."""
    added = [(c.source, c.tab) for c in planned.columns_added]
    tabs = dict.fromkeys([*added, *((c.source, c.tab) for c in planned.changes)])
    for source, tab in tabs:
        yield Line(f"{safe(source)} › {safe(tab)}", style=BOLD)
        for column in planned.columns_added:
            if (column.source, column.tab) == (source, tab):
                yield Line(f"  {COLUMN.say(language, header=safe(column.header))}", style=NEW)
        mine = [c for c in planned.changes if (c.source, c.tab) == (source, tab)]
        for (title, _), group in groupby(mine, key=lambda c: (c.title, c.entity_id)):
            yield Line(f"  {safe(title)}")
            yield from (_cell_line(change, language) for change in group)
    yield from _skip_lines(planned.skipped, language)
    count = len(planned.changes)
    closing = CELLS.say(language, count=count) if count else NOTHING.say(language)
    yield Line(closing, style=DIM)


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
        yield Line(APPLY.say(language, file=quoted(saved)), style=DIM)
    else:
        yield Line(SAVE.say(language), style=DIM)


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
    language = result.evaluation.language
    for source in result.sources:
        yield Line(READ.say(language, rows=source.read, name=safe(source.location)))
        for tab, group in groupby(source.columns_added, key=lambda c: c.tab):
            headers = ", ".join(f"“{safe(column.header)}”" for column in group)
            yield Line(ADDED.say(language, headers=headers, tab=safe(tab)), style=NEW)
        yield from _skip_lines(source.skipped, language)
    yield from (Line(safe(note)) for note in result.notes)
    counts = counted(result.evaluation.findings)
    if counts["error"] or counts["warn"]:
        yield Line(FOUND.say(language, **counts), style=DIM)
    if result.copied_to:
        yield Line(COPIED.say(language, path=safe(result.copied_to)))
    yield Line(_closing(result, language), style=BOLD)


def _closing(result: SyncResult, language: str) -> str:
    if result.dry_run:
        return DRY.say(language, count=len(result.changes))
    unchanged = sum(source.unchanged for source in result.sources)
    if not result.written:
        return SAME.say(language, unchanged=unchanged)
    return DONE.say(language, written=result.written, unchanged=unchanged)


def undo_lines(result: UndoResult, language: str) -> Iterator[Line]:
    """What an undo put back."""
    if result.undid is None:
        yield Line(NO_UNDO.say(language))
        return
    yield from _skip_lines(result.skipped, language)
    yield from (Line(safe(note)) for note in result.notes)
    yield Line(
        RESTORED.say(
            language,
            cells=len(result.restored) + result.emptied,
            columns=len(result.columns_dropped),
            run=result.undid,
        )
    )
