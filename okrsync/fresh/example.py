"""The example of each kind of workbook: its numbers here, its titles in `words/`."""

from __future__ import annotations

from collections.abc import Mapping

from okrsync.fresh.outline import Action, Audience, Goal, Outline, Result
from okrsync.fresh.words_of import SheetWords
from okrsync.model import Cadence, Period


def example(kind: Audience, words: SheetWords, period: Period) -> Outline:
    """Rows to type over, such as somebody of this kind would write them."""
    goals = {Audience.SOLO: _solo, Audience.TEAM: _team, Audience.COMPANY: _company}[kind](words)
    said = words.example
    return Outline(kind, period, said["north_star"][kind], said["theme"][kind], goals)


def _solo(words: SheetWords) -> list[Goal]:
    say = words.example["titles"]
    invite = Action(say["i_invite"], Cadence.DAILY, amount=10, minutes=50)
    post = Action(say["i_post"], Cadence.WEEKLY, amount=1, minutes=90)
    results = [
        Result(say["k_conversations"], 4, 16, actions=[invite]),
        Result(say["k_clients"], 0, 10, actions=[post]),
    ]
    return [Goal(say["o_found"], results=results)]


def _team(words: SheetWords) -> list[Goal]:
    say = words.example["titles"]
    check = _check(say)
    stay = [
        Result(say["k_renew"], 0.82, 0.9, unit="%", actions=[Action(say["i_talk"])]),
        Result(say["k_nps"], 31, 45, actions=[check]),
    ]
    return [_home(say), Goal(say["o_stay"], results=stay)]


def _company(words: SheetWords) -> list[Goal]:
    say, teams = words.example["titles"], words.example["teams"]
    check = _check(say)
    recommend = [
        Result(say["k_retention"], 0.96, 1.08, unit="%", actions=[Action(say["i_talk"])]),
        Result(say["k_nps"], 31, 45, actions=[check]),
    ]
    trust = [
        Result(say["k_failed"], 140, 20, actions=[Action(say["i_queue"])]),
        Result(say["k_alone"], 0.35, 0.6, unit="%", actions=[Action(say["i_page"])]),
    ]
    home = _home(say)
    home.team = teams["onboarding"]
    return [
        Goal(say["o_recommend"], teams["board"], results=recommend),
        home,
        Goal(say["o_trust"], teams["product"], results=trust),
    ]


def _home(say: Mapping[str, str]) -> Goal:
    """What the team's and the company's example share."""
    results = [
        Result(say["k_setup"], 0.54, 0.8, unit="%", actions=[Action(say["i_call"])]),
        Result(say["k_complaints"], 0.9, 0.3, actions=[Action(say["i_mail"])]),
    ]
    return Goal(say["o_home"], results=results)


def _check(say: Mapping[str, str]) -> Action:
    return Action(say["i_check"], Cadence.WEEKLY, amount=3, minutes=45)
