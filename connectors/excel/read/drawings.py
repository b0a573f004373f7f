"""What floats over a sheet's cells: charts and pictures, by the cells that they lie over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from connectors.excel import xml
from connectors.excel.package import SMALL_PART, Package
from okrsync.errors import ConnectorError
from okrsync.table import Area, Floating

_MOST = 500
"""So many things are looked at; a sheet for people has fewer."""
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_COLUMN, _ROW = 609_600, 190_500
"""A column's and a row's usual size in EMU: what is anchored by one cell has its size only."""
_FAR = 10**12


def floating(package: Package, sheet: str) -> list[Floating]:
    """What floats over the cells of a sheet's part. What can't be read of it is left out: it
    decides about no cell."""
    found: list[Floating] = []
    try:
        for part in package.related(sheet, "drawing"):
            found += _of_drawing(package, part)
    except ConnectorError:
        return found
    return found


def _of_drawing(package: Package, part: str) -> Iterator[Floating]:
    scan = _Drawing()
    xml.walk(package.read(part, SMALL_PART), package.file, part, scan.start, scan.end, scan.text)
    relations = package.rels(part)
    for anchor in scan.anchors[:_MOST]:
        relation = relations.get(anchor.chart or "")
        title = ""
        if relation is not None and not relation.external and package.has(relation.target):
            title = _title(package, relation.target)
        yield Floating(title or anchor.name, anchor.area, chart=anchor.chart is not None)


@dataclass(slots=True)
class _Anchor:
    """One thing: `numbers` are its places and sizes by element, such as `to/col`."""

    name: str = ""
    chart: str | None = None
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def area(self) -> Area:
        """The cells that it lies over, by a usual cell's size where only its own is known."""
        at = self.numbers.get
        left = at("from/col", at("pos/x", 0) // _COLUMN)
        top = at("from/row", at("pos/y", 0) // _ROW)
        right = at("to/col", left + at("ext/cx", 0) // _COLUMN)
        bottom = at("to/row", top + at("ext/cy", 0) // _ROW)
        return Area(top + 1, left, max(top, bottom) + 1, max(left, right))


class _Drawing:
    """Handlers for the elements of a drawing; the result is in `anchors`."""

    def __init__(self) -> None:
        self.anchors: list[_Anchor] = []
        self._path: list[str] = []
        self._text: list[str] = []

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """The start of an element, by qualified name."""
        name = element.rpartition(xml.SEPARATOR)[2]
        self._path.append(name)
        self._text.clear()
        if len(self._path) == 2 and name in _ANCHORS:
            self.anchors.append(_Anchor())
        if not self.anchors or len(self._path) < 3:
            return
        anchor = self.anchors[-1]
        if name == "cNvPr" and not anchor.name:
            anchor.name = attributes.get("name", "")
        elif name == "chart" and anchor.chart is None:
            anchor.chart = xml.relation_id(attributes)
        elif len(self._path) == 3 and name in {"pos", "ext"}:
            for key in ("x", "y", "cx", "cy"):
                self._note(f"{name}/{key}", attributes.get(key, ""))

    def end(self, _: str) -> None:
        """The end of an element."""
        if len(self._path) == 4 and self.anchors and self._path[2] in {"from", "to"}:
            self._note("/".join(self._path[2:]), "".join(self._text).strip())
        self._path.pop()

    def text(self, text: str) -> None:
        """Text between tags."""
        if len(self._path) == 4:
            self._text.append(text)

    def _note(self, key: str, text: str) -> None:
        if text.isascii() and text.isdigit() and len(text) < 13:
            self.anchors[-1].numbers[key] = min(int(text), _FAR)


def _title(package: Package, part: str) -> str:
    """A chart's own title, where somebody typed one."""
    path: list[str] = []
    found: list[str] = []

    def start(element: str, _: dict[str, str]) -> None:
        path.append(element.rpartition(xml.SEPARATOR)[2])

    def end(_: str) -> None:
        path.pop()

    def text(text: str) -> None:
        if path[1:3] == ["chart", "title"] and path[-1] == "t":
            found.append(text)

    xml.walk(package.read(part, SMALL_PART), package.file, part, start, end, text)
    return " ".join("".join(found).split())
