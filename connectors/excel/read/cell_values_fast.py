"""The fast reader of values: python-calamine, fed only with parts that were looked at before.

It reads a zip that is made here, in memory, of nothing but the sheet and the shared strings: no
size, name, relation or style of the original reaches it. Where it could be wrong, or could take
the whole process down, `ordinary` says no and the careful reader does the work.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from connectors.excel import xml
from connectors.excel.read.cell_values_careful import EXACT
from okrsync.table import Scalar

_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>?]*\?>)?\s*<[A-Za-z]", re.DOTALL | re.IGNORECASE)
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_LONG = re.compile(rb"<v>[-+\s]{0,9}(?:[0-9]{16}|[nN][aA][nN]|[iI][nN][fF])")
"""Digits that a float loses, and what is no number."""
_LOST = re.compile(rb"t=[\"']s[\"'][^>]{0,60}>\s*<v>(?![0-9]{1,9}</v>)")
"""A text's index that is none."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = f'<Types xmlns="{_PACKAGE}/content-types"/>'
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="sheet" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_BOOK_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)


def ordinary(data: bytes) -> bool:
    """Whether a part is spelled as spreadsheet programs do: UTF-8, nothing but elements."""
    head = _HEAD.match(data)
    if head is None or b"<!" in data or data.find(b"<?", head.end()) >= 0:
        return False
    encoding = _ENCODING.search(head[0])
    return encoding is None or encoding[1].lower() in {b"utf-8", b"us-ascii"}


def ordinary_values(data: bytes) -> bool:
    """Whether a sheet's values are such that the fast reader gets them exactly."""
    return not (_LONG.search(data) or _LOST.search(data))


def checked(data: bytes, file: str, part: str) -> bytes:
    """A part that is clean XML from end to end. Raises Malformed."""
    xml.parse(xml.parser(file, part), data, file, part)
    return data


def read_rows(sheet: bytes, strings: bytes | None) -> list[list[Scalar]] | None:
    """All rows from row 1 and column A on, blanks as None; None where the reader gives up.

    The caller has made sure that the sheet's extent is sane.
    """
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only a read pays for it

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(_zipped(sheet, strings))) as book:
            found: list[list[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # a panic of its parser is no Exception; the careful reader takes over
        return None
    for place, row in enumerate(found):
        found[place] = tidy(row)
    return found


def tidy(row: Sequence[Any]) -> list[Scalar]:
    """Blanks as None, whole numbers as int, what is not finite as text: `close.whole`, inlined."""
    return [
        value or None
        if value.__class__ is str
        else value
        if value.__class__ is not float
        else int(value)
        if value.is_integer() and -EXACT < value < EXACT
        else value
        if value - value == 0
        else str(value)
        for value in row
    ]


def _zipped(sheet: bytes, strings: bytes | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", _TYPES)
        made.writestr("_rels/.rels", _ROOT)
        made.writestr("xl/workbook.xml", _BOOK)
        made.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELS)
        made.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings is not None:
            made.writestr("xl/sharedStrings.xml", strings)
    return out.getvalue()
