"""What every command that reads a sheet does first: settings and locations to a Job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from okrsync.cli.dialogue import Keyboard
from okrsync.cli.settings import Settings
from okrsync.sync import Usage

if TYPE_CHECKING:
    from okrsync.report.status import Filter
    from okrsync.sync import Evaluation, Job

Locations = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="LOCATION",
        help="A file (plan.xlsx, plan.xlsx#Tab), a URL or a source's name in okrsync.toml; "
        "without one, all sources of the nearest okrsync.toml.",
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="As on this day, such as 2026-06-30.")
]
Format = Annotated[str, typer.Option("--format", help="text or json")]
Team = Annotated[str | None, typer.Option(help="Only this team.")]
Owner = Annotated[str | None, typer.Option(help="Only this owner.")]
Level = Annotated[str | None, typer.Option(help="Only this level: company, team, individual.")]
Theme = Annotated[str | None, typer.Option(help="Only this theme.")]


def settings_of(ctx: Any) -> Settings:
    """The settings that were given anywhere on the line."""
    found = ctx.find_root().obj
    return found if isinstance(found, Settings) else Settings()


def keyboard(ctx: Any) -> Keyboard:
    """The person at the terminal."""
    return Keyboard(settings_of(ctx))


def open_job(ctx: Any, locations: Sequence[str] | None, as_of: str | None = None) -> Job:
    """The job of this command line. Raises Usage, ConfigError, UnknownLocation."""
    from okrsync.sync.opening import open_sources  # noqa: PLC0415 -- pydantic, only when it works

    settings = settings_of(ctx)
    return open_sources(
        locations or (),
        config_path=settings.config,
        as_of=_day(as_of),
        deadline=float(settings.deadline) if settings.deadline else None,
    )


def read(ctx: Any, locations: Sequence[str] | None, as_of: str | None = None) -> Evaluation:
    """Read and score, nothing written. What was found is said where somebody wants to know."""
    from okrsync.sync import evaluate  # noqa: PLC0415 -- only when it works

    person = keyboard(ctx)
    evaluation = evaluate(open_job(ctx, locations, as_of), dialogue=person)
    if settings_of(ctx).verbose:
        for note in evaluation.notes:
            person.say(note.say(evaluation.language))
    return evaluation


def chosen(team: str | None, owner: str | None, level: str | None, theme: str | None) -> Filter:
    """The part of a plan that is asked for."""
    from okrsync.report.status import Filter  # noqa: PLC0415 -- only when it works

    return Filter(team=team, owner=owner, level=level, theme=theme)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Usage(f"--as-of {text!r} is no date", hint="write it as 2026-06-30") from error
