"""`okrsync summary`: a tab of our own with the tree."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_text
from okrsync.cli.work import AsOf, Format, Locations, keyboard, read
from okrsync.text import Text
from okrsync.values import safe

WRITTEN = Text(en="Written: the tab “{title}”.", nl="Geschreven: het tabblad “{title}”.")
SAME = Text(
    en="The tab “{title}” is up to date; nothing was written.",
    nl="Het tabblad “{title}” is bij; er is niets geschreven.",
)


def run(
    ctx: typer.Context,
    locations: Locations = None,
    output: Format = "text",
    as_of: AsOf = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Agree to a new tab unasked.")] = False,
) -> None:
    """Keep a tab of our own in the sheet: the tree, with honest beside reported progress."""
    from okrsync.mapping import words  # noqa: PLC0415 -- only when it works
    from okrsync.report.status import View  # noqa: PLC0415
    from okrsync.report.summary import summary_tab  # noqa: PLC0415
    from okrsync.sync.summarising import summarise  # noqa: PLC0415

    shape = checked(output, Plain)
    found = read(ctx, locations, as_of)
    tab = summary_tab(
        View(found.plan, found.scores), found.language, words.load(found.language).status
    )
    done = summarise(found, tab, yes=yes, dialogue=keyboard(ctx))
    if shape is Plain.JSON:
        calls = {"read": done.calls.read, "write": done.calls.write, "other": done.calls.other}
        print_json({"tab": done.title, "changed": done.changed, "calls": calls})
        return
    said = WRITTEN if done.changed else SAME
    print_text(said.say(found.language, title=safe(done.title or "")))
