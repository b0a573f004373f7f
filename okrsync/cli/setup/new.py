"""`okrsync new FILE`: a workbook to begin with."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okrsync.cli.language import machine_language
from okrsync.cli.output import say
from okrsync.cli.work import day, keyboard, open_job
from okrsync.errors import Stop, Usage
from okrsync.i18n import Message, plural
from okrsync.nearest import suggestion
from okrsync.shell import command, quoted

if TYPE_CHECKING:
    from okrsync.cli.dialogue import Keyboard
    from okrsync.evaluate.evaluation import Evaluation
    from okrsync.fresh.outline import Audience, Outline

NO_WORKBOOK = Message("{file}: a fresh workbook is an Excel file, and ends in .xlsx")
THERE = Message("{file} is there already, and stays as it is")
UNKNOWN_KIND = Message("--kind {kind}: not known")
UNKNOWN_LANGUAGE = Message("--lang {language}: not known")
FOR_WHOM = Message("For whom is it?")
WHO = (Message("for me alone"), Message("for a team"), Message("for a company of several teams"))
WROTE = Message("Wrote {file}. Look it over, then: {command}")
NOTHING_LEFT = Message("Nothing in {file} is unfinished.")
BEGIN = Message("to begin with the example: {command}")
ENDED = Message("The questions were not answered to the end, so nothing was written.")


def run(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The workbook to make, such as plan.xlsx.")],
    kind: Annotated[str | None, typer.Option(help="For whom: solo, team or company.")] = None,
    lang: Annotated[
        str | None,
        typer.Option(metavar="LANGUAGE", help="Of the workbook: en, nl, de, fr, es or pt."),
    ] = None,
    after: Annotated[
        Path | None,
        typer.Option(help="The sheet before: what is unfinished in it goes along."),
    ] = None,
) -> None:
    """Make a workbook to begin with: with questions in a terminal, else with an example."""
    from okrsync.cli.setup import new_file  # noqa: PLC0415 -- only when it works
    from okrsync.fresh.words_of import sheet_words  # noqa: PLC0415
    from okrsync.fresh.workbook import workbook  # noqa: PLC0415 -- xlsxwriter

    _require_free(file)
    person = keyboard(ctx)
    old = _read(ctx, after, person)
    language = person.language = _language(lang, old)
    begun = _begun(_kind(kind, person, language), language, old, person)
    outline = _filled(begun, person, language)
    _require_answered(person, file)
    new_file.write(file, workbook(outline, sheet_words(language), quoted(file.name)))
    look = command("check", str(file))
    say(WROTE.say(language, file=file, command=look))


def _require_free(file: Path) -> None:
    """Before anything is asked: whether there can be such a file."""
    if file.suffix.lower() != ".xlsx":
        better = command("new", str(file.with_suffix(".xlsx")))
        raise Usage(NO_WORKBOOK.filled(file=file), hint=Message("{command}", {"command": better}))
    if os.path.lexists(file):
        raise Usage(THERE.filled(file=file), hint=Message("give the new one another name"))


def _language(lang: str | None, old: Evaluation | None) -> str:
    """What was asked for, else the old sheet's, else the machine's."""
    from okrsync.fresh.words_of import WRITTEN  # noqa: PLC0415 -- only when it works

    if lang is None and old is not None and old.language in WRITTEN:
        return old.language
    if lang is None:
        return machine_language(WRITTEN)
    short = lang.lower().replace("_", "-").split("-")[0]
    if short not in WRITTEN:
        hint = suggestion(lang, WRITTEN)
        raise Usage(UNKNOWN_LANGUAGE.filled(language=lang), hint=hint)
    return short


def _kind(kind: str | None, person: Keyboard, language: str) -> Audience:
    from okrsync.fresh.outline import Audience  # noqa: PLC0415 -- only when it works

    kinds = list(Audience)
    if kind is not None and kind not in kinds:
        raise Usage(UNKNOWN_KIND.filled(kind=kind), hint=suggestion(kind, kinds))
    if kind is not None or not person.asks:
        return Audience(kind or Audience.TEAM)
    chosen = person.pick(FOR_WHOM.say(language), [each.say(language) for each in WHO])
    return kinds[chosen or 0]


def _read(ctx: typer.Context, after: Path | None, person: Keyboard) -> Evaluation | None:
    """The sheet before."""
    if after is None:
        return None
    from okrsync.pipeline import evaluate  # noqa: PLC0415 -- reads a sheet

    return evaluate(open_job(ctx, [str(after)]), dialogue=person)


def _begun(kind: Audience, language: str, old: Evaluation | None, person: Keyboard) -> Outline:
    """An empty outline, or what the sheet before hands on."""
    from okrsync.fresh.outline import Outline, quarter_of  # noqa: PLC0415 -- only when it works

    if old is None:
        return Outline(kind, quarter_of(_today()))
    from okrsync.fresh.unfinished import ask_learned, unfinished  # noqa: PLC0415

    outline, file = unfinished(old, kind, old.job.as_of), old.job.typed[0]
    if not outline.goals:
        person.say(NOTHING_LEFT.say(language, file=file))
    if old.plan.kpis:
        person.say(_kpis_stay(len(old.plan.kpis), file).say(language))
    ask_learned(outline, person, language)
    return outline


def _kpis_stay(count: int, file: str) -> Message:
    return plural(
        "{count} KPI stays behind in {file}: a fresh workbook holds none yet.",
        "{count} KPIs stay behind in {file}: a fresh workbook holds none yet.",
        count,
        file=file,
    )


def _today() -> date:
    return day(os.environ.get("OKRSYNC_TODAY")) or date.today()


def _filled(outline: Outline, person: Keyboard, language: str) -> Outline:
    """What was answered; without an objective the example stands below it."""
    from okrsync.fresh.example import example  # noqa: PLC0415 -- only when it works
    from okrsync.fresh.words_of import sheet_words  # noqa: PLC0415

    if person.asks:
        from okrsync.fresh.interview import Interview  # noqa: PLC0415 -- the checker

        Interview(person, outline, language).hold()
    if outline.goals:
        return outline
    shown = example(outline.kind, sheet_words(language), outline.period)
    shown.north_star = outline.north_star or shown.north_star
    shown.theme = outline.theme or shown.theme
    return shown


def _require_answered(person: Keyboard, file: Path) -> None:
    """Raises Stop where the input was ended: half a plan is no plan."""
    if person.left:
        raise Stop(ENDED, hint=BEGIN.filled(command=command("new", str(file), "--no-input")))
