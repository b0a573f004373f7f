"""What workbook.xml must say after a write: the defined name of a filter, and to calculate anew."""

from __future__ import annotations

from connectors.excel.address import parse_area
from connectors.excel.write.xml_bytes import XmlBytes
from okrsync.table import Area, letters

FILTER_NAME = "_xlnm._FilterDatabase"


def resize_filter_name(workbook: XmlBytes, sheet: int, before: Area, after: Area) -> None:
    """Let the hidden name of a sheet's filter follow it. `sheet` is the tab's position."""
    names = workbook.child(workbook.root, b"definedNames")
    for one in workbook.children(names) if names else ():
        if workbook.attribute(one, b"name") == FILTER_NAME and workbook.attribute(
            one, b"localSheetId"
        ) == str(sheet):
            text = workbook.source[one.open_end : one.close]
            tab, mark, reference = text.rpartition(b"!")
            if parse_area(reference.decode("utf-8", "replace").strip()) == before:
                workbook.edit(one.open_end, one.close, tab + mark + _absolute(after).encode())


def _absolute(area: Area) -> str:
    first, last = letters(area.first_column), letters(area.last_column)
    return f"${first}${area.first_row}:${last}${area.last_row}"


def recalculate(workbook: XmlBytes) -> None:
    """Ask the spreadsheet program to compute every formula when it opens the workbook."""
    calc = workbook.child(workbook.root, b"calcPr")
    if calc is not None:
        if workbook.attribute(calc, b"fullCalcOnLoad") not in {"1", "true"}:
            workbook.set_attribute(calc, b"fullCalcOnLoad", "1")
        return
    before = {workbook.name(local) for local in _BEFORE_CALC}
    at = workbook.root.open_end
    for one in workbook.children(workbook.root):
        at = one.end if one.name in before else at
    workbook.edit(at, at, b'<%s fullCalcOnLoad="1"/>' % workbook.name(b"calcPr"))


_BEFORE_CALC = (
    b"fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    b"externalReferences definedNames"
).split()
