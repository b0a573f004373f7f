"""Groups: the company, each level, team, owner and theme, over their topmost members only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from okrsync.model import Objective
from okrsync.scoring.frame import Day, Frame
from okrsync.scoring.objectives import Rolled, weigh, weight
from okrsync.scoring.result import Rollup
from okrsync.scoring.tree import Tree

KINDS = ("company", "level", "team", "owner", "theme")
Group = tuple[str, str]
"""What it is a group by, and its name without regard to case."""


def groups(
    rolled: Mapping[str, Rolled], frames: Mapping[str | None, Frame], tree: Tree, day: Day
) -> list[Rollup]:
    """Every group's mean, by kind and then by name.

    An objective below another of the same group is already in that one. Objectives of
    another time are in no group.
    """
    members: defaultdict[Group, list[tuple[Decimal, Rolled]]] = defaultdict(list)
    names: defaultdict[Group, set[str]] = defaultdict(set)
    above: Counter[Group] = Counter()
    for node, entering in tree.walk():
        for group, name in _groups_of(frames[node].objective, day):
            if entering and not above[group]:
                members[group].append((weight(frames[node]), rolled[node]))
            names[group].add(name)
            above[group] += 1 if entering else -1
    order = sorted(members, key=lambda group: (KINDS.index(group[0]), group[1]))
    return [Rollup(group[0], min(names[group]), *weigh(members[group])) for group in order]


def _groups_of(objective: Objective | None, day: Day) -> Iterator[tuple[Group, str]]:
    if objective is None or not day.covers(objective.period, None):
        return
    named = {
        "company": "company",
        "level": objective.level,
        "team": objective.team,
        "owner": objective.owner,
        "theme": objective.theme,
    }
    for kind, name in named.items():
        if name and name.strip():
            yield (kind, name.strip().casefold()), name.strip()
