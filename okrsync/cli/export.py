"""`okrsync export`: the whole Plan as one JSON object."""

from __future__ import annotations

import typer

from okrsync.cli.output import print_json
from okrsync.cli.work import AsOf, Locations, read


def run(ctx: typer.Context, locations: Locations = None, as_of: AsOf = None) -> None:
    """Print the plan as JSON: flat lists joined by ids, nothing computed, nothing recorded yet."""
    found = read(ctx, locations, as_of)
    plan = found.plan.model_copy(update={"check_ins": tuple(found.recorded)})
    print_json(plan.model_dump(mode="json"))
