"""`okrsync plan`: each cell that sync would change, old and new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_lines, say
from okrsync.cli.work import (
    AsOf,
    Format,
    Level,
    Locations,
    Owner,
    Team,
    Theme,
    asked_ids,
    chosen,
    keyboard,
    open_job,
)
from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.values import safe

WHOLE = Message("leave --team, --owner, --level and --theme out, or --out")


def run(
    ctx: typer.Context,
    locations: Locations = None,
    output: Format = "text",
    as_of: AsOf = None,
    team: Team = None,
    owner: Owner = None,
    level: Level = None,
    theme: Theme = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Save it, for okrsync sync --apply FILE.")
    ] = None,
) -> None:
    """Show each cell that sync would change; nothing is written to the sheet."""
    from okrsync.evaluate.notices import unplaced_lines  # noqa: PLC0415
    from okrsync.pipeline import plan, save_plan  # noqa: PLC0415
    from okrsync.report.changes import plan_json, plan_lines  # noqa: PLC0415 -- only when it works
    from okrsync.report.view import Filter  # noqa: PLC0415

    shape, part = checked(output, Plain), chosen(team, owner, level, theme)
    whole = part == Filter()
    if out is not None and not whole:
        raise Usage(
            Message("--out saves a whole plan, since sync always does the whole"), hint=WHOLE
        )
    person = keyboard(ctx)
    planned = plan(
        open_job(ctx, locations, as_of),
        dialogue=person,
        only=None if whole else lambda evaluation: asked_ids(evaluation, part),
    )
    if out is not None:
        save_plan(planned, out)
    if shape is Plain.JSON:
        print_json(plan_json(planned))
    else:
        print_lines(plan_lines(planned, planned.language))
        for note in planned.notes:
            person.say(note)
    for line in unplaced_lines(planned.unplaced, planned.language):
        say(safe(line))
    if planned.unplaced:
        raise typer.Exit(4)
