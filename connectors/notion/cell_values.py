"""A property's value as a cell, and a cell as it is remembered between runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from okrsync.table import Scalar

Json = Mapping[str, Any]
SEPARATOR = ", "


def value(told: Json) -> Scalar:
    """The cell of a property value, by the type that it has. None for what is empty, and for
    types that nobody knows yet."""
    kind = str(told.get("type"))
    read = _READERS.get(kind)
    return read(told.get(kind)) if read else None


def truncated(told: Json) -> bool:
    """Whether the service shows only the first part of this value."""
    content = told.get(str(told.get("type")))
    inside = isinstance(content, Mapping) and (
        content.get("has_more") is True or content.get("type") == "incomplete"
    )
    return told.get("has_more") is True or inside


def plain(parts: object) -> str:
    """The text of rich text objects."""
    return "".join(_part(part) for part in _mappings(parts))


def _part(part: Json) -> str:
    if isinstance(part.get("plain_text"), str):
        return str(part["plain_text"])
    inner = part.get("text")
    return str(inner.get("content") or "") if isinstance(inner, Mapping) else ""


def _mappings(found: object) -> Iterable[Json]:
    return (one for one in found if isinstance(one, Mapping)) if isinstance(found, list) else ()


def _text(content: object) -> Scalar:
    return plain(content) or None


def _string(content: object) -> Scalar:
    return content if isinstance(content, str) and content else None


def _number(content: object) -> Scalar:
    if isinstance(content, bool) or not isinstance(content, int | float):
        return None
    if isinstance(content, float) and content.is_integer() and abs(content) < 1e15:
        return int(content)
    return content


def _flag(content: object) -> Scalar:
    return content if isinstance(content, bool) else None


def _name(content: object) -> Scalar:
    return _string(content.get("name")) if isinstance(content, Mapping) else None


def _joined(content: object, each: Callable[[object], Scalar]) -> Scalar:
    found = (each(one) for one in _mappings(content))
    return SEPARATOR.join(str(one) for one in found if one is not None) or None


def _names(content: object) -> Scalar:
    return _joined(content, _name)


def _person(content: object) -> Scalar:
    """A name, else an address; never an id."""
    if not isinstance(content, Mapping):
        return None
    person = content.get("person")
    address = person.get("email") if isinstance(person, Mapping) else None
    return _string(content.get("name")) or _string(address)


def _people(content: object) -> Scalar:
    return _joined(content, _person)


def _relation(content: object) -> Scalar:
    found = (_string(one.get("id")) for one in _mappings(content))
    return SEPARATOR.join(str(one) for one in found if one) or None


def moment(text: object) -> date | datetime | None:
    """A date, or a moment with the offset that was given."""
    if not isinstance(text, str):
        return None
    try:
        return date.fromisoformat(text) if len(text) == len("2026-04-01") else _moment(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _date(content: object) -> Scalar:
    """A date or a moment; a range is a text that is read as a period."""
    if not isinstance(content, Mapping):
        return None
    start, end = moment(content.get("start")), moment(content.get("end"))
    return start if end is None or start is None else f"{start.isoformat()}/{end.isoformat()}"


def _stamp(content: object) -> Scalar:
    return moment(content)


def _unique(content: object) -> Scalar:
    if not isinstance(content, Mapping) or content.get("number") is None:
        return None
    prefix = content.get("prefix")
    return f"{prefix}-{content['number']}" if prefix else str(content["number"])


def _formula(content: object) -> Scalar:
    return value(content) if isinstance(content, Mapping) else None


def _rollup(content: object) -> Scalar:
    if not isinstance(content, Mapping):
        return None
    if content.get("type") == "array":
        found = (value(one) for one in _mappings(content.get("array")))
        return SEPARATOR.join(shown(one) for one in found if one is not None) or None
    return value(content)


def shown(one: Scalar) -> str:
    """A value among others in one cell."""
    if isinstance(one, bool):
        return "true" if one else "false"
    return one.isoformat() if isinstance(one, date | datetime) else str(one)


def _verification(content: object) -> Scalar:
    return _string(content.get("state")) if isinstance(content, Mapping) else None


def _place(content: object) -> Scalar:
    if not isinstance(content, Mapping):
        return None
    return _string(content.get("name")) or _string(content.get("address"))


_READERS: dict[str, Callable[[object], Scalar]] = {
    "title": _text,
    "rich_text": _text,
    "number": _number,
    "select": _name,
    "status": _name,
    "multi_select": _names,
    "people": _people,
    "date": _date,
    "checkbox": _flag,
    "boolean": _flag,
    "string": _string,
    "url": _string,
    "email": _string,
    "phone_number": _string,
    "relation": _relation,
    "formula": _formula,
    "rollup": _rollup,
    "unique_id": _unique,
    "files": _names,
    "created_time": _stamp,
    "last_edited_time": _stamp,
    "created_by": _person,
    "last_edited_by": _person,
    "verification": _verification,
    "place": _place,
}


def kept(cell: object) -> Any:
    """What JSON has no form for, as JSON: dates and moments. Raises TypeError for the rest."""
    if isinstance(cell, datetime):
        return ["t", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    raise TypeError(type(cell).__name__)


def recalled(stored: Any) -> Scalar:
    """A cell from JSON. Raises ValueError for what is none."""
    if isinstance(stored, list):
        kind, text = stored
        return datetime.fromisoformat(text) if kind == "t" else date.fromisoformat(text)
    if isinstance(stored, dict):
        raise ValueError(sorted(stored))
    found: Scalar = stored
    return found
