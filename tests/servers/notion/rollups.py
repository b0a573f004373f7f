"""What Notion computes: relations as far as they may be seen, rollups over them, formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from tests.servers.notion.model import JSON, Page, Property
from tests.servers.notion.workspace import Workspace

Content = Callable[[Workspace, Page, Property], Any]


def related(ws: Workspace, page: Page, one: Property) -> list[str]:
    """The related pages' ids, without those in databases that are not shared."""
    found: list[str] = page.values.get(one.id, [])
    return [ident for ident in found if (to := ws.pages.get(ident)) and ws.sees_page(to)]


def as_content(result: Any) -> JSON:
    """A formula's result. A JSON object is answered as it is."""
    if isinstance(result, dict):
        return result
    if isinstance(result, bool):
        return {"type": "boolean", "boolean": result}
    if isinstance(result, int | float):
        return {"type": "number", "number": result}
    if isinstance(result, date):
        when = {"start": result.isoformat(), "end": None, "time_zone": None}
        return {"type": "date", "date": when}
    return {"type": "string", "string": result}


def rolled_up(ws: Workspace, page: Page, one: Property, content: Content) -> JSON:
    """A rollup's content; `forced` where a test said what it is (incomplete, unsupported)."""
    if one.forced is not None:
        return one.forced
    function = one.config.get("function", "count")
    source = ws.sources[page.parent]
    relation = source.properties.get(one.config.get("relation_property_id", ""))
    pages = [ws.pages[i] for i in related(ws, page, relation)] if relation is not None else []
    items = [_item(ws, each, one.config["rollup_property_id"], content) for each in pages]
    kept = [item for item in items if item is not None]
    return {**_result(function, kept), "function": function}


def _item(ws: Workspace, page: Page, ident: str, content: Content) -> JSON | None:
    source = ws.sources.get(page.parent)
    target = source.properties.get(ident) if source is not None else None
    if target is None:
        return None
    return {"type": target.type, target.type: content(ws, page, target)}


def _result(function: str, items: Sequence[JSON]) -> JSON:
    if function.startswith("show_"):
        return {"type": "array", "array": list(items)}
    if function in _DATES:
        return {"type": "date", "date": _DATES[function](items)}
    return {"type": "number", "number": _NUMBERS[function](items)}


def _numbers(items: Sequence[JSON]) -> list[float]:
    found = (_number(item) for item in items)
    return [one for one in found if one is not None]


def _number(item: JSON) -> float | None:
    inner = item[item["type"]]
    if item["type"] in ("formula", "rollup"):
        inner = inner.get("number")
    return inner if isinstance(inner, int | float) and not isinstance(inner, bool) else None


def _average(items: Sequence[JSON]) -> float | None:
    numbers = _numbers(items)
    return sum(numbers) / len(numbers) if numbers else None


def _checked(items: Sequence[JSON]) -> int:
    return sum(item[item["type"]] is True for item in items)


def _filled(items: Sequence[JSON]) -> int:
    return sum(item[item["type"]] not in (None, [], "", False) for item in items)


def _share(count: Callable[[Sequence[JSON]], int]) -> Callable[[Sequence[JSON]], float | None]:
    return lambda items: count(items) / len(items) if items else None


def _edge(last: bool) -> Callable[[Sequence[JSON]], JSON | None]:
    def found(items: Sequence[JSON]) -> JSON | None:
        dates = [item["date"] for item in items if item.get("date")]
        chosen = max if last else min
        return chosen(dates, key=lambda one: one["start"]) if dates else None

    return found


_DATES: dict[str, Callable[[Sequence[JSON]], JSON | None]] = {
    "earliest_date": _edge(False),
    "latest_date": _edge(True),
}
_NUMBERS: dict[str, Callable[[Sequence[JSON]], float | None]] = {
    "count": len,
    "count_values": _filled,
    "not_empty": _filled,
    "empty": lambda items: len(items) - _filled(items),
    "checked": _checked,
    "unchecked": lambda items: len(items) - _checked(items),
    "percent_checked": _share(_checked),
    "percent_not_empty": _share(_filled),
    "sum": lambda items: sum(_numbers(items)),
    "average": _average,
    "min": lambda items: min(_numbers(items), default=None),
    "max": lambda items: max(_numbers(items), default=None),
}
