"""Parts as element trees, and whether two of them say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from xml.etree import ElementTree as ET

from connectors.excel.readback.difference import Difference
from okrsync.i18n import Message

UNREADABLE = Message("it can't be read back: {what}")

Element = ET.Element


def parsed(data: bytes) -> Element:
    """The root of a part. Raises Difference where it is no clean XML."""
    try:
        # Document types, and with them entities, were refused when the file was read.
        return ET.fromstring(data)  # noqa: S314
    except (ET.ParseError, LookupError, ValueError) as error:
        raise Difference(UNREADABLE, error) from error


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def space(element: Element) -> str:
    """An element's namespace as it stands before a name, `{…}`."""
    return element.tag[: element.tag.index("}") + 1] if "}" in element.tag else ""


def text_of(element: Element | None) -> str:
    """An element's own text, empty without one."""
    return (element.text or "") if element is not None else ""


def same(one: Element, other: Element, free: frozenset[str] = frozenset()) -> bool:
    """Whether two elements say the same, but for `free` attributes of the outermost."""
    if one.tag != other.tag or text_of(one) != text_of(other):
        return False
    if one.attrib != other.attrib and _but(one, free) != _but(other, free):
        return False
    return same_all(list(one), list(other))


def _but(element: Element, free: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name not in free}


def same_all(ones: Sequence[Element], others: Sequence[Element]) -> bool:
    """Whether two lists of elements say the same, one by one."""
    return len(ones) == len(others) and all(map(same, ones, others))


def in_order(elements: Iterable[Element], order: str) -> bool:
    """Whether elements stand in this order of local names; those it lacks stand anywhere."""
    places = {name: place for place, name in enumerate(order.split())}
    found = [places[name] for one in elements if (name := local(one)) in places]
    return all(before <= after for before, after in pairwise(found))


def counts(element: Element) -> bool:
    """Whether a list's `count` is the number of what it holds."""
    return element.get("count") in {None, str(len(element))}


def whole(text: str | None) -> int:
    """A number of a part, -1 where there is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
