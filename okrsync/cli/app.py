"""The commands as one typer application, each imported when it is called."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from okrsync import __version__
from okrsync.cli.commands import COMMANDS
from okrsync.cli.environment import with_dotenv
from okrsync.cli.settings import Settings, SettingsError, take
from okrsync.cli.spelling import spell

EVERYWHERE = """Anywhere on the line: --quiet, --verbose, --no-input, --log-format text|json,
--deadline SECONDS, --config FILE."""


class LazyGroup(TyperGroup):
    """Knows all commands by name and imports only the one that runs."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order in which they are met."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, imported now, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        entry = COMMANDS[cmd_name]
        module = import_module(f"okrsync.cli.{entry.module}")
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(cmd_name, epilog=EVERYWHERE)(module.run)
        return typer.main.get_command(single)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As ever, but an unknown name is answered with the nearest known one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {close[0]}?" if close else " See okrsync --help."
            ctx.fail(f"there is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list in `--help`, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.help) for entry in COMMANDS.values()])


app = typer.Typer(cls=LazyGroup, rich_markup_mode=None, no_args_is_help=True, epilog=EVERYWHERE)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"okrsync {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Keep OKRs in your spreadsheet: checked for outcomes, scored honestly, written back safely."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing escapes as a traceback."""
    spell(sys.stdout, sys.stderr)
    try:
        settings, rest = take(arguments)
    except SettingsError as error:
        typer.echo(f"okrsync: {error}", err=True)
        return 2
    return _guarded(settings, rest)


def _guarded(settings: Settings, rest: list[str]) -> int:
    try:
        with with_dotenv(Path.cwd()):
            code: object = app(rest, standalone_mode=False, obj=settings, prog_name="okrsync")
    except BaseException as error:
        from okrsync.cli.failure import explain  # noqa: PLC0415 -- only where something failed

        return explain(error, settings)
    return code if isinstance(code, int) else 0
