"""`okrsync summary`: the tree in a tab of our own, or in a file or database beside the sheet."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_text
from okrsync.cli.work import AsOf, Format, Locations, how, keyboard, open_job
from okrsync.i18n import Message
from okrsync.values import safe

WRITTEN = Message("Written: the tab “{title}”. Undo: {command}")
WRITTEN_FILE = Message("Written: the file “{title}”. Undo: {command}")
WRITTEN_DATABASE = Message("Written: the database “{title}”. Undo: {command}")
SAME = Message("The tab “{title}” is up to date; nothing was written.")
SAME_FILE = Message("The file “{title}” is up to date; nothing was written.")

SAME_DATABASE = Message("The database “{title}” is up to date; nothing was written.")
SAID = {
    "tab": (WRITTEN, SAME),
    "file": (WRITTEN_FILE, SAME_FILE),
    "database": (WRITTEN_DATABASE, SAME_DATABASE),
}


def run(
    ctx: typer.Context,
    locations: Locations = None,
    output: Format = "text",
    as_of: AsOf = None,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", "-y", help="Agree to a new tab, file or database without being asked."
        ),
    ] = False,
) -> None:
    """Keep the tree in a tab, file or database of its own, with honest beside reported progress."""
    from okrsync import pipeline  # noqa: PLC0415 -- only when it works
    from okrsync.report.summary import drawn  # noqa: PLC0415

    shape = checked(output, Plain)
    job = open_job(ctx, locations, as_of)
    done = pipeline.summarise(job, drawn, pipeline.Options(yes=yes), keyboard(ctx))
    language = done.evaluation.language
    how(ctx, done.evaluation)
    if shape is Plain.JSON:
        calls = {"read": done.calls.read, "write": done.calls.write, "other": done.calls.other}
        body = {"tab": done.title, "changed": done.changed, "run_id": done.run_id, "calls": calls}
        print_json(body | {"notes": list(done.notes)})
        return
    for note in done.notes:
        keyboard(ctx).say(note)
    changed, same = SAID[done.place]
    said = changed.filled(command="okrsync undo") if done.changed else same
    print_text(said.say(language, title=safe(done.title)))
