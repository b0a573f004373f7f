"""workbook.xml: which tabs there are, where their parts are, and what a date counts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from connectors.excel import errors, mark, xml
from connectors.excel.package import Package, Relation
from okrsync.i18n import Message

_NAMES = xml.main_names("workbook", "sheet", "workbookPr", "calcPr", "definedName")
_MOST = 16 * 1024 * 1024
_MAX_TABS = 2000
_TRUE = frozenset({"1", "true", "on"})
_NEVER_COMPUTED = "124519"
"""The calculation engine that programs name which write formulas and compute none (XlsxWriter and
its kin): no spreadsheet program of today has one so old, and each names its own when it saves."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A tab: `state` is visible, hidden or veryHidden; `part` the name of its part.

    `sheet_id` stays when the tab is renamed (it is made unique where a file repeats one).
    """

    name: str
    sheet_id: str
    part: str
    state: str

    @property
    def key(self) -> str:
        """The tab's key in a table."""
        return self.sheet_id


@dataclass(frozen=True, slots=True)
class WorkbookXml:
    """What workbook.xml says. `others` are tabs without cells of their own: charts, dialogs.

    `uncomputed`: it waits for a program that computes its formulas, and none has opened it yet,
    so that a stored 0 may only hold a result's place. `summary` is the tab of our own, which is
    among the `sheets` and no source of anything.
    """

    part: str
    sheets: Sequence[SheetPart]
    others: Sequence[str]
    date1904: bool
    uncomputed: bool = False
    summary: SheetPart | None = None

    @property
    def sources(self) -> Sequence[SheetPart]:
        """The tabs that are people's."""
        return [sheet for sheet in self.sheets if sheet != self.summary]


class Workbook(Package):
    """The parts of a workbook and what its workbook.xml says, which is read at the first need."""

    @cached_property
    def book(self) -> WorkbookXml:
        """What workbook.xml says. Raises Malformed, Refused."""
        return _read_book(self)

    @property
    def sheets(self) -> Sequence[SheetPart]:
        """All tabs with cells, in the workbook's order."""
        return self.book.sheets

    @property
    def date1904(self) -> bool:
        """Whether day 0 is 1904-01-01 instead of 1899-12-30."""
        return self.book.date1904


def _read_book(package: Package) -> WorkbookXml:
    """The tabs of a package. Raises Malformed, Refused (a binary workbook)."""
    if package.is_ods:
        raise errors.read_only(package.file)
    part = _workbook_part(package)
    found: list[dict[str, str]] = []
    seen: set[str] = set()
    date1904 = False
    engine: dict[str, str] = {}
    marked: list[str] | None = None  # the text of our name, while its element is open
    summary = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal date1904, marked
        name = _NAMES.get(element, "")
        seen.add(name)
        if name == "sheet":
            found.append(attributes)
        elif name == "workbookPr":
            date1904 = attributes.get("date1904", "0").lower() in _TRUE
        elif name == "calcPr":
            engine.update(attributes)
        elif name == "definedName" and _is_mark(attributes):
            marked = []

    def text(data: str) -> None:
        if marked is not None:
            marked.append(data)

    def end(element: str) -> None:
        nonlocal marked, summary
        if marked is not None and element in _NAMES:
            summary, marked = "".join(marked), None

    xml.walk(package.read(part, _MOST), package.file, part, start, end, text)
    if len(found) > _MAX_TABS:
        raise errors.broken(
            package.file, Message("it has more than {most} tabs").filled(most=_MAX_TABS)
        )
    if "workbook" not in seen:
        raise errors.broken(
            package.file, Message("the part {part} is not a workbook").filled(part=part)
        )
    book = _book(package, part, found, date1904)
    tab = mark.tab_of(summary)
    ours = next((sheet for sheet in book.sheets if sheet.name == tab), None)
    return replace(book, uncomputed=_waits(package, part, engine), summary=ours)


def _is_mark(attributes: Mapping[str, str]) -> bool:
    """Whether a name is ours; one that holds for a tab only is a copy's."""
    return attributes.get("name", "").lower() == mark.NAME and "localSheetId" not in attributes


def _waits(package: Package, part: str, engine: Mapping[str, str]) -> bool:
    """Whether nothing has computed the formulas yet. That it asks to be computed is not enough:
    we ask for that ourselves when we write, and so may a program that did compute."""
    asks = engine.get("fullCalcOnLoad", "0").lower() in _TRUE
    never = engine.get("calcId") == _NEVER_COMPUTED
    return asks and never and not package.related(part, "calcChain")


def _workbook_part(package: Package) -> str:
    found = package.related("", "officeDocument")
    part = found[0] if found else "xl/workbook.xml"
    if part.lower().endswith(".bin") or package.has("xl/workbook.bin"):
        raise errors.old_format(package.file, Message("a binary workbook (.xlsb)"))
    if not package.has(part):
        raise errors.not_a_workbook(package.file, Message("a zip file"))
    return part


def _book(package: Package, part: str, found: list[dict[str, str]], date1904: bool) -> WorkbookXml:
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
    return WorkbookXml(part, sheets, others, date1904)


def _target(
    package: Package, relations: Mapping[str, Relation], attributes: xml.Attributes
) -> Relation:
    name, rid = attributes.get("name", ""), xml.relation_id(attributes)
    relation = relations.get(rid or "")
    if relation is None or relation.external:
        raise errors.broken(
            package.file, Message("the part of the tab “{tab}” can't be found").filled(tab=name)
        )
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
            raise errors.broken(
                package.file, Message("it has two tabs called “{tab}”").filled(tab=sheet.name)
            )
