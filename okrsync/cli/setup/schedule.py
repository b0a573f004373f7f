"""`okrsync schedule KIND`: a file that runs sync every morning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.language import system_language
from okrsync.cli.output import print_json, print_text
from okrsync.cli.work import Format, settings_of
from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.nearest import suggestion

NOTHING = Message("no okrsync.toml here or above, so there is nothing to run every morning")
WRITE_ONE = Message("write one with okrsync init and your sheet's name behind it")


def run(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="cron, systemd, launchd, windows, github-actions or kubernetes.",
        ),
    ],
    output: Format = "text",
) -> None:
    """Print a file that runs sync by itself, for the okrsync.toml at hand."""
    from okrsync.config import find  # noqa: PLC0415 -- only when it works
    from okrsync.schedule import KINDS, timed_sync, written  # noqa: PLC0415

    shape = checked(output, Plain)
    if kind not in KINDS:
        unknown = Message("schedule {kind}: not known", {"kind": kind})
        listed = Message("known: {kinds}", {"kinds": ", ".join(KINDS)})
        raise Usage(unknown, hint=suggestion(kind, KINDS) or listed)
    given = settings_of(ctx).config
    path = Path(given) if given else find(Path.cwd())
    if path is None:
        raise Usage(NOTHING, hint=WRITE_ONE)
    text = written(kind, timed_sync(path, os.environ, system_language()))
    if shape is Plain.JSON:
        print_json({"kind": kind, "text": text})
    else:
        print_text(text)
