"""OpenDocument spreadsheets: read-only, looked over first, their values by python-calamine.

The format says how often a cell and a row repeat, so that a hundred bytes can stand for a million
cells: what repeats is added up before anything that trusts it sees the file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from connectors.excel import errors, xml
from connectors.excel.package import Package
from connectors.excel.read.cell_values_fast import tidy
from connectors.excel.read.ods_scan import OdsScan, OdsTab
from okrsync.i18n import Message
from okrsync.table import Row, Scalar, Table, a1
from okrsync.tabs import chosen

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_EMPTY_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
_MAX_CELLS = 4_000_000
"""The largest rectangle that is read: an OpenDocument sheet is held whole."""


def read_tables(package: Package, tab: str | None, notes: list[Message]) -> list[Table]:
    """All tabs, or the one that is meant. Raises Malformed, Denied, UnknownTab."""
    if package.has(_MANIFEST) and b"encryption-data" in package.read(_MANIFEST):
        raise errors.locked(package.file)
    content = package.read(_CONTENT)
    scan = OdsScan()
    xml.walk(content, package.file, _CONTENT, scan.start, scan.end, scan.text)
    tabs = chosen([each for each in scan.tabs if each.name != scan.summary], tab, package.file)
    for found in scan.tabs:
        _check(found, package.file)
    notes.append(Message("an .ods file is only read: save it as .xlsx to have columns written"))
    return _tables(package, content, tabs)


def _check(tab: OdsTab, file: str) -> None:
    if tab.last_row * (tab.last_column + 1) > _MAX_CELLS:
        last = a1(tab.last_row, tab.last_column)
        raise errors.broken(
            file,
            Message("the tab “{tab}” reaches to {cell}, further than can be read").filled(
                tab=tab.name, cell=last
            ),
            Message("delete the cell that stands far from everything else, and save it as .xlsx"),
        )


def _tables(package: Package, content: bytes, tabs: Sequence[OdsTab]) -> list[Table]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only a read pays for it

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(_zipped(package, content))) as book:
            grids = [
                book.get_sheet_by_index(tab.index).to_python(skip_empty_area=False) for tab in tabs
            ]
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of its parser is no Exception
        raise errors.broken(
            package.file, Message("its content can't be read ({reason})").filled(reason=error)
        ) from error
    return [_table(tab, [tidy(row) for row in grid]) for tab, grid in zip(tabs, grids, strict=True)]


def _table(tab: OdsTab, grid: list[list[Scalar]]) -> Table:
    for (row, column), value in tab.values.items():
        grid.extend([] for _ in range(row - len(grid)))
        line = grid[row - 1]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = value
    hidden = tab.hidden_numbers()
    rows = [Row(number, line, hidden=number in hidden) for number, line in enumerate(grid, 1)]
    return Table(
        key=tab.name,
        name=tab.name,
        rows=rows,
        formats=tab.formats,
        formulas=tab.formulas,
        hidden=tab.hidden,
    )


def _zipped(package: Package, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", package.read("mimetype"))
        made.writestr(_MANIFEST, _EMPTY_MANIFEST)
        made.writestr(_CONTENT, content)
    return out.getvalue()
