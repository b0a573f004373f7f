"""Property values as they come in, checked as Notion checks them, and kept whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.servers.notion import options, texts
from tests.servers.notion.errors import ApiError, bad_body, invalid
from tests.servers.notion.ids import dashed
from tests.servers.notion.model import JSON, READ_ONLY, DataSource, Property
from tests.servers.notion.workspace import Workspace

LONGEST = 2000
MOST = 100


@dataclass(frozen=True)
class Place:
    """Where a value stands: for messages, and for what it may refer to."""

    ws: Workspace
    source: DataSource
    property: Property
    path: str  # properties.NAME.TYPE


def entered(ws: Workspace, source: DataSource, properties: JSON) -> dict[str, Any]:
    """Values to keep by property id. Raises ApiError before anything is kept."""
    values: dict[str, Any] = {}
    for key, told in properties.items():
        one = source.found(key)
        if one is None:
            raise invalid(f"{key} is not a property that exists.")
        if not isinstance(told, dict):
            raise _should(f"properties.{key}", "an object", told)
        kind = told.get("type") or next((k for k in told if k not in ("id", "name")), None)
        if kind in READ_ONLY or one.type in READ_ONLY:
            raise invalid(f"Cannot update property {one.name}: {one.type} can't be written.")
        if kind != one.type:
            raise invalid(f"{one.name} is expected to be {one.type}.")
        place = Place(ws, source, one, f"properties.{key}.{kind}")
        values[one.id] = _READERS[one.type](place, told.get(kind))
    return values


def _should(path: str, what: str, told: Any) -> ApiError:
    shown = {"None": "null", "True": "true", "False": "false"}.get(str(told), str(told))
    shown = f'"{told}"' if isinstance(told, str) else shown
    return bad_body(path, f"should be {what}, instead was `{shown}`.")


def _at_most(path: str, most: int, found: int) -> None:
    if found > most:
        raise bad_body(f"{path}.length", f"should be ≤ `{most}`, instead was `{found}`.")


def _list(place: Place, told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise _should(place.path, "an array", told)
    _at_most(place.path, MOST, len(told))
    return told


def utf16(text: str) -> int:
    """The length as Notion counts it."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


def _rich(place: Place, told: Any) -> Any:
    return text_objects(place.path, _list(place, told))


def text_objects(path: str, told: list[Any]) -> list[JSON]:
    """Text objects as they are answered; empty ones are dropped. Raises ApiError."""
    found = (_object(f"{path}[{at}]", one) for at, one in enumerate(told))
    return [one for one in found if one["plain_text"]]


def _object(path: str, told: JSON) -> JSON:
    inner = told.get("text")
    if told.get("type", "text") != "text" or not isinstance(inner, dict):
        raise bad_body(f"{path}.text", "should be defined, instead was `undefined`.")
    content = inner.get("content")
    if not isinstance(content, str):
        raise _should(f"{path}.text.content", "a string", content)
    _at_most(f"{path}.text.content", LONGEST, utf16(content))
    return texts.rich(content, inner.get("link"), told.get("annotations"))


def _number(place: Place, told: Any) -> Any:
    if told is not None and (isinstance(told, bool) or not isinstance(told, int | float)):
        raise _should(place.path, "a number or `null`", told)
    return told


def _choice(place: Place, told: Any) -> Any:
    return None if told is None else options.chosen(place.ws, place.source, place.property, told)


def _choices(place: Place, told: Any) -> Any:
    return list(dict.fromkeys(_choice(place, one) for one in _list(place, told)))


def _people(place: Place, told: Any) -> Any:
    ids = [str(one.get("id")) for one in _list(place, told)]
    for ident in ids:
        if ident not in place.ws.users:
            raise invalid(f"Could not find user with ID: {ident}.")
    return ids


def _relation(place: Place, told: Any) -> Any:
    ids = []
    for at, one in enumerate(_list(place, told)):
        ident = dashed(str(one.get("id")))
        if ident is None:
            raise _should(f"{place.path}[{at}].id", "a valid uuid", one.get("id"))
        if place.ws.page(ident).parent != place.property.config["data_source_id"]:
            raise invalid(f"Page {ident} is not in the related data source.")
        ids.append(ident)
    return list(dict.fromkeys(ids))


def moment(path: str, told: Any, zone: str | None = None) -> str:
    """A date as it is, a moment cut to its minute with the offset of what was given."""
    try:
        if len(told) == len("2026-01-01"):
            return date.fromisoformat(told).isoformat()
        when = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        raise _should(path, "a valid ISO 8601 date string", told) from None
    place = ZoneInfo(zone) if zone else UTC
    whole = when.replace(second=0, microsecond=0, tzinfo=when.tzinfo or place)
    return whole.isoformat(timespec="milliseconds")


def _date(place: Place, told: Any) -> Any:
    if told is None:
        return None
    if not isinstance(told, dict) or "start" not in told:
        raise bad_body(f"{place.path}.start", "should be defined, instead was `undefined`.")
    zone, end = told.get("time_zone"), told.get("end")
    start = moment(f"{place.path}.start", told["start"], zone)
    last = None if end is None else moment(f"{place.path}.end", end, zone)
    if last is not None and last < start:
        raise invalid("End date must be after start date.")
    return {"start": start, "end": last, "time_zone": None}


def _flag(place: Place, told: Any) -> Any:
    if not isinstance(told, bool):
        raise _should(place.path, "a boolean", told)
    return told


def _text(place: Place, told: Any) -> Any:
    if told is None or told == "":
        return None
    if not isinstance(told, str):
        raise _should(place.path, "a string", told)
    _at_most(place.path, LONGEST, utf16(told))
    return told


def _files(place: Place, told: Any) -> Any:
    return [
        {"name": one.get("name", "file"), "type": "external", "external": one["external"]}
        for one in _list(place, told)
    ]


def _location(place: Place, told: Any) -> Any:
    return told and {"name": None, "address": None, **told}


_READERS: dict[str, Callable[[Place, Any], Any]] = {
    "title": _rich,
    "rich_text": _rich,
    "number": _number,
    "select": _choice,
    "status": _choice,
    "multi_select": _choices,
    "people": _people,
    "relation": _relation,
    "date": _date,
    "checkbox": _flag,
    "url": _text,
    "email": _text,
    "phone_number": _text,
    "files": _files,
    "place": _location,
}
