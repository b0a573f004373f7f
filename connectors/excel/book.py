"""workbook.xml: which tabs there are, where their parts are, and what a date counts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.excel import errors, xml

if TYPE_CHECKING:
    from connectors.excel.package import Package

_NAMES = xml.main_names("workbook", "sheet", "workbookPr")
_MOST = 16 * 1024 * 1024
_MAX_TABS = 2000
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part: its kind (`worksheet`, `table` …) and the part it points to."""

    kind: str
    target: str
    external: bool = False


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A tab: `state` is visible, hidden or veryHidden; `part` the name of its part.

    `sheet_id` stays when the tab is renamed (it is made unique where a file repeats one).
    """

    name: str
    sheet_id: str
    part: str
    state: str


@dataclass(frozen=True, slots=True)
class Book:
    """What workbook.xml says. `others` are tabs without cells of their own: charts, dialogs."""

    part: str
    sheets: Sequence[SheetPart]
    others: Sequence[str]
    date1904: bool


def read_book(package: Package) -> Book:
    """The tabs of a package. Raises Malformed, Refused (a binary workbook)."""
    if package.is_ods:
        raise errors.read_only(package.file)
    part = _workbook_part(package)
    found: list[dict[str, str]] = []
    seen: set[str] = set()
    date1904 = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal date1904
        name = _NAMES.get(element, "")
        seen.add(name)
        if name == "sheet":
            found.append(attributes)
        elif name == "workbookPr":
            date1904 = attributes.get("date1904", "0").lower() in _TRUE

    xml.walk(package.read(part, _MOST), package.file, part, start)
    if len(found) > _MAX_TABS:
        raise errors.broken(package.file, f"it has more than {_MAX_TABS} tabs")
    if "workbook" not in seen:
        raise errors.broken(package.file, f"the part {part} is not a workbook")
    return _book(package, part, found, date1904)


def _workbook_part(package: Package) -> str:
    found = package.related("", "officeDocument")
    part = found[0] if found else "xl/workbook.xml"
    if part.lower().endswith(".bin") or package.has("xl/workbook.bin"):
        raise errors.old_format(package.file, "a binary workbook (.xlsb)")
    if not package.has(part):
        raise errors.no_workbook(package.file, "a zip file")
    return part


def _book(package: Package, part: str, found: list[dict[str, str]], date1904: bool) -> Book:
    relations = package.rels(part)
    sheets: list[SheetPart] = []
    others: list[str] = []
    ids: set[str] = set()
    for attributes in found:
        name, relation = attributes.get("name", ""), _target(package, relations, attributes)
        if relation.kind != "worksheet":
            others.append(name)
            continue
        key = _unique(attributes.get("sheetId", ""), ids)
        sheets.append(SheetPart(name, key, relation.target, attributes.get("state", "visible")))
    _refuse_twins(package, sheets)
    return Book(part, sheets, others, date1904)


def _target(
    package: Package, relations: Mapping[str, Relation], attributes: xml.Attributes
) -> Relation:
    name, rid = attributes.get("name", ""), xml.relation_id(attributes)
    relation = relations.get(rid or "")
    if relation is None or relation.external:
        raise errors.broken(package.file, f"the part of the tab {name!r} can't be found")
    return relation


def _unique(key: str, taken: set[str]) -> str:
    base, turn = key, 2
    while key in taken:
        key, turn = f"{base}-{turn}", turn + 1
    taken.add(key)
    return key


def _refuse_twins(package: Package, sheets: list[SheetPart]) -> None:
    counts = Counter(sheet.name.casefold() for sheet in sheets)
    for sheet in sheets:
        if counts[sheet.name.casefold()] > 1:
            raise errors.broken(package.file, f"it has two tabs called {sheet.name!r}")
