"""`okrsync sync`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okrsync.cli.fail_on import fail, grades_from
from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_lines, say
from okrsync.cli.work import Accept, AsOf, Format, Locations, day, keyboard, open_job, settings_of
from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.values import safe

if TYPE_CHECKING:
    from okrsync.pipeline import SyncResult

Yes = Annotated[
    bool,
    typer.Option(
        "--yes", "-y", help="Agree to the progress and status columns without being asked."
    ),
]


def run(
    ctx: typer.Context,
    locations: Locations = None,
    output: Format = "text",
    as_of: AsOf = None,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write and remember nothing.")] = False,
    apply: Annotated[
        Path | None, typer.Option("--apply", help="Do what a saved plan says, if it still holds.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="COPY", help="Write a copy, leave the original.")
    ] = None,
    accept: Accept = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="Exit 1 from this grade up, as check does.")
    ] = "never",
) -> None:
    """Read the sheet, check it, score it, and bring its status columns up to date."""
    from okrsync import pipeline  # noqa: PLC0415 -- only when it works

    shape, grades = checked(output, Plain), grades_from(fail_on)
    options = pipeline.Options(
        yes=yes, dry_run=dry_run, to=to, accept=pipeline.guards_from(accept or [])
    )
    person = keyboard(ctx)
    if apply is not None and to is not None:
        raise Usage(
            Message("--apply and --to don't go together"),
            hint=Message("--to COPY computes everything again; leave --apply out"),
        )
    if apply is None:
        result = pipeline.sync(open_job(ctx, locations, as_of), options, person)
    else:
        # Without a location the saved plan itself says which sheet it is for.
        job = open_job(ctx, locations, as_of) if locations else None
        settings = settings_of(ctx)
        result = pipeline.apply(
            apply,
            options,
            person,
            job=job,
            config_path=settings.config,
            as_of=day(as_of),
            deadline=settings.deadline,
        )
    _show(result, shape, quiet=settings_of(ctx).quiet)
    if result.exit_code:
        raise typer.Exit(result.exit_code)
    fail(result.evaluation.findings, grades)


def _show(result: SyncResult, shape: Plain, *, quiet: bool) -> None:
    from okrsync.report.changes import sync_json, sync_lines  # noqa: PLC0415 -- only when it works

    if shape is Plain.JSON:
        print_json(sync_json(result))
    elif not quiet:
        print_lines(sync_lines(result))
    for undone in result.undone:
        say(safe(undone))
