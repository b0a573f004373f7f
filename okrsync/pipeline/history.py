"""Doors to what is remembered: runs, one entity's history, and forgetting a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from okrsync.config import find
from okrsync.dialogue import SILENT, Dialogue
from okrsync.errors import Usage
from okrsync.evaluate.workspace import known_before_reading, named
from okrsync.http.waiting import SystemClock
from okrsync.i18n import Message
from okrsync.nearest import meant, nearest
from okrsync.pipeline.consent import agrees, not_agreed, yes_or_no
from okrsync.pipeline.results import EntityHistory, RunLine
from okrsync.shell import command
from okrsync.sources.open import open_sources
from okrsync.state import Run, State, Workspace, open_state, state_place

NOTHING_OF = Message("nothing is remembered of {what}")
THIS_FOLDER = Message("this folder")
IDS = Message("okrsync status --format json shows the ids.")
SEVERAL = Message("{what!r} is known in several workspaces: {names}")
NAME_THE_SHEET = Message("Name the sheet.")
NAME_IT = Message("Name a workspace or a sheet; okrsync runs lists what was done.")
ERASE = Message("Erase all that is remembered of {name!r}? The sheet stays as it is.")
KEPT = Message("{name!r} is erased only after a yes; nothing was erased.")


def runs(
    locations: Sequence[str] = (),
    *,
    config_path: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> list[RunLine]:
    """All runs, the newest first: of the workspace of these locations, else of the nearest
    `okrsync.toml`, else of the whole state. Raises Usage, ConfigError, StateError."""
    with _state(environment) as state:
        known = _workspaces(state, locations, config_path, environment, folder)
        names = {workspace.id: workspace.name for workspace in known}
        found = [run for workspace in known for run in state.runs.of(workspace.id)]
        found.sort(key=lambda run: -int(run.id))
        return [_line(run, names[run.workspace]) for run in found]


def entity_history(
    entity_id: str,
    locations: Sequence[str] = (),
    *,
    config_path: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> EntityHistory:
    """All check-ins of a key result or KPI, oldest first, wherever it is remembered: in the
    workspace of these locations, else of the nearest `okrsync.toml`, else anywhere.

    Raises Usage where nothing of this id is remembered, or in several workspaces.
    """
    with _state(environment) as state:
        known = _workspaces(state, locations, config_path, environment, folder)
        titles = {w.id: state.memories.titles(w.id) for w in known}
        holding = [w for w in known if entity_id in titles[w.id]]
        if not holding:
            every = {known: title for ids in titles.values() for known, title in ids.items()}
            wanted = entity_id.casefold()
            titled = (known for known, title in every.items() if wanted in title.casefold())
            hint = meant(next(titled, None) or nearest(entity_id, sorted(every))) or IDS
            raise Usage(NOTHING_OF.filled(what=repr(entity_id)), hint=hint)
        if len(holding) > 1:
            names = ", ".join(workspace.name for workspace in holding)
            raise Usage(SEVERAL.filled(what=entity_id, names=names), hint=NAME_THE_SHEET)
        (workspace,) = holding
        return EntityHistory(
            entity_id,
            titles[workspace.id][entity_id],
            state.memories.check_ins(workspace.id, entity_id),
        )


def forget(
    target: str | None = None,
    *,
    yes: bool = False,
    dialogue: Dialogue = SILENT,
    config_path: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> str:
    """Erase a workspace from the state, by its name or a location of it (None: that of the
    nearest `okrsync.toml`); the name of what was erased. The sheet is not touched.

    Raises Usage where nothing of it is remembered, ConsentNeeded, Locked.
    """
    with open_state(state_place(environment)) as state:
        workspace = _named(state, target) or _only(
            _workspaces(
                state, [target] if target else [], config_path, environment, folder, every=False
            ),
            target,
        )
        settled = state.workspaces.fixed(workspace.id).get("language")
        question = ERASE.say(str(settled or "en"), name=workspace.name)
        if not yes and not (
            dialogue.asks and dialogue.confirm(yes_or_no(question, str(settled or "en")))
        ):
            again = command("forget", *([target] if target else []), "--yes")
            raise not_agreed(dialogue, KEPT.filled(name=workspace.name), agrees(again))
        _erase(state, workspace)
        return workspace.name


def _erase(state: State, workspace: Workspace) -> None:
    state.locks.take(workspace.id, SystemClock().now(), 60)
    state.workspaces.forget(workspace.id)


def _state(environment: Mapping[str, str] | None) -> AbstractContextManager[State]:
    return open_state(state_place(environment), write=False)


def _workspaces(
    state: State,
    locations: Sequence[str],
    config_path: Path | str | None,
    environment: Mapping[str, str] | None,
    folder: Path | None,
    *,
    every: bool = True,
) -> list[Workspace]:
    """The workspaces that are meant: one, or all where nothing names one."""
    if not locations and not config_path and not find(folder or Path.cwd()):
        return state.workspaces.all() if every else []
    job = open_sources(locations, config_path=config_path, environment=environment, folder=folder)
    found = known_before_reading(state, job)
    return [found] if found else []


def _named(state: State, target: str | None) -> Workspace | None:
    """The workspace that is called so, as `okrsync runs` shows it: one that a configuration
    names, else the only one of that name."""
    if not target:
        return None
    alike = [each for each in state.workspaces.all() if each.name == target]
    return state.workspaces.known_by(named(target)) or (alike[0] if len(alike) == 1 else None)


def _only(found: list[Workspace], target: str | None) -> Workspace:
    if not found:
        raise Usage(NOTHING_OF.filled(what=target or THIS_FOLDER), hint=NAME_IT)
    return found[0]


def _line(run: Run, workspace: str) -> RunLine:
    return RunLine(
        run_id=run.id,
        workspace=workspace,
        command=run.command,
        started=run.started,
        ended=run.ended,
        as_of=run.as_of,
        state=run.state.value,
        written=run.counts.get("written", 0),
        undone_by=run.undone_by,
        checker=run.checker,
    )
