"""`okrsync runs`: what sync did, and when."""

from __future__ import annotations

import os
from collections.abc import Sequence

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.language import system_language
from okrsync.cli.output import print_json, print_lines
from okrsync.cli.work import Format, Locations, settings_of


def run(ctx: typer.Context, locations: Locations = None, output: Format = "text") -> None:
    """List the runs that are remembered, the newest first: of a sheet, or of a state's file."""
    from okrsync import pipeline  # noqa: PLC0415 -- only when it works
    from okrsync.report.memory import runs_json, runs_lines  # noqa: PLC0415

    shape = checked(output, Plain)
    state = _state_file(locations)
    environment = os.environ | {"OKRSYNC_STATE": state} if state else None
    listed = pipeline.runs(
        () if state else locations or (),
        config_path=settings_of(ctx).config,
        environment=environment,
    )
    if shape is Plain.JSON:
        print_json(runs_json(listed))
    else:
        print_lines(runs_lines(listed, system_language()))


def _state_file(locations: Sequence[str] | None) -> str | None:
    """The one location, if it is the file of a state and no sheet."""
    from okrsync.state.file import is_state  # noqa: PLC0415 -- only when it works

    return locations[0] if locations and len(locations) == 1 and is_state(locations[0]) else None
