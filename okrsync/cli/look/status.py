"""`okrsync status`: the tree, with honest progress beside what the sheet says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_lines, shows_blocks, width
from okrsync.cli.work import (
    AsOf,
    Format,
    Level,
    Locations,
    Owner,
    Team,
    Theme,
    chosen,
    read,
    tell_assumed,
)
from okrsync.errors import Usage
from okrsync.i18n import Message

if TYPE_CHECKING:
    from okrsync.pipeline import Evaluation
    from okrsync.report.view import View


def run(
    ctx: typer.Context,
    locations: Locations = None,
    output: Format = "text",
    as_of: AsOf = None,
    team: Team = None,
    owner: Owner = None,
    level: Level = None,
    theme: Theme = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show initiatives under what is on track, too.")
    ] = False,
    behaviour: Annotated[
        bool,
        typer.Option("--behaviour", help="Show one line per team instead: its share of outcomes."),
    ] = False,
) -> None:
    """Show objectives and key results as a tree; initiatives only if something is off track."""
    from okrsync.report.status import status_json  # noqa: PLC0415 -- only when it works
    from okrsync.report.view import View, require_known  # noqa: PLC0415

    shape = checked(output, Plain)
    if behaviour and owner is not None:
        raise Usage(
            Message("--behaviour is about teams, never about a person"),
            hint=Message("leave --owner out"),
        )
    found = read(ctx, locations, as_of)
    part = chosen(team, owner, level, theme)
    require_known(part, found.plan)
    view = View(
        found.plan, found.scores, part, everything, period_origin=found.reading.period_origin
    )
    if shape is Plain.JSON:
        from okrsync.report.sources import by_source  # noqa: PLC0415

        more = _behaviour_json(view) if behaviour else {}
        notes = {"notes": found.noticed}
        print_json(status_json(view) | by_source(found, view) | more | notes)
        return
    tell_assumed(ctx, found)
    if behaviour:
        from okrsync.report.behaviour import behaviour_lines, behaviour_of  # noqa: PLC0415

        check = found.job.command("check")
        print_lines(behaviour_lines(behaviour_of(view), found.language, width(), check))
    else:
        _show_tree(view, found)


def _behaviour_json(view: View) -> dict[str, Any]:
    from okrsync.report.behaviour import behaviour_json, behaviour_of  # noqa: PLC0415 -- as asked

    return behaviour_json(behaviour_of(view))


def _show_tree(view: View, found: Evaluation) -> None:
    from okrsync.mapping.vocabulary import words  # noqa: PLC0415 -- only when it works
    from okrsync.report.bars import ASCII, UNICODE  # noqa: PLC0415
    from okrsync.report.tree import StatusTree  # noqa: PLC0415

    glyphs = UNICODE if shows_blocks() else ASCII
    statuses = words.load(found.language).status
    tree = StatusTree(view, found.language, statuses, width(), glyphs, found.job.typed)
    print_lines(tree.lines())
