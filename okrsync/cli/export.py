"""`okrsync export`: the whole Plan as one JSON object."""

from __future__ import annotations

import typer

from okrsync.cli.output import print_json
from okrsync.cli.work import AsOf, Locations, read


def run(ctx: typer.Context, locations: Locations = None, as_of: AsOf = None) -> None:
    """Print the plan as JSON: flat lists joined by ids, nothing computed."""
    print_json(read(ctx, locations, as_of).plan.model_dump(mode="json"))
