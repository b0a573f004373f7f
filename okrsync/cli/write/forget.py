"""`okrsync forget`: erase a workspace from what is remembered."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.language import system_language
from okrsync.cli.output import say
from okrsync.cli.work import keyboard, settings_of
from okrsync.i18n import Message
from okrsync.values import safe

FORGOTTEN = Message("Forgotten: {name}. The sheet itself is as it was.")


def run(
    ctx: typer.Context,
    target: Annotated[
        str | None, typer.Argument(metavar="WORKSPACE", help="Its name, or a location of it.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Agree without being asked.")] = False,
) -> None:
    """Erase all check-ins, runs and settings that are remembered of a workspace."""
    from okrsync import pipeline  # noqa: PLC0415 -- only when it works

    config = settings_of(ctx).config
    name = pipeline.forget(target, yes=yes, dialogue=keyboard(ctx), config_path=config)
    say(FORGOTTEN.say(system_language(), name=safe(name)))
