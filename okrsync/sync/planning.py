"""Plans: what sync would do, saved, and compared with what it would do later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from okrsync import __version__
from okrsync.history import open_state
from okrsync.sync.cells import plain
from okrsync.sync.dialogue import SILENT, Dialogue
from okrsync.sync.errors import PlanRefused, Usage
from okrsync.sync.evaluating import gather
from okrsync.sync.job import Job
from okrsync.sync.preparing import Prepared, prepare, with_columns
from okrsync.sync.results import Evaluation, Plain, PlannedChange, PlannedColumn, PlannedRun
from okrsync.table import NewColumn
from okrsync.text import Text

FORMAT = 1
PLAN, FIXES = "plan", "fixes"
"""What a saved plan is of: what `sync` would do, or what `check --fix` proposes."""
Ids = Callable[[Evaluation], Container[str]]
"""Which rows of a reading are to be seen, by id."""
MAX_BYTES = 64 * 1024 * 1024

UNREADABLE = Text(
    en="{path} is no plan that okrsync saved with --out: {reason}",
    nl="{path} is geen plan dat okrsync met --out bewaarde: {reason}",
)
OTHER_CELL = Text(
    en="The plan does not fit the sheet: it says {theirs} for {cell}, and now that would be "
    "{ours}. Nothing was written.",
    nl="Het plan past niet bij de tabel: voor {cell} staat er {theirs}, en nu zou dat {ours} "
    "zijn. Er is niets geschreven.",
)
OTHER_ROWS = Text(
    en="The sheet's rows or the settings have changed since the plan was made. "
    "Nothing was written.",
    nl="De rijen of de instellingen zijn gewijzigd sinds het plan is gemaakt. "
    "Er is niets geschreven.",
)
AGAIN = Text(en="Make a new one: {command}", nl="Maak een nieuw plan: {command}")
NOTHING = Text(en="nothing", nl="niets")


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
    fingerprint: str


def plan(job: Job, *, dialogue: Dialogue = SILENT, only: Ids | None = None) -> PlannedRun:
    """What sync would do now, new columns included; nothing is written or remembered.

    `only` says the ids whose cells are to be seen. Such a part has no fingerprint, since sync
    always does the whole.
    """
    with job.working(), open_state(job.state, write=False) as state:
        prepared = prepare(gather(job, state, want_write=False, dialogue=dialogue))
    columns = prepared.columns
    if columns:
        prepared = with_columns(prepared, columns, add=False)
    whole = planned(prepared, columns)
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
        raise Usage(f"{path} can't be written: {error.strerror}") from error


def load_plan(path: Path, language: str = "en") -> SavedPlan:
    """Read a saved plan. Raises PlanRefused where it is none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("it is too large")
        return _saved(path, json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise Usage(f"{path} can't be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise PlanRefused(UNREADABLE.say(language, path=path, reason=reason)) from error


def require_equal(saved: SavedPlan, now: PlannedRun, language: str, again: str) -> None:
    """Let a saved plan pass, or raise PlanRefused with the first cell that is not the same as
    now. `again` is the command that makes a new plan."""
    hint = AGAIN.say(language, command=again)
    difference = _first_difference(saved, now)
    if difference is not None:
        cell, theirs, ours = difference
        nothing = NOTHING.say(language)
        values = {"theirs": theirs or nothing, "ours": ours or nothing, "cell": cell}
        raise PlanRefused(OTHER_CELL.say(language, **values), hint=hint, cell=cell)
    if saved.fingerprint != now.fingerprint:
        raise PlanRefused(OTHER_ROWS.say(language), hint=hint)


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
    theirs_by_cell = {(c.source, c.tab, c.cell): c for c in saved.changes}
    ours_by_cell = {(c.source, c.tab, c.cell): c for c in now.changes}
    for place in (*theirs_by_cell, *ours_by_cell):
        said, meant = theirs_by_cell.get(place), ours_by_cell.get(place)
        if said != meant:
            one = meant or said
            where = one.title if one and one.named else place[2]
            return f"{place[1]}, {where}", _words(said), _words(meant)
    return None


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
    the changes and the settings; not over where the sheet is or what else stands in it."""
    rows: dict[tuple[str, str], list[object]] = {}
    for cell in prepared.cells:
        ours = set(cell.table.managed.values())
        row = cell.table.table.row(cell.change.row)
        values = [plain(v) for i, v in enumerate(row.values) if i not in ours] if row else []
        while values and values[-1] in (None, ""):
            values.pop()
        rows[cell.table.source, cell.entity] = list(values)
    job = prepared.evaluation.job
    facts = {
        "format": FORMAT,
        "settings": job.config.model_dump(mode="json", exclude={"sources", "people"}),
        "period": prepared.evaluation.period.model_dump(mode="json"),
        "rows": sorted([*key, values] for key, values in rows.items()),
        "changes": [asdict(change) for change in changes],
        "columns": [asdict(column) for column in columns],
    }
    text = json.dumps(facts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _saved(path: Path, body: Any) -> SavedPlan:
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise ValueError("it has another format")
    kind = body.get("kind", PLAN)
    if kind not in (PLAN, FIXES):
        raise ValueError("it is of another kind")
    locations, config = body["locations"], body["config"]
    if not all(isinstance(text, str) for text in locations) or not isinstance(config, str | None):
        raise TypeError("locations are texts")
    return SavedPlan(
        path=path,
        kind=kind,
        as_of=date.fromisoformat(body["as_of"]),
        locations=tuple(locations),
        config=config,
        changes=tuple(PlannedChange(**_texts(change)) for change in body["changes"]),
        columns_added=tuple(PlannedColumn(**_texts(column)) for column in body["columns_added"]),
        fingerprint=str(body["fingerprint"]),
    )


def _texts(body: dict[str, Any]) -> dict[str, Any]:
    """The same, where all but a cell's values and its being named are texts. Raises TypeError."""
    kinds: dict[str, Any] = {"before": Plain, "after": Plain, "named": bool}
    for name, value in body.items():
        if not isinstance(value, kinds.get(name, str)):
            raise TypeError(f"{name} is of another type")
    return body
