"""A table's part before and after: its rectangle, its columns, and nothing else."""

from __future__ import annotations

from connectors.excel.address import parse_area
from connectors.excel.read.shared_strings import unescaped
from connectors.excel.readback.difference import Difference
from connectors.excel.readback.plan import Intent
from connectors.excel.readback.surroundings import same_but_edge
from connectors.excel.readback.tree import Element, counts, local, parsed, same, same_all
from okrsync.i18n import Message
from okrsync.table import Area

TABLE = Message("a table's {what} do not add up")


def require_table(old: bytes, new: bytes, intent: Intent) -> None:
    """Compare two versions of a table. Raises Difference."""
    was, now = parsed(old), parsed(new)
    if {**was.attrib, "ref": ""} != {**now.attrib, "ref": ""} or was.tag != now.tag:
        raise Difference(TABLE, "name, id")
    if [local(one) for one in was] != [local(one) for one in now]:
        raise Difference(TABLE, ", ".join(local(one) for one in now))
    for one, other in zip(was, now, strict=True):
        name = local(one)
        right = (
            name == "tableColumns"
            or (name == "autoFilter" and same_but_edge(one, other, intent))
            or same(one, other)
        )
        if not right:
            raise Difference(TABLE, name)
    _require_columns(was, now, intent)
    if new_oddities := oddities(now) - oddities(was):
        raise Difference(TABLE, ", ".join(sorted(new_oddities)))


def _require_columns(was: Element, now: Element, intent: Intent) -> None:
    """The columns that were there stay; at the right edge ours come, or leave."""
    before, after = _columns(was), _columns(now)
    shared = min(len(before), len(after))
    area = parse_area(now.get("ref", ""))
    if area is None or not same_all(before[:shared], after[:shared]):
        raise Difference(TABLE, "tableColumns")
    for place, one in enumerate(after[shared:], shared):
        header = intent.added.get(area.first_column + place)
        if header is None or unescaped(one.get("name", "")) != header:
            raise Difference(TABLE, "tableColumns")
    for place in range(shared, len(before)):
        if area.first_column + place not in intent.dropped:
            raise Difference(TABLE, "tableColumns")
    _require_area(parse_area(was.get("ref", "")), area, len(after) - len(before))


def _require_area(before: Area | None, after: Area, by: int) -> None:
    if before is None or after != Area(
        before.first_row, before.first_column, before.last_row, before.last_column + by
    ):
        raise Difference(TABLE, "ref")


def _columns(table: Element) -> list[Element]:
    return [one for group in table if local(group) == "tableColumns" for one in group]


def oddities(table: Element) -> set[str]:
    """What does not add up in a table: its width, its columns' ids and names, its count."""
    columns, area = _columns(table), parse_area(table.get("ref", ""))
    ids = [one.get("id") for one in columns]
    names = [one.get("name", "").casefold() for one in columns]
    groups = [one for one in table if local(one) == "tableColumns"]
    faults = {
        "ref": area is None or area.last_column - area.first_column + 1 != len(columns),
        "id": len(set(ids)) < len(ids),
        "name": len(set(names)) < len(names),
        "count": len(groups) != 1 or not all(map(counts, groups)),
    }
    return {name for name, wrong in faults.items() if wrong}
