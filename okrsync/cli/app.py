"""The commands as one typer application, each imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from okrsync import __version__
from okrsync.cli.commands import COMMANDS
from okrsync.cli.environment import remarks, with_dotenv
from okrsync.cli.help import SpokenCommand, SpokenFormatter
from okrsync.cli.language import system_language
from okrsync.cli.settings import Settings, take
from okrsync.cli.spelling import spell
from okrsync.errors import Usage
from okrsync.i18n import Message

EVERYWHERE = Message(
    "Anywhere on the line: --quiet, --verbose, --no-input, --log-format text|json, "
    "--deadline SECONDS, --config FILE."
)
EPILOG = EVERYWHERE.text


class LazyGroup(TyperGroup):
    """Knows all commands by name and imports only the one that runs."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order in which they are met."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, imported now, None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        entry = COMMANDS[cmd_name]
        module = import_module(f"okrsync.cli.{entry.module}")
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(cmd_name, cls=SpokenCommand, epilog=EPILOG)(module.run)
        return typer.main.get_command(single)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As ever, but an unknown name is answered with the nearest known one. Raises Usage."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise _no_command(args[0])
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole page, in the person's language."""
        super().format_help(ctx, SpokenFormatter(formatter, system_language()))  # type: ignore[arg-type] # as one

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list in `--help`, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.help.text) for entry in COMMANDS.values()])


def _no_command(name: str) -> Usage:
    from okrsync.nearest import meant, nearest  # noqa: PLC0415 -- only where it was mistyped

    hint = meant(nearest(name, COMMANDS)) or Message("all commands: okrsync --help")
    return Usage(Message("unknown command {name}", {"name": name}), hint=hint)


app = typer.Typer(cls=LazyGroup, rich_markup_mode=None, invoke_without_command=True, epilog=EPILOG)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"okrsync {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Keep OKRs in your spreadsheet: checked for outcomes, scored honestly, written back safely."""
    if ctx.invoked_subcommand is None and not version:
        typer.echo(ctx.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing escapes as a traceback."""
    spell(sys.stdout, sys.stderr)
    try:
        settings, rest = take(arguments)
    except Usage as error:
        return _explained(error, Settings())
    return _guarded(settings, rest)


def _warn(said: Iterable[str], settings: Settings) -> None:
    for remark in said:
        from okrsync.cli.dialogue import Keyboard  # noqa: PLC0415 -- only where there is one

        Keyboard(settings).say(remark)


def _guarded(settings: Settings, rest: list[str]) -> int:
    try:
        language = system_language()
        with with_dotenv(Path.cwd()) as ignored:
            _warn(remarks(ignored, language, verbose=settings.verbose), settings)
            code: object = app(rest, standalone_mode=False, obj=settings, prog_name="okrsync")
    except BaseException as error:
        return _explained(error, settings)
    return code if isinstance(code, int) else 0


def _explained(error: BaseException, settings: Settings) -> int:
    from okrsync.cli.failure import report  # noqa: PLC0415 -- only where something failed

    return report(error, settings)
