"""`okrsync status`: the tree, with honest progress beside what the sheet says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_lines, shows_blocks, width
from okrsync.cli.work import AsOf, Format, Level, Locations, Owner, Team, Theme, chosen, read
from okrsync.sync import Usage

if TYPE_CHECKING:
    from okrsync.report.status import View


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
        bool, typer.Option("--behaviour", help="Show a line a team instead: its share of outcomes.")
    ] = False,
) -> None:
    """Show objectives and key results as a tree; initiatives only where something is off track."""
    from okrsync.report.status import View, status_json  # noqa: PLC0415 -- only when it works

    shape = checked(output, Plain)
    if behaviour and owner is not None:
        raise Usage("--behaviour is about teams, never about a person", hint="leave --owner out")
    found = read(ctx, locations, as_of)
    view = View(found.plan, found.scores, chosen(team, owner, level, theme), everything)
    if shape is Plain.JSON:
        from okrsync.report.sources import by_source  # noqa: PLC0415

        more = _behaviour_json(view) if behaviour else {}
        print_json(status_json(view) | by_source(found, view) | more)
    elif behaviour:
        from okrsync.report.behaviour import behaviour_lines, behaviour_of  # noqa: PLC0415

        print_lines(behaviour_lines(behaviour_of(view), found.language, width()))
    else:
        _show_tree(view, found.language)


def _behaviour_json(view: View) -> dict[str, Any]:
    from okrsync.report.behaviour import behaviour_json, behaviour_of  # noqa: PLC0415 -- as asked

    return behaviour_json(behaviour_of(view))


def _show_tree(view: View, language: str) -> None:
    from okrsync.mapping import words  # noqa: PLC0415 -- only when it works
    from okrsync.report.bars import ASCII, UNICODE  # noqa: PLC0415
    from okrsync.report.tree import Tree  # noqa: PLC0415

    glyphs = UNICODE if shows_blocks() else ASCII
    statuses = words.load(language).status
    print_lines(Tree(view, language, statuses, width(), glyphs).lines())
