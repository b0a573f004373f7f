"""`okrsync export`: the whole Plan as one JSON object."""

from __future__ import annotations

import typer

from okrsync.cli.output import print_json
from okrsync.cli.work import AsOf, Locations, how, keyboard, open_job, tell


def run(ctx: typer.Context, locations: Locations = None, as_of: AsOf = None) -> None:
    """Print the plan as JSON: flat lists joined by ids, nothing computed, nothing recorded yet."""
    from okrsync.pipeline import export  # noqa: PLC0415 -- only when it works

    found = export(open_job(ctx, locations, as_of), dialogue=keyboard(ctx))
    how(ctx, found)
    tell(ctx, found)
    print_json(found.plan.model_dump(mode="json"))
