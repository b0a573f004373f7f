"""`okrsync runs`: what sync did, and when."""

from __future__ import annotations

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.language import system_language
from okrsync.cli.output import print_json, print_lines
from okrsync.cli.work import Format, Locations, settings_of


def run(ctx: typer.Context, locations: Locations = None, output: Format = "text") -> None:
    """List the runs that are remembered, the newest first."""
    from okrsync import sync as pipeline  # noqa: PLC0415 -- only when it works
    from okrsync.report.memory import runs_json, runs_lines  # noqa: PLC0415

    shape = checked(output, Plain)
    found = pipeline.runs(locations or (), config_path=settings_of(ctx).config)
    if shape is Plain.JSON:
        print_json(runs_json(found))
    else:
        print_lines(runs_lines(found, system_language()))
