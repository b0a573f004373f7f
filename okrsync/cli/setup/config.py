"""`okrsync config show`: the settings that are in force, and where they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.language import system_language
from okrsync.cli.output import print_json, print_text
from okrsync.cli.work import Format, settings_of
from okrsync.errors import Usage
from okrsync.i18n import Message

DEFAULTS = Message("no okrsync.toml here or above: these are the defaults")


def run(
    ctx: typer.Context,
    action: Annotated[str, typer.Argument(metavar="[ACTION]", help="What to do: show.")] = "show",
    output: Format = "text",
) -> None:
    """Show every setting with its value: those of okrsync.toml, and the defaults of the rest."""
    import tomlkit  # noqa: PLC0415 -- only when it works

    from okrsync.config import Config, find, load  # noqa: PLC0415

    if action != "show":
        unknown = Message("config {action}: not known", {"action": action})
        raise Usage(unknown, hint=Message("okrsync config show"))
    shape = checked(output, Plain)
    given = settings_of(ctx).config
    path = Path(given) if given else find(Path.cwd())
    config = load(path) if path else Config()
    values = config.model_dump(mode="json", exclude_none=True)
    if shape is Plain.JSON:
        print_json({"file": str(path) if path else None, "config": values})
        return
    print_text(f"# {path}" if path else f"# {DEFAULTS.say(system_language())}")
    print_text(tomlkit.dumps(values))
