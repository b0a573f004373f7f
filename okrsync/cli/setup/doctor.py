"""`okrsync doctor`: check the setup."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.language import system_language
from okrsync.cli.output import print_json, print_lines
from okrsync.cli.work import Format, Locations, settings_of


def run(
    ctx: typer.Context,
    locations: Locations = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="SPAN", help="The last sync may be so long ago: 90m, 24h, 7d."),
    ] = None,
    output: Format = "text",
) -> None:
    """Check settings, state and every source, and say what to do if something is wrong."""
    from okrsync import pipeline  # noqa: PLC0415 -- only when it works
    from okrsync.pipeline.last_sync import span  # noqa: PLC0415
    from okrsync.report.memory import probes_json, probes_lines  # noqa: PLC0415

    shape = checked(output, Plain)
    probes = pipeline.doctor(
        locations or (),
        config_path=settings_of(ctx).config,
        language=system_language(),
        since=span(since) if since else None,
    )
    if shape is Plain.JSON:
        print_json(probes_json(probes))
    else:
        print_lines(probes_lines(probes))
    if any(probe.ok is False for probe in probes):
        raise typer.Exit(4)
