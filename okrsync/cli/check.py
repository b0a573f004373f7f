"""`okrsync check`: what could be better, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from okrsync.cli.formats import Findings, checked
from okrsync.cli.output import print_json, print_lines, width
from okrsync.cli.work import AsOf, Level, Locations, Owner, Team, Theme, chosen, read
from okrsync.sync import Usage

if TYPE_CHECKING:
    from okrsync.report.status import Filter
    from okrsync.rules.finding import Finding
    from okrsync.sync import Evaluation

FailOn = Annotated[
    str, typer.Option("--fail-on", help="Exit 1 from this on: error, warn, info or never.")
]
GRADES = ("error", "warn", "info")


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
) -> None:
    """Say what could be better: what is wrong, why it matters and what to write instead."""
    from okrsync.report import findings as report  # noqa: PLC0415 -- only when it works
    from okrsync.report.sources import findings_by_source  # noqa: PLC0415

    shape = checked(output, Findings)
    grades = grades_from(fail_on)
    found = asked_for(read(ctx, locations, as_of), chosen(team, owner, level, theme))
    if shape is Findings.JSON:
        print_json(report.findings_json(found.findings) | findings_by_source(found))
    elif shape is Findings.CONCISE:
        print_lines(report.concise(found.findings, found.language))
    else:
        print_lines(report.full(found.findings, found.language, width()))
    fail(found.findings, grades)


def asked_for(found: Evaluation, part: Filter) -> Evaluation:
    """The same with only the findings about what is asked for."""
    from okrsync.report.status import Filter, View, ids_in  # noqa: PLC0415 -- when it works

    if part == Filter():
        return found
    ids = ids_in(View(found.plan, found.scores, part))
    return replace(found, findings=[f for f in found.findings if f.entity_id in ids])


def grades_from(fail_on: str) -> tuple[str, ...]:
    """The severities that make a command exit 1. Raises Usage."""
    if fail_on == "never":
        return ()
    if fail_on not in GRADES:
        raise Usage(f"--fail-on {fail_on!r} is not known", hint="known: error, warn, info, never")
    return GRADES[: GRADES.index(fail_on) + 1]


def fail(findings: Sequence[Finding], grades: tuple[str, ...]) -> None:
    """Exit 1 where a finding that nobody accepted has one of these severities."""
    if any(f.severity in grades and f.waived is None for f in findings):
        raise typer.Exit(1)
