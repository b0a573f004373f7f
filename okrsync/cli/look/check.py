"""`okrsync check`: what could be better, row by row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okrsync.cli.fail_on import fail, grades_from
from okrsync.cli.formats import Findings, checked
from okrsync.cli.output import print_json, print_lines, width
from okrsync.cli.work import (
    AsOf,
    FailOn,
    Level,
    Locations,
    Owner,
    Team,
    Theme,
    asked_ids,
    chosen,
    keyboard,
    open_job,
    read,
)
from okrsync.errors import Usage
from okrsync.i18n import Message, verbatim
from okrsync.shell import quoted

if TYPE_CHECKING:
    from okrsync.pipeline import Evaluation, PlannedFixes
    from okrsync.report.view import Filter


def run(
    ctx: typer.Context,
    locations: Locations = None,
    output: Annotated[str, typer.Option("--format", help="full, concise or json")] = "full",
    as_of: AsOf = None,
    fail_on: FailOn = "error",
    team: Team = None,
    owner: Owner = None,
    level: Level = None,
    theme: Theme = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Show which rows would move to the initiatives.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Save these moves, for sync --apply FILE.")
    ] = None,
) -> None:
    """Say what could be better: what is wrong, why it matters and what to write instead."""
    shape = checked(output, Findings)
    grades = grades_from(fail_on)
    if out is not None and not fix:
        words = ("check", *(locations or ()), "--fix", "--out", str(out))
        command = verbatim(" ".join(["okrsync", *map(quoted, words)]))
        raise Usage(Message("--out saves what --fix proposes"), hint=command)
    part = chosen(team, owner, level, theme)
    if fix:
        found, fixes = _with_fixes(ctx, locations, as_of, part, out)
    else:
        found, fixes = asked_for(read(ctx, locations, as_of), part), None
    if shape is not Findings.JSON:
        for note in found.beside_findings:
            keyboard(ctx).say(note)
    _show(found, fixes, shape, out)
    fail(found.findings, grades)


def _with_fixes(
    ctx: typer.Context,
    locations: Locations,
    as_of: str | None,
    part: Filter,
    out: Path | None,
) -> tuple[Evaluation, PlannedFixes]:
    """The findings that are asked for and the moves that they ask for, saved where wanted."""
    from okrsync.pipeline import FIXES, check_with_fixes, save_plan  # noqa: PLC0415 -- when it works

    found, fixes = check_with_fixes(
        open_job(ctx, locations, as_of),
        dialogue=keyboard(ctx),
        narrowed=lambda evaluation: asked_for(evaluation, part),
    )
    if out is not None:
        save_plan(fixes.run, out, FIXES)
    return found, fixes


def _show(found: Evaluation, fixes: PlannedFixes | None, shape: Findings, out: Path | None) -> None:
    from okrsync.report import findings as report  # noqa: PLC0415 -- only when it works
    from okrsync.report.changes import fixes_json, fixes_lines  # noqa: PLC0415
    from okrsync.report.sources import findings_by_source  # noqa: PLC0415

    if shape is Findings.JSON:
        whole = report.findings_json(found.findings) | findings_by_source(found)
        whole |= {"notes": found.beside_findings}
        if fixes:
            whole |= fixes_json(fixes)
            for part in whole.get("sources", ()):
                part.update(fixes_json(fixes, part["name"]))
        print_json(whole)
        return
    if shape is Findings.CONCISE:
        print_lines(report.concise(found.findings, found.language))
    else:
        print_lines(report.full(found.findings, found.language, width()))
    if fixes:
        print_lines(fixes_lines(fixes, str(out) if out else None))


def asked_for(found: Evaluation, part: Filter) -> Evaluation:
    """The same with only the findings about what is asked for."""
    from okrsync.report.view import Filter  # noqa: PLC0415 -- when it works

    if part == Filter():
        return found
    ids = asked_ids(found, part)
    return replace(found, findings=[f for f in found.findings if f.entity_id in ids])
