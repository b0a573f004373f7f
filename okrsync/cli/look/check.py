"""`okrsync check`: what could be better, row by row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okrsync.cli.fail_on import fail, grades_from
from okrsync.cli.formats import Findings, checked
from okrsync.cli.output import print_json, print_lines, print_text, width
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
    from okrsync.rules.finding import Finding


ALONE = Message("--interactive goes with neither --fix nor --format")
NOBODY = Message("--interactive asks in a terminal, and nobody is there")
ADDED = Message("{file} holds what you accepted, with your reasons.")
EXCHANGED = frozenset({Findings.SARIF, Findings.JUNIT, Findings.GITHUB})
"""What other programs read: no moves and no remarks stand among it."""


def run(
    ctx: typer.Context,
    locations: Locations = None,
    output: Annotated[
        str,
        typer.Option("--format", help="full, concise, json, sarif, junit or github"),
    ] = "full",
    everything: Annotated[
        bool, typer.Option("--all", help="Everything, what is good to know too.")
    ] = False,
    as_of: AsOf = None,
    fail_on: FailOn = "error",
    team: Team = None,
    owner: Owner = None,
    level: Level = None,
    theme: Theme = None,
    accept_findings: Annotated[
        Path | None,
        typer.Option(
            "--accept-findings",
            metavar="FILE",
            help="Leave out the findings that this file accepts; where it isn't there yet, write "
            "today's into it.",
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Show which rows would move to the initiatives.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Save these moves, for sync --apply FILE.")
    ] = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Go through the findings one by one.")
    ] = False,
) -> None:
    """Say what could be better: what is wrong, why it matters and what to write instead."""
    shape = checked(output, Findings)
    grades = grades_from(fail_on)
    if out is not None and not fix:
        words = ("check", *(locations or ()), "--fix", "--out", str(out))
        command = verbatim(" ".join(["okrsync", *map(quoted, words)]))
        raise Usage(Message("--out saves what --fix proposes"), hint=command)
    if interactive and (fix or shape is not Findings.FULL):
        raise Usage(ALONE, hint=Message("okrsync check --interactive"))
    part = chosen(team, owner, level, theme)

    def narrowed(evaluation: Evaluation) -> Evaluation:
        if accept_findings is not None:
            evaluation = _accepted(ctx, evaluation, accept_findings)
        return asked_for(evaluation, part)

    if fix:
        found, fixes = _with_fixes(ctx, locations, as_of, narrowed, out)
    else:
        found, fixes = narrowed(read(ctx, locations, as_of)), None
    if interactive:
        fail(_one_by_one(ctx, found, locations, as_of, everything=everything), grades)
        return
    if shape not in {Findings.JSON, Findings.GITHUB}:
        for note in found.beside_findings:
            keyboard(ctx).say(note)
    _show(found, fixes, shape, out, everything=everything)
    fail(found.findings, grades)


def _one_by_one(
    ctx: typer.Context,
    found: Evaluation,
    locations: Locations,
    as_of: str | None,
    *,
    everything: bool,
) -> Sequence[Finding]:
    """Ask about each finding and do what was answered; the findings that are left."""
    from okrsync.cli.look import one_by_one, waivers_file  # noqa: PLC0415 -- only when it works

    person, language = keyboard(ctx), found.language
    if not person.asks:
        raise Usage(NOBODY, hint=verbatim(found.job.command("check")))
    person.language = language
    answered = one_by_one.go_through(found.findings, person, language, everything=everything)
    path = found.job.config_path
    if path is None:
        one_by_one.tell_in_notes(answered, language)
    elif answered.accepted:
        waivers_file.add(path, answered.accepted)
        person.say(ADDED.say(language, file=path.name))
    if answered.moved:
        ids = {each.entity_id for each in answered.moved}
        _save_moves(ctx, locations, as_of, ids)
    settled = answered.settled
    return [each for each in found.findings if each not in settled]


def _save_moves(
    ctx: typer.Context, locations: Locations, as_of: str | None, ids: Collection[str | None]
) -> None:
    """A plan of these moves, in a file that wasn't there."""
    from okrsync.pipeline import FIXES, save_plan  # noqa: PLC0415 -- only when it works
    from okrsync.report.changes import fixes_lines  # noqa: PLC0415

    names = (Path(f"moves{f'-{n}' if n > 1 else ''}.json") for n in range(1, 10_000))
    out = next(name for name in names if not name.exists())

    def only(evaluation: Evaluation) -> Evaluation:
        mine = [each for each in evaluation.findings if each.entity_id in ids]
        return replace(evaluation, findings=mine)

    _, fixes = _with_fixes(ctx, locations, as_of, only, None)
    if fixes.run.changes:
        save_plan(fixes.run, out, FIXES)
    print_lines(fixes_lines(fixes, str(out) if fixes.run.changes else None))


def _accepted(ctx: typer.Context, found: Evaluation, path: Path) -> Evaluation:
    from okrsync.evaluate.accepted_file import with_accepted  # noqa: PLC0415 -- when it works

    found, said = with_accepted(found, path)
    if said is not None:
        keyboard(ctx).say(said.say(found.language))
    return found


def _with_fixes(
    ctx: typer.Context,
    locations: Locations,
    as_of: str | None,
    narrowed: Callable[[Evaluation], Evaluation],
    out: Path | None,
) -> tuple[Evaluation, PlannedFixes]:
    """The findings that are asked for and the moves that they ask for, saved where wanted."""
    from okrsync.pipeline import FIXES, check_with_fixes, save_plan  # noqa: PLC0415 -- when it works

    found, fixes = check_with_fixes(
        open_job(ctx, locations, as_of),
        dialogue=keyboard(ctx),
        narrowed=narrowed,
    )
    if out is not None:
        save_plan(fixes.run, out, FIXES)
    return found, fixes


def _show(
    found: Evaluation,
    fixes: PlannedFixes | None,
    shape: Findings,
    out: Path | None,
    *,
    everything: bool,
) -> None:
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
    if shape in EXCHANGED:
        _exchange(found, shape)
        return
    if shape is Findings.CONCISE:
        print_lines(report.concise(found.findings, found.language, infos=everything))
    elif everything:
        print_lines(report.full(found.findings, found.language, width()))
    else:
        more = found.job.command("check", "--all")
        screen = report.one_screen(found.findings, found.language, width(), more=more)
        print_lines(screen)
    if fixes:
        print_lines(fixes_lines(fixes, str(out) if out else None))


def _exchange(found: Evaluation, shape: Findings) -> None:
    """The formats of other programs."""
    from okrsync.report.finding_files import files  # noqa: PLC0415 -- only when it works
    from okrsync.report.github import github  # noqa: PLC0415
    from okrsync.report.junit import junit  # noqa: PLC0415
    from okrsync.report.sarif import sarif  # noqa: PLC0415

    paths, language = files(found.job), found.language
    if shape is Findings.SARIF:
        print_json(sarif(found.findings, paths, language))
    elif shape is Findings.JUNIT:
        print_text(junit(found.findings, paths))
    else:
        command = found.job.command("check", "--all")
        for line in github(found.findings, paths, found.beside_findings, language, command):
            print_text(line)


def asked_for(found: Evaluation, part: Filter) -> Evaluation:
    """The same with only the findings about what is asked for."""
    from okrsync.report.view import Filter  # noqa: PLC0415 -- when it works

    if part == Filter():
        return found
    ids = asked_ids(found, part)
    return replace(found, findings=[f for f in found.findings if f.entity_id in ids])
