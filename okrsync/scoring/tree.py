"""How objectives stand under each other: one parent each, without loops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from okrsync.model import Objective, Plan


@dataclass(frozen=True, slots=True)
class ObjectiveTree:
    """Objectives that are not parked: each one's parent, and each one's children by id."""

    parent: Mapping[str, str | None]
    children: Mapping[str, list[str]]

    def bottom_up(self) -> list[str]:
        """Every objective after all of its children."""
        if not self.children:
            return list(self.parent)
        order = [node for node, above in self.parent.items() if above is None]
        for node in order:
            order.extend(self.children.get(node, ()))
        order.reverse()
        return order

    def walk(self) -> Iterator[tuple[str, bool]]:
        """Every objective twice: (id, True) on the way in, (id, False) on the way out."""
        stack = [(node, True) for node, above in self.parent.items() if above is None]
        while stack:
            node, entering = stack.pop()
            yield node, entering
            if entering:
                stack.append((node, False))
                stack.extend((child, True) for child in self.children.get(node, ()))


def tree(plan: Plan) -> ObjectiveTree:
    """The tree of a Plan.

    A child of a key result stands under that key result's objective; one whose parent is
    unknown or parked stands at the top. A loop is cut above its member with the smallest id,
    so that the same rows in any order give the same tree.
    """
    shown = {o.id: o for o in plan.objectives if not o.parked}
    wanted = {o.parent_id for o in shown.values() if o.parent_id and o.parent_id not in shown}
    key_results = plan.key_results if wanted else ()
    by_key_result = {k.id: k.objective_id for k in key_results if k.id in wanted}
    parent = {node: _above(o, shown, by_key_result) for node, o in shown.items()}
    _cut(parent)
    children: dict[str, list[str]] = {}
    for node, above in parent.items():
        if above is not None:
            children.setdefault(above, []).append(node)
    return ObjectiveTree(parent, children)


def _above(
    objective: Objective,
    shown: Mapping[str, Objective],
    by_key_result: Mapping[str, str | None],
) -> str | None:
    named = objective.parent_id
    if named is None or named in shown:
        return named
    through = by_key_result.get(named)
    return through if through in shown else None


def _cut(parent: dict[str, str | None]) -> None:
    safe: set[str] = set()
    for start in [node for node, above in parent.items() if above is not None]:
        path: list[str] = []
        seen: set[str] = set()
        node: str | None = start
        while node is not None and node not in safe and node not in seen:
            seen.add(node)
            path.append(node)
            node = parent[node]
        if node is not None and node in seen:
            parent[min(path[path.index(node) :])] = None
        safe.update(path)
