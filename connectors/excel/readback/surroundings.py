"""What stands around a worksheet's cells and follows its columns: widths, size, filter, colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from connectors.excel.address import MAX_COLUMN, parse_area
from connectors.excel.readback.difference import Difference
from connectors.excel.readback.plan import Intent
from connectors.excel.readback.styles import Limits
from connectors.excel.readback.tree import Element, local, same, whole
from okrsync.i18n import Message

AROUND_CHANGED = Message("the part of the sheet called {what} does not add up")

_REF = frozenset({"ref"})
_RANGE = frozenset({"min", "max"})
Elements = Sequence[Element]


def require_columns(was: Elements, now: Elements, intent: Intent, limits: Limits) -> None:
    """No two widths for one column, and no other column's width or look changed."""
    before, after = _columns(was), _columns(now)
    if before is None:  # it was odd before we came
        return
    if after is None or (now and not len(now[0])):
        raise Difference(AROUND_CHANGED, "cols")
    for column in before.keys() | after.keys():
        ours = column in intent.added or column in intent.dropped
        style = after.get(column, {}).get("style")
        if before.get(column) != after.get(column) and (
            not ours or (style is not None and not 0 <= whole(style) < limits.formats)
        ):
            raise Difference(AROUND_CHANGED, "cols")


def _columns(groups: Elements) -> dict[int, Mapping[str, str]] | None:
    """What is said of each column, by index; None where two say something, or not in order."""
    found: dict[int, Mapping[str, str]] = {}
    last = 0
    for col in (col for group in groups for col in group):
        first, end = whole(col.get("min")), whole(col.get("max"))
        if not last < first <= end or first > MAX_COLUMN + 1:
            return None
        said = {name: value for name, value in col.attrib.items() if name not in _RANGE}
        last = min(end, MAX_COLUMN + 1)
        found |= dict.fromkeys(range(first - 1, last), said)
    return found


def require_dimension(was: Elements, now: Elements, _: Intent, __: Limits) -> None:
    """A rectangle that takes in what it took in before."""
    if len(was) != 1 or len(now) != 1 or not same(was[0], now[0], _REF):
        raise Difference(AROUND_CHANGED, "dimension")
    before, after = parse_area(was[0].get("ref", "")), parse_area(now[0].get("ref", ""))
    corners = before and [
        (before.first_row, before.first_column),
        (before.last_row, before.last_column),
    ]
    if after is None or any(corner not in after for corner in corners or ()):
        raise Difference(AROUND_CHANGED, "dimension")


def require_filter(was: Elements, now: Elements, intent: Intent, _: Limits) -> None:
    """The same filter with its right edge moved by columns of ours, and nothing else."""
    if len(was) != 1 or len(now) != 1 or not same_but_edge(was[0], now[0], intent):
        raise Difference(AROUND_CHANGED, "autoFilter")


def same_but_edge(was: Element, now: Element, intent: Intent) -> bool:
    """Whether two filters differ in their right edges only, and by columns of ours."""
    if len(was) != len(now) or not edge_moved(was.get("ref"), now.get("ref"), intent):
        return False
    for one, other in zip(was, now, strict=True):
        if local(one) == local(other) == "sortState":
            if not edge_moved(one.get("ref"), other.get("ref"), intent):
                return False
            if not same(one, other, _REF):
                return False
        elif not same(one, other):
            return False
    return {**was.attrib, "ref": ""} == {**now.attrib, "ref": ""}


def edge_moved(before: str | None, after: str | None, intent: Intent) -> bool:
    """Whether two rectangles differ in their right edge only, and by columns of ours."""
    if before == after:
        return True
    one, other = parse_area(before or ""), parse_area(after or "")
    if one is None or other is None:
        return False
    low, high = sorted((one.last_column, other.last_column))
    between = set(range(low + 1, high + 1))
    ours = intent.added if one.last_column < other.last_column else intent.dropped
    rest = (one.first_row, one.first_column, one.last_row)
    return rest == (other.first_row, other.first_column, other.last_row) and between <= set(ours)


def require_colours(was: Elements, now: Elements, intent: Intent, limits: Limits) -> None:
    """People's conditional formats as they were; ours over our columns, with colours that exist."""
    before, after = Counter(map(_key, was)), Counter(map(_key, now))
    for one in was:
        if after[_key(one)] < before[_key(one)] and not _over(one, intent.dropped):
            raise Difference(AROUND_CHANGED, "conditionalFormatting")
    others = Counter(rule.get("priority") for one in now for rule in one if local(rule) == "cfRule")
    for one in now:
        if before[_key(one)] >= after[_key(one)]:
            continue
        rules = [rule for rule in one if local(rule) == "cfRule"]
        sound = all(
            0 <= whole(rule.get("dxfId")) < limits.colours and others[rule.get("priority")] == 1
            for rule in rules
        )
        if not rules or not sound or not _over(one, intent.added):
            raise Difference(AROUND_CHANGED, "conditionalFormatting")
    stayed = [_key(one) for one in was if after[_key(one)]]
    if stayed != [_key(one) for one in now if before[_key(one)]]:
        raise Difference(AROUND_CHANGED, "conditionalFormatting")


def _over(element: Element, columns: Mapping[int, str]) -> bool:
    areas = [parse_area(text) for text in element.get("sqref", "").split()]
    return bool(areas) and all(
        over and {over.first_column, over.last_column} <= set(columns) for over in areas
    )


def _key(element: Element) -> tuple[object, ...]:
    """What an element says, so that equal ones can be counted."""
    said = (element.tag, tuple(sorted(element.attrib.items())), element.text or "")
    return (*said, *map(_key, element))
