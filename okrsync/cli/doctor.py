"""`okrsync doctor`: is everything in place?"""

from __future__ import annotations

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_lines
from okrsync.cli.work import Format, Locations, settings_of


def run(ctx: typer.Context, locations: Locations = None, output: Format = "text") -> None:
    """Look at settings, memory and every source, and say what to do where something is amiss."""
    from okrsync import sync as pipeline  # noqa: PLC0415 -- only when it works
    from okrsync.report.memory import probes_json, probes_lines  # noqa: PLC0415

    shape = checked(output, Plain)
    probes = pipeline.doctor(locations or (), config_path=settings_of(ctx).config)
    if shape is Plain.JSON:
        print_json(probes_json(probes))
    else:
        print_lines(probes_lines(probes))
    if any(probe.ok is False for probe in probes):
        raise typer.Exit(4)
