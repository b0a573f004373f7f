"""`okrsync explain-score ID`: the sum behind a number, with its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_lines
from okrsync.cli.work import AsOf, Format, Locations, read, tell
from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.shell import command


def run(
    ctx: typer.Context,
    entity_id: Annotated[str, typer.Argument(metavar="ID", help="An id, or a title.")],
    locations: Locations = None,
    output: Format = "text",
    as_of: AsOf = None,
) -> None:
    """Show the sum behind an objective's or key result's numbers, term by term."""
    from okrsync.report.explanation import (  # noqa: PLC0415 -- only when it works
        explanation_json,
        explanation_lines,
    )
    from okrsync.scoring import explain  # noqa: PLC0415
    from okrsync.scoring.explain import UnknownId  # noqa: PLC0415

    shape = checked(output, Plain)
    found = read(ctx, locations, as_of)
    try:
        explanation = explain(found.plan, found.scores, entity_id)
    except UnknownId as error:
        unknown = Message("nothing has the id or the title “{name}”", {"name": entity_id})
        raise Usage(unknown, hint=_nearest(error.nearest, locations)) from error
    if shape is Plain.JSON:
        print_json(explanation_json(explanation) | {"notes": found.noticed})
    else:
        tell(ctx, found)
        print_lines(explanation_lines(explanation, found.language))


def _nearest(names: Sequence[str], locations: Sequence[str] | None) -> Message:
    if names:
        return Message("nearest: {names}", {"names": ", ".join(names)})
    listing = command("status", *(locations or ()), "--format", "json")
    return Message("all ids: {command}", {"command": listing})
