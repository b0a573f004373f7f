"""`okrsync status`: the tree, with honest progress beside what the sheet says."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_lines, shows_blocks, width
from okrsync.cli.work import AsOf, Format, Level, Locations, Owner, Team, Theme, chosen, read


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
) -> None:
    """Show objectives and key results as a tree; initiatives only where something is off track."""
    from okrsync.report.status import View, status_json  # noqa: PLC0415 -- only when it works

    shape = checked(output, Plain)
    found = read(ctx, locations, as_of)
    view = View(found.plan, found.scores, chosen(team, owner, level, theme), everything)
    if shape is Plain.JSON:
        from okrsync.report.sources import by_source  # noqa: PLC0415

        print_json(status_json(view) | by_source(found, view))
        return
    from okrsync.mapping import words  # noqa: PLC0415
    from okrsync.report.bars import ASCII, UNICODE  # noqa: PLC0415
    from okrsync.report.tree import Tree  # noqa: PLC0415

    glyphs = UNICODE if shows_blocks() else ASCII
    statuses = words.load(found.language).status
    print_lines(Tree(view, found.language, statuses, width(), glyphs).lines())
