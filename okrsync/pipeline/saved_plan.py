"""Plans: what sync would do, saved, and compared with what it would do later."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Sequence
from dataclasses import MISSING, asdict, dataclass, fields, replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar

from okrsync import __version__
from okrsync.dialogue import SILENT, Dialogue
from okrsync.errors import Usage
from okrsync.evaluate.gathered import looked
from okrsync.i18n import Message
from okrsync.pipeline.errors import PlanRefused
from okrsync.pipeline.fingerprint import FORMAT, fingerprint, of_people
from okrsync.pipeline.killed_runs import Done
from okrsync.pipeline.prepare import Prepared, prepare, with_columns
from okrsync.pipeline.record import added_column
from okrsync.pipeline.results import Evaluation, Plain, PlannedChange, PlannedColumn, PlannedRun
from okrsync.sources.job import Job
from okrsync.state import CellChange
from okrsync.table import NewColumn
from okrsync.writeback.cells import Tables

PLAN, FIXES = "plan", "fixes"
"""What a saved plan is of: what `sync` would do, or what `check --fix` proposes."""
Ids = Callable[[Evaluation], Container[str]]
"""Which rows of a reading are to be seen, by id."""
MAX_BYTES = 64 * 1024 * 1024

UNREADABLE = Message(
    "{path} is not a plan that okrsync saved with --out: {reason}. Nothing was written."
)
NOT_WRITTEN = Message("{path} can't be written: {reason}")
CLOSED = Message("{path} can't be read: {reason}")
TOO_LARGE = Message("it is too large")
NO_JSON = Message("it is not JSON")
OTHER_FORMAT = Message("it is of another kind or version")
NOT_THERE = Message("“{name}” is missing")
NOT_RIGHT = Message("“{name}” is not what a plan has there")
NEW_PLAN = Message("Make a new one: okrsync plan --out FILE")
OTHER_CELL = Message(
    "The plan does not fit the sheet: it says {theirs} for {cell}, and now that would be "
    "{ours}. Nothing was written."
)
OTHER_ROWS = Message(
    "The sheet's rows or the settings have changed since the plan was made. Nothing was written."
)
AGAIN = Message("Make a new one: {command}")
OTHER_DAY = Message(
    "This plan was made for {day}, and this run is for {today}. Make a new one: {command} – or "
    "carry it out for its own day, with --as-of {day}."
)
NOTHING = Message("nothing")


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan as it was read from a file: claims, to be compared and not to be trusted."""

    path: Path
    kind: str
    as_of: date
    locations: tuple[str, ...]
    config: str | None
    changes: tuple[PlannedChange, ...]
    columns_added: tuple[PlannedColumn, ...]
    fingerprint: str | None


def plan(job: Job, *, dialogue: Dialogue = SILENT, only: Ids | None = None) -> PlannedRun:
    """What sync would do now, new columns included; nothing is written or remembered.

    `only` says the ids whose cells are to be seen. Such a part has no fingerprint, since sync
    always does the whole.
    """
    with looked(job, dialogue) as gathered:
        prepared = prepare(gathered)
        prepared = with_columns(prepared, prepared.columns, add=False)
    whole = planned(prepared, prepared.columns)
    if only is None:
        return whole
    ids = only(prepared.evaluation)
    changes = tuple(change for change in whole.changes if change.entity_id in ids)
    return replace(whole, changes=changes, fingerprint=None)


def planned(prepared: Prepared, columns: Sequence[NewColumn]) -> PlannedRun:
    """A prepared run as it is shown and saved. `columns` are those that would be added."""
    job = prepared.evaluation.job
    changes = tuple(cell.planned() for cell in prepared.cells)
    added = tuple(prepared.tables.column(column) for column in columns)
    return PlannedRun(
        as_of=job.as_of,
        language=prepared.evaluation.language,
        locations=job.typed,
        config=str(job.config_path) if job.config_path else None,
        sources=tuple(job.sources),
        changes=changes,
        columns_added=added,
        skipped=tuple(prepared.skipped),
        fingerprint=_fingerprint(prepared, changes, added),
        unplaced=[prepared.tables.unplaced(found) for found in prepared.unplaced],
        notes=[*prepared.evaluation.noticed, *prepared.evaluation.apart],
    )


def save_plan(run: PlannedRun, path: Path, kind: str = PLAN) -> None:
    """Save a plan as JSON; `kind` says of what. Raises Usage where the file can't be written."""
    body = {
        "okrsync": __version__,
        "format": FORMAT,
        "kind": kind,
        "as_of": run.as_of.isoformat(),
        "locations": list(run.locations),
        "config": run.config,
        "changes": [asdict(change) for change in run.changes],
        "columns_added": [asdict(column) for column in run.columns_added],
        "fingerprint": run.fingerprint,
    }
    try:
        path.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise Usage(NOT_WRITTEN.filled(path=path, reason=error.strerror)) from error


def load_plan(path: Path) -> SavedPlan:
    """Read a saved plan. Raises PlanRefused where it is none, Usage where it can't be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _NoPlan(TOO_LARGE)
        return _saved(path, _json(path.read_bytes()))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Usage(CLOSED.filled(path=path, reason=reason)) from error
    except _NoPlan as error:
        raise PlanRefused(
            UNREADABLE.filled(path=path, reason=error.reason), hint=NEW_PLAN
        ) from error


class _NoPlan(Exception):
    """Why a file is not a saved plan; `name` is the key that is wrong."""

    def __init__(self, reason: Message, name: str = "") -> None:
        super().__init__(name)
        self.reason = reason.filled(name=name) if name else reason


def _json(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _NoPlan(NO_JSON) from error


def require_equal(saved: SavedPlan, now: PlannedRun, again: str) -> None:
    """Let a saved plan pass, or raise PlanRefused with the first cell that is not the same as
    now. `again` is the command that makes a new plan; without a fingerprint (the rest of a plan
    that was begun) only the cells count."""
    hint = _what_to_do(saved, now, again)
    difference = _first_difference(saved, now)
    if difference is not None:
        cell, theirs, ours = difference
        values = {"theirs": theirs or NOTHING, "ours": ours or NOTHING, "cell": cell}
        raise PlanRefused(OTHER_CELL.filled(**values), hint=hint, cell=cell)
    if saved.fingerprint not in (None, now.fingerprint):
        raise PlanRefused(OTHER_ROWS, hint=hint)


def _what_to_do(saved: SavedPlan, now: PlannedRun, again: str) -> Message:
    if saved.as_of == now.as_of:
        return AGAIN.filled(command=again)
    return OTHER_DAY.filled(day=saved.as_of.isoformat(), today=now.as_of.isoformat(), command=again)


def without(saved: SavedPlan, done: Done, tables: Tables) -> SavedPlan:
    """What is left of a plan where a run that was stopped midway had begun with it: without
    the cells and columns that stand in the sheet already, each exactly as the plan says."""
    cells = {_as_planned(change) for change in done.cells}
    cells |= {_at_home(replace(change, named=True)) for change in cells}
    columns = {added_column(tables, column) for column in done.columns}
    return replace(
        saved,
        changes=tuple(c for c in saved.changes if _at_home(c) not in cells),
        columns_added=tuple(c for c in saved.columns_added if c not in columns),
        fingerprint=None,
    )


def _at_home(change: PlannedChange) -> PlannedChange:
    """A change without its address where that means nothing: in a database, whose columns come
    in any order."""
    return replace(change, cell="") if change.named else change


def _as_planned(change: CellChange) -> PlannedChange:
    return PlannedChange(
        source=change.source,
        entity_id=change.entity_id,
        title=change.title,
        tab=change.tab,
        cell=change.cell,
        column=change.header,
        field=change.field,
        before=change.before,
        after=change.after,
    )


def _first_difference(saved: SavedPlan, now: PlannedRun) -> tuple[str, str, str] | None:
    """The first cell or column that is not the same, with what each side says of it."""
    for theirs, ours in zip_longest(saved.columns_added, now.columns_added):
        if theirs != ours:
            places = [f"{one.tab}, {one.header}" for one in (theirs, ours) if one]
            return (
                places[0],
                theirs.header if theirs else "",
                ours.header if ours else "",
            )
    theirs_by_cell = {_place(c): _at_home(c) for c in saved.changes}
    ours_by_cell = {_place(c): _at_home(c) for c in now.changes}
    for place in (*theirs_by_cell, *ours_by_cell):
        said, meant = theirs_by_cell.get(place), ours_by_cell.get(place)
        if said != meant:
            one = meant or said
            where = one.title if one and one.named else place[2]
            return f"{place[1]}, {where}", _words(said), _words(meant)
    return None


def _place(change: PlannedChange) -> tuple[str, str, str]:
    home = f"{change.entity_id} {change.field}" if change.named else change.cell
    return change.source, change.tab, home


def _words(change: PlannedChange | None) -> str:
    if change is None:
        return ""
    return f"{change.before!r} → {change.after!r} ({change.title!r}, {change.column!r})"


def _fingerprint(
    prepared: Prepared,
    changes: Sequence[PlannedChange],
    columns: Sequence[PlannedColumn],
) -> str:
    """A hash over all that the changes depend on: the people's cells of the rows concerned,
    the changes, the period and the settings."""
    rows = {(cell.table.source, cell.entity): of_people(cell) for cell in prepared.cells}
    return fingerprint(
        prepared.evaluation.job,
        changes,
        period=prepared.evaluation.period.model_dump(mode="json"),
        rows=sorted([*key, values] for key, values in rows.items()),
        columns=[asdict(column) for column in columns],
    )


def _saved(path: Path, body: Any) -> SavedPlan:
    if not isinstance(body, dict) or type(body.get("format")) is not int:
        raise _NoPlan(OTHER_FORMAT)
    kind = body.get("kind", PLAN)
    if body["format"] != FORMAT or kind not in (PLAN, FIXES):
        raise _NoPlan(OTHER_FORMAT)
    locations = _listed(body, "locations", str)
    return SavedPlan(
        path=path,
        kind=kind,
        as_of=_day(_of(body, "as_of", str)),
        locations=tuple(locations),
        config=_of(body, "config", str | None),
        changes=tuple(_made(PlannedChange, one) for one in _listed(body, "changes", dict)),
        columns_added=tuple(
            _made(PlannedColumn, one) for one in _listed(body, "columns_added", dict)
        ),
        fingerprint=_of(body, "fingerprint", str),
    )


def _of(body: dict[str, Any], name: str, kind: Any) -> Any:
    if name not in body:
        raise _NoPlan(NOT_THERE, name)
    if not isinstance(body[name], kind):
        raise _NoPlan(NOT_RIGHT, name)
    return body[name]


def _listed(body: dict[str, Any], name: str, kind: type) -> list[Any]:
    found: list[Any] = _of(body, name, list)
    if not all(isinstance(one, kind) for one in found):
        raise _NoPlan(NOT_RIGHT, name)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _NoPlan(NOT_RIGHT, "as_of") from error


Made = TypeVar("Made", PlannedChange, PlannedColumn)


def _made(kind: type[Made], body: dict[str, Any]) -> Made:
    """A change or a column, where all but a cell's values and its being named are texts."""
    kinds: dict[str, Any] = {"before": Plain, "after": Plain, "named": bool}
    for one in fields(kind):
        if one.name in body or one.default is MISSING:
            _of(body, one.name, kinds.get(one.name, str))
    more = body.keys() - {one.name for one in fields(kind)}
    if more:
        raise _NoPlan(NOT_RIGHT, min(more))
    return kind(**body)
