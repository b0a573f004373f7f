"""Groups: the company, each level, team, owner and theme, over their topmost members only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from okrsync.scoring.frame import Day, Frame
from okrsync.scoring.objectives import Rolled, weigh, weight
from okrsync.scoring.result import Rollup
from okrsync.scoring.tree import Tree

KINDS = ("company", "level", "team", "owner", "theme")


def groups(
    rolled: Mapping[str, Rolled], frames: Mapping[str | None, Frame], tree: Tree, day: Day
) -> Iterator[Rollup]:
    """Every group's mean, by kind and then by name; names are one without regard to case.

    An objective below another of the same group is already in that one. Objectives of
    another time are in no group.
    """
    members = [frames[node].objective for node in tree.parent]
    current = [o for o in members if o and (o.period is None or day.covers(o.period, None))]
    for kind in KINDS:
        if kind == "company":
            named = dict.fromkeys((o.id for o in current), kind)
        else:
            names = ((o.id, getattr(o, kind)) for o in current)
            named = {node: name.strip() for node, name in names if name and name.strip()}
        if named:
            yield from _groups(kind, named, rolled, frames, tree)


def _groups(
    kind: str,
    named: Mapping[str, str],
    rolled: Mapping[str, Rolled],
    frames: Mapping[str | None, Frame],
    tree: Tree,
) -> Iterator[Rollup]:
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for name in set(named.values()):
        spellings[name.casefold()].add(name)
    shown = {name: min(same) for same in spellings.values() for name in same}
    members: defaultdict[str, list[tuple[Decimal, Rolled]]] = defaultdict(list)
    grouped = {node: shown[name] for node, name in named.items()}
    for node in _topmost(grouped, tree):
        members[grouped[node]].append((weight(frames[node]), rolled[node]))
    for name in sorted(members, key=str.casefold):
        yield Rollup(kind, name, *weigh(members[name]))


def _topmost(group_of: Mapping[str, str], tree: Tree) -> Iterator[str]:
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
