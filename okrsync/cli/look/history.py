"""`okrsync history ID`: the check-ins of one key result or KPI."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.language import system_language
from okrsync.cli.output import print_json, print_lines
from okrsync.cli.work import Format, Locations, settings_of


def run(
    ctx: typer.Context,
    entity_id: Annotated[str, typer.Argument(metavar="ID", help="An id of status --format json.")],
    locations: Locations = None,
    output: Format = "text",
) -> None:
    """Show what was known of a key result or KPI, and when."""
    from okrsync.mapping.vocabulary import words  # noqa: PLC0415 -- only when it works
    from okrsync.pipeline import entity_history  # noqa: PLC0415
    from okrsync.report.memory import history_json, history_lines  # noqa: PLC0415 -- when it works

    shape = checked(output, Plain)
    found = entity_history(entity_id, locations or (), config_path=settings_of(ctx).config)
    if shape is Plain.JSON:
        print_json(history_json(found))
    else:
        language = system_language()
        print_lines(history_lines(found, language, words.load(language).status))
