"""Filters of queries: what each condition means for a property's value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.servers.notion import moments, texts
from tests.servers.notion.errors import bad_body, invalid
from tests.servers.notion.model import JSON, STAMPS, DataSource, Page
from tests.servers.notion.rendering import content_of
from tests.servers.notion.workspace import Workspace

Test = Callable[[Page], bool]
OfValue = Callable[[Any], bool]

_TEXTS = ("title", "rich_text", "url", "email", "phone_number")


def compiled(ws: Workspace, source: DataSource, told: JSON) -> Test:
    """A filter as a function. Raises ApiError where it makes no sense."""
    for joint, joined in (("and", all), ("or", any)):
        if joint in told:
            tests = [compiled(ws, source, one) for one in told[joint]]
            return lambda page: joined(test(page) for test in tests)
    if "timestamp" in told:
        return _by_stamp(told)
    if "property" not in told:
        raise bad_body("filter", "should be a valid filter.")
    return _by_property(ws, source, told)


def _by_stamp(told: JSON) -> Test:
    stamp = told["timestamp"]
    if stamp not in STAMPS[:2] or stamp not in told:
        raise bad_body("filter.timestamp", f'should be a timestamp, instead was `"{stamp}"`.')
    matches = moments.condition(told[stamp])
    if stamp == "created_time":
        return lambda page: matches(page.created // 60 * 60)
    return lambda page: matches(page.edited // 60 * 60)


def _by_property(ws: Workspace, source: DataSource, told: JSON) -> Test:
    one = source.found(told["property"])
    if one is None:
        raise invalid(f"Could not find property with name or id: {told['property']}")
    kind = next((key for key in told if key not in ("property", "type")), "")
    if kind != one.type and not (kind == "rich_text" and one.type in _TEXTS):
        raise invalid(f"database property {one.type} does not match filter {kind}")
    test = _condition(kind, told[kind])
    return lambda page: test(content_of(ws, page, one))


def _condition(kind: str, told: JSON) -> OfValue:
    condition, wanted = next(iter(told.items()))
    if kind in ("date", "created_time", "last_edited_time"):
        matches = moments.condition(told)
        return lambda value: matches(moments.of_value(value))
    if kind == "formula":
        name = {"checkbox": "boolean"}.get(condition, condition)
        test = _condition("rich_text" if condition == "string" else condition, wanted)
        return lambda value: test(value.get(name))
    if kind == "rollup" and condition in ("any", "every", "none"):
        return _of_array(condition, wanted)
    if kind == "rollup":
        test = _condition(condition, wanted)
        return lambda value: test(value.get(condition))
    test = _value_test(kind, condition, wanted)
    return lambda value: test(_simple(value))


def _of_array(which: str, told: JSON) -> OfValue:
    kind, inner = next(iter(told.items()))
    test = _condition(kind, inner)

    def matches(value: JSON) -> bool:
        found = [test(item[item["type"]]) for item in value.get("array", ())]
        return {"any": any(found), "every": all(found), "none": not any(found)}[which]

    return matches


def _simple(value: Any) -> Any:
    """A value as conditions see it: a text, a number, a flag, or a list of names or ids."""
    if isinstance(value, list):
        if value and "plain_text" in value[0]:
            return texts.plain(value)
        return [one.get("name") if "color" in one else one.get("id", one) for one in value]
    if isinstance(value, dict):
        return value["id"] if "object" in value else value.get("name", value.get("number"))
    return value


def _value_test(kind: str, condition: str, wanted: Any) -> OfValue:
    if condition in ("is_empty", "is_not_empty"):
        empty = condition == "is_empty"
        return lambda value: (value is None or value in ("", [])) is empty
    test = _TESTS.get(condition)
    if test is None:
        raise bad_body(f"filter.{kind}.{condition}", "should be not present.")
    return lambda value: test(value, wanted)


def _folded(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _equals(value: Any, wanted: Any) -> bool:
    return bool(_folded(value) == _folded(wanted) or (wanted == "" and value in (None, [])))


def _contains(value: Any, wanted: Any) -> bool:
    if isinstance(value, list):
        return any(_folded(one) == _folded(wanted) for one in value)
    return str(wanted).lower() in str(value or "").lower()


def _compared(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, wanted: value is not None and compare(value, wanted)


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": _equals,
    "does_not_equal": lambda value, wanted: not _equals(value, wanted),
    "contains": _contains,
    "does_not_contain": lambda value, wanted: not _contains(value, wanted),
    "starts_with": lambda value, wanted: str(value or "").lower().startswith(wanted.lower()),
    "ends_with": lambda value, wanted: str(value or "").lower().endswith(wanted.lower()),
    "greater_than": _compared(lambda one, other: one > other),
    "less_than": _compared(lambda one, other: one < other),
    "greater_than_or_equal_to": _compared(lambda one, other: one >= other),
    "less_than_or_equal_to": _compared(lambda one, other: one <= other),
}
