"""Groups: the company, each level, team, owner and theme, over their topmost members only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from okrsync.scoring.frame import ScoringDay, ScoringFrame
from okrsync.scoring.objectives import Rolled, weigh, weight
from okrsync.scoring.result import Rollup
from okrsync.scoring.tree import ObjectiveTree

KINDS = ("company", "level", "team", "owner", "theme")


def groups(
    rolled: Mapping[str, Rolled],
    frames: Mapping[str | None, ScoringFrame],
    tree: ObjectiveTree,
    day: ScoringDay,
) -> Iterator[Rollup]:
    """Every group's mean, by kind and then by name; names are one without regard to case.

    An objective below another of the same group is already in that one. Objectives of
    another time are in no group.
    """
    members = [frames[node].objective for node in tree.parent]
    current = [o for o in members if o and (o.period is None or day.covers(o.period, None))]
    for kind in KINDS:
        if kind == "company":
            group_of = dict.fromkeys([o.id for o in current], kind)
        else:
            group_of = _named({o.id: name for o in current if (name := getattr(o, kind))})
        found: defaultdict[str, list[tuple[Decimal, Rolled]]] = defaultdict(list)
        for node in _topmost(group_of, tree):
            found[group_of[node]].append((weight(frames[node]), rolled[node]))
        for name in sorted(found, key=str.casefold):
            yield Rollup(kind, name, *weigh(found[name]))


def _named(names: Mapping[str, str]) -> dict[str, str]:
    """The same with one spelling for each name, the blank ones left out."""
    spelled: dict[str, str] = {}
    for name in sorted({name.strip() for name in names.values()}):
        spelled.setdefault(name.casefold(), name)
    found = {node: spelled[name.strip().casefold()] for node, name in names.items()}
    return {node: name for node, name in found.items() if name}


def _topmost(group_of: Mapping[str, str], tree: ObjectiveTree) -> Iterator[str]:
    """The nodes that have none of their own group above them."""
    if not tree.children:
        yield from group_of
        return
    above: Counter[str] = Counter()
    for node, entering in tree.walk():
        group = group_of.get(node)
        if group is not None:
            if entering and not above[group]:
                yield node
            above[group] += 1 if entering else -1
