"""What every command that reads a sheet does first: settings and locations to a Job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from okrsync.cli.dialogue import Keyboard
from okrsync.cli.settings import Settings
from okrsync.errors import Usage
from okrsync.i18n import Message

if TYPE_CHECKING:
    from okrsync.pipeline import Evaluation, Exported, Job
    from okrsync.report.view import Filter

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
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Score as of this date, such as 2026-06-30."),
]
Format = Annotated[str, typer.Option("--format", help="text or json")]
FailOn = Annotated[
    str, typer.Option("--fail-on", help="Exit 1 from this grade up: error, warn, info or never.")
]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="GUARD",
        help="Let rows, header, mapping, changes or reading pass, once.",
    ),
]
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
    from okrsync.sources.open import open_sources  # noqa: PLC0415 -- pydantic, only when it works

    settings = settings_of(ctx)
    return open_sources(
        locations or (),
        config_path=settings.config,
        as_of=day(as_of),
        deadline=settings.deadline,
    )


def read(
    ctx: Any,
    locations: Sequence[str] | None,
    as_of: str | None = None,
    *,
    need_state: bool = False,
) -> Evaluation:
    """Read and score, nothing written. What was found is said where somebody wants to know.

    `need_state`: a state that can't be read stops it, since something is written after."""
    from okrsync.pipeline import evaluate  # noqa: PLC0415 -- only when it works

    person = keyboard(ctx)
    job = open_job(ctx, locations, as_of)
    evaluation = evaluate(job, need_state=need_state, dialogue=person)
    how(ctx, evaluation)
    return evaluation


def how(ctx: Any, found: Evaluation | Exported) -> None:
    """With --verbose, how everything was found."""
    if settings_of(ctx).verbose:
        for note in found.notes:
            keyboard(ctx).say(note.say(found.language))


def tell(ctx: Any, found: Evaluation | Exported) -> None:
    """Beside a text on stdout, what people should look at; in JSON it stands among the keys."""
    person = keyboard(ctx)
    for note in found.noticed:
        person.say(note)


def tell_assumed(ctx: Any, found: Evaluation) -> None:
    """The same, with all that nobody said and was assumed in one line."""
    from okrsync.evaluate.assumed import assumed, without_unread  # noqa: PLC0415 -- when it works

    person = keyboard(ctx)
    for note in [*without_unread(found.noticed, found), assumed(found)]:
        if note:
            person.say(note)


def chosen(team: str | None, owner: str | None, level: str | None, theme: str | None) -> Filter:
    """The part of a plan that is asked for."""
    from okrsync.report.view import Filter  # noqa: PLC0415 -- only when it works

    return Filter(team=team, owner=owner, level=level, theme=theme)


def asked_ids(found: Evaluation, part: Filter) -> frozenset[str]:
    """Ids of what is asked for. Raises Usage for a name that the sheet doesn't hold."""
    from okrsync.report.view import View, ids_in, require_known  # noqa: PLC0415 -- when it works

    require_known(part, found.plan)
    return ids_in(View(found.plan, found.scores, part))


def day(text: str | None) -> date | None:
    """What `--as-of` says. Raises Usage."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        said = Message("--as-of: “{text}” is not a date", {"text": text})
        raise Usage(said, hint=Message("write it as 2026-06-30")) from error
