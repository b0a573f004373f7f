"""A cell as a property value to send, and whether an answer holds what was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from connectors.notion.cell_values import SEPARATOR, moment
from connectors.notion.schema import Property
from okrsync.i18n import Message
from okrsync.table import CellError, Scalar, Shown

Json = Mapping[str, Any]

LONGEST = 2000
"""Characters of one text object, as the service counts them (UTF-16 units)."""
MOST_OBJECTS = 100
_TRUE = frozenset(("true", "yes", "1", "x", "__yes__"))


class Unfit(Exception):
    """A value that this property can't hold; `reason` is a sentence fragment."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def to_send(one: Property, after: Scalar, shown: Shown = Shown.TEXT) -> Json:
    """The property value of a cell. Raises Unfit."""
    write = _WRITERS.get(one.type)
    if write is None:
        raise Unfit(Message("a property of type “{type}” can't be written", {"type": one.type}))
    return {one.type: write(None if after == "" else after, shown)}


def pieces(text: str) -> Iterator[str]:
    """The text in parts that fit a text object, no character cut in two."""
    start = units = 0
    for at, char in enumerate(text):
        size = 2 if ord(char) > 0xFFFF else 1
        if units + size > LONGEST:
            yield text[start:at]
            start, units = at, 0
        units += size
    if start < len(text):
        yield text[start:]


def words(after: Scalar, shown: Shown = Shown.TEXT) -> str:
    """A value as a text."""
    if isinstance(after, Decimal):
        scaled = after * 100 if shown is Shown.PERCENT else after
        return f"{scaled.normalize():f}" + ("%" if shown is Shown.PERCENT else "")
    if isinstance(after, bool):
        return "true" if after else "false"
    return after.isoformat() if isinstance(after, date | datetime) else str(after)


def _rich(after: Scalar, shown: Shown) -> Any:
    if after is None:
        return []
    objects = [{"type": "text", "text": {"content": part}} for part in pieces(words(after, shown))]
    if len(objects) > MOST_OBJECTS:
        raise Unfit(Message("the text is longer than a property can hold"))
    return objects


def _number(after: Scalar, _: Shown) -> Any:
    if after is None:
        return None
    if isinstance(after, bool) or not isinstance(after, int | float | Decimal):
        raise Unfit(Message("a text can't stand in a number property"))
    exact = Decimal(str(after))
    if not exact.is_finite():
        raise Unfit(Message("this is not a number that can be stored"))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _option(after: Scalar, shown: Shown) -> Any:
    if after is None:
        return None
    name = words(after, shown).strip()
    if "," in name:
        raise Unfit(Message("the name of an option can't contain a comma"))
    if not name or len(name) > 100:
        raise Unfit(Message("the name of an option has 1 to 100 characters"))
    return {"name": name}


def _several(after: Scalar, shown: Shown) -> Any:
    names = words(after, shown).split(",") if after is not None else ()
    return _few([_option(name, shown) for name in names if name.strip()])


def _relation(after: Scalar, _: Shown) -> Any:
    ids = words(after).split(SEPARATOR) if after is not None else ()
    return _few([{"id": ident.strip()} for ident in ids if ident.strip()])


def _few(found: list[Any]) -> list[Any]:
    if len(found) > MOST_OBJECTS:
        raise Unfit(Message("a property takes 100 values in one request, and there are more"))
    return found


def _date(after: Scalar, _: Shown) -> Any:
    if after is None:
        return None
    if isinstance(after, date | datetime):
        return {"start": after.isoformat()}
    first, _slash, last = words(after).partition("/")
    if moment(first) is None or (last and moment(last) is None):
        raise Unfit(Message("this is not a date"))
    return {"start": first, "end": last} if last else {"start": first}


def _flag(after: Scalar, _: Shown) -> Any:
    return after if isinstance(after, bool) else words(after).casefold() in _TRUE


def _plain(after: Scalar, shown: Shown) -> Any:
    if after is None:
        return None
    text = words(after, shown)
    if len(text) > LONGEST:
        raise Unfit(Message("the text is longer than this property can hold"))
    return text


_WRITERS: dict[str, Callable[[Scalar, Shown], Any]] = {
    "title": _rich,
    "rich_text": _rich,
    "number": _number,
    "select": _option,
    "status": _option,
    "multi_select": _several,
    "relation": _relation,
    "date": _date,
    "checkbox": _flag,
    "url": _plain,
    "email": _plain,
    "phone_number": _plain,
}


def holds(one: Property, cell: Scalar, after: Scalar, shown: Shown = Shown.TEXT) -> bool:
    """Whether a cell that was read is what was sent, as the service keeps such values."""
    if after in (None, ""):
        return cell is None or cell is False
    if one.type == "number":
        return _same_number(cell, after)
    if one.type == "date":
        return _same_date(cell, after)
    if one.type == "checkbox":
        return cell is _flag(after, shown)
    if one.type in ("select", "status"):
        return str(cell).casefold() == words(after, shown).strip().casefold()
    if one.type in ("multi_select", "relation"):
        return _set(cell) == _set(words(after, shown))
    return cell == words(after, shown)


def _same_number(cell: Scalar, after: Scalar) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return isinstance(after, int | float | Decimal) and float(cell) == float(after)


def _set(text: Scalar) -> frozenset[str]:
    return frozenset(one.strip().casefold() for one in str(text).split(",") if one.strip())


def _same_date(cell: Scalar, after: Scalar) -> bool:
    return _minutes(cell) == _minutes(after)


def _minutes(when: Scalar) -> object:
    """A moment as it survives the service: whole minutes, whatever the offset; days as they are."""
    if isinstance(when, str):
        first, slash, last = when.partition("/")
        return (_minutes(moment(first)), _minutes(moment(last)) if slash else None)
    if isinstance(when, datetime):
        cut = when.replace(second=0, microsecond=0)
        return (cut.astimezone(UTC) if cut.tzinfo is not None else cut.replace(tzinfo=UTC), None)
    return (when, None) if isinstance(when, date | CellError) else (None, None)
