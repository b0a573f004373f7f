"""`status --behaviour`: a line a team, and who is left out and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text as Line

from okrsync.i18n import Message
from okrsync.report.bars import percent, wrap
from okrsync.report.status import number
from okrsync.report.view import View, ids_in
from okrsync.scoring.behaviour import FEWEST, Behaviour, TeamBehaviour, behaviour
from okrsync.values import safe

BOLD, DIM = Style(bold=True), Style(dim=True)
HEADS = (
    Message("Key results"),
    Message("Outcomes"),
    Message("Reported"),
    Message("Honest"),
)
TEAM = Message("Team")
SMALL = Message("Left out, with fewer than {fewest} key results: {teams}.")
OF_ONE = Message("Left out, since all key results are of one owner: {teams}.")
TEAMLESS = Message("Key results that name no team: {count}.")
NOBODY = Message("No team to show.")
MEANING = Message(
    "Reported is what the sheet says, honest what the results say. Which rows are work: {command}"
)


def behaviour_of(view: View) -> Behaviour:
    """The behaviour of the teams in what is asked for."""
    return behaviour(view.plan, view.scores, ids_in(view))


def behaviour_json(found: Behaviour) -> dict[str, Any]:
    """What `--behaviour` adds to the JSON of `status`."""
    return {
        "behaviour": [_json(team) for team in found.teams],
        "behaviour_left_out": {
            "small": list(found.small),
            "one_owner": list(found.of_one),
            "without_team": found.teamless,
        },
    }


def _json(team: TeamBehaviour) -> dict[str, Any]:
    return {
        "team": team.team,
        "key_results": team.key_results,
        "outcomes": team.outcomes,
        "outcome_share": number(team.outcome_share),
        "reported": number(team.reported),
        "progress": number(team.progress),
        "false_progress": number(team.false_progress),
    }


def behaviour_lines(
    found: Behaviour, language: str, width: int, check: str = "okrsync check"
) -> Iterator[Line]:
    """A table of the teams, none of its lines wider than `width`; then who is left out.

    `check` is the command that shows the rows."""
    heads = [head.say(language) for head in HEADS]
    room = max(width - sum(cell_len(head) + 2 for head in heads), 10)
    if found.teams:
        yield _row(TEAM.say(language), heads, heads, room, BOLD)
    for team in found.teams:
        figures = [
            str(team.key_results),
            percent(team.outcome_share, language),
            percent(team.reported, language),
            percent(team.progress, language),
        ]
        yield _row(safe(team.team), figures, heads, room, Style())
    for sentence in _sentences(found, language, check):
        yield from (Line(text, style=DIM) for text in wrap(sentence, width))


def _row(team: str, cells: Sequence[str], heads: Sequence[str], room: int, style: Style) -> Line:
    shown = "".join(f"  {c:>{cell_len(h)}}" for c, h in zip(cells, heads, strict=True))
    return Line(set_cell_size(team, room) + shown, style=style)


def _sentences(found: Behaviour, language: str, check: str) -> Iterator[str]:
    if found.small:
        yield SMALL.say(language, fewest=FEWEST, teams=safe(", ".join(found.small)))
    if found.of_one:
        yield OF_ONE.say(language, teams=safe(", ".join(found.of_one)))
    if found.teamless:
        yield TEAMLESS.say(language, count=found.teamless)
    yield (MEANING if found.teams else NOBODY).say(language, command=safe(check))
