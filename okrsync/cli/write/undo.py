"""`okrsync undo [RUN]`: put back what a sync changed."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_lines
from okrsync.cli.work import Accept, Format, keyboard, settings_of


def run(
    ctx: typer.Context,
    run_id: Annotated[
        str | None,
        typer.Argument(metavar="RUN", help="Of okrsync runs; else the last that wrote."),
    ] = None,
    output: Format = "text",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Agree to it without being asked.")
    ] = False,
    accept: Accept = None,
) -> None:
    """Restore the managed cells that a run changed, and remove the columns that it added."""
    from okrsync import pipeline  # noqa: PLC0415 -- only when it works
    from okrsync.report.changes import undo_json, undo_lines  # noqa: PLC0415

    shape = checked(output, Plain)
    person = keyboard(ctx)
    options = pipeline.Options(yes=yes, accept=pipeline.guards_from(accept or []))
    settings = settings_of(ctx)
    job = pipeline.open_undo(run_id, config_path=settings.config, deadline=settings.deadline)
    result = pipeline.undo(job, options, person)
    if shape is Plain.JSON:
        print_json(undo_json(result))
    else:
        print_lines(undo_lines(result, job.language))
