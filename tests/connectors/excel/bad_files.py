"""Workbooks that must be refused, each with the error it ends in.

`BAD_FILES` is used by the tests of reading, and by those of the commands: exit code, no traceback,
and the file byte-identical afterwards.
"""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from okrsync.connector import ConnectorError, Denied, Malformed, Missing, Refused, UnknownTab
from tests.connectors.bad_file import BadFile
from tests.connectors.excel.books import (
    MAIN,
    OFFICE,
    XML,
    Parts,
    book,
    cell,
    ods,
    ods_rows,
    relations,
    rows,
    save,
    sheet,
    strings,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


def _file(content: bytes, name: str = "plan.xlsx") -> Callable[[Path], Path]:
    return lambda folder: save(folder, content, name)


def _parts(make: Callable[[], Parts], **changed: bytes | str | None) -> Callable[[Path], Path]:
    """A workbook with some parts changed (None: left out), by short name."""

    def build(folder: Path) -> Path:
        parts = make()
        for short, content in changed.items():
            name = _NAMES[short]
            if content is None:
                del parts[name]
            else:
                parts[name] = content
        return save(folder, parts)

    return build


_NAMES = {
    "types": "[Content_Types].xml",
    "root": "_rels/.rels",
    "workbook": "xl/workbook.xml",
    "rels": "xl/_rels/workbook.xml.rels",
    "sheet": SHEET,
    "styles": "xl/styles.xml",
    "strings": "xl/sharedStrings.xml",
}


def _plain() -> Parts:
    return book(sheet(), texts=strings("<t>a</t>"))


def _sheet(data: str, before: str = "") -> Callable[[Path], Path]:
    return _parts(_plain, sheet=sheet(data, before))


def _raw(*entries: tuple[str, bytes | str]) -> Callable[[Path], Path]:
    """A workbook with further entries, under whatever names."""

    def build(folder: Path) -> Path:
        path = save(folder, _plain())
        with zipfile.ZipFile(path, "a") as made:
            for name, content in entries:
                made.writestr(zipfile.ZipInfo(name), content)
        return path

    return build


def _twice(folder: Path) -> Path:
    path = save(folder, _plain())
    data = path.read_bytes()
    # a name of the same length is turned into its neighbour's: zipfile itself would warn
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("xl/worksheets/sheet2.xml", sheet())
    data = path.read_bytes().replace(b"worksheets/sheet2.xml", b"worksheets/sheet1.xml")
    path.write_bytes(data)
    return path


def _patched(folder: Path, change: Callable[[bytearray, int, int], None]) -> Path:
    """A workbook whose sheet has its local (first) and central (second) header changed."""
    path = save(folder, _plain())
    data = bytearray(path.read_bytes())
    local = data.find(SHEET.encode()) - 30
    central = data.rfind(SHEET.encode()) - 46
    change(data, local, central)
    path.write_bytes(bytes(data))
    return path


def _flag_encrypted(data: bytearray, local: int, central: int) -> None:
    data[local + 6] |= 1
    data[central + 8] |= 1


def _method(data: bytearray, local: int, central: int) -> None:
    struct.pack_into("<H", data, local + 8, 97)
    struct.pack_into("<H", data, central + 10, 97)


def _claims(size: int) -> Callable[[bytearray, int, int], None]:
    def change(data: bytearray, local: int, central: int) -> None:
        struct.pack_into("<I", data, local + 22, size)
        struct.pack_into("<I", data, central + 24, size)

    return change


def _flip(data: bytearray, local: int, _: int) -> None:
    start = local + 30 + len(SHEET)
    for place in range(start + 40, start + 60):
        data[place] ^= 0x55


def _wide(folder: Path) -> Path:
    """Cells at the far right of every row, with a path of filled columns leading there."""
    path_of_columns = "".join(cell(f"{_letters(c)}1", 1) for c in range(0, 16384, 400))
    far = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 2600))
    return save(folder, book(sheet(f'<row r="1">{path_of_columns}{cell("XFD1", 1)}</row>{far}')))


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _nothing(folder: Path) -> Path:
    return folder / "plan.xlsx"


def _folder(folder: Path) -> Path:
    (folder / "plan.xlsx").mkdir()
    return folder / "plan.xlsx"


def _loop(folder: Path) -> Path:
    path = folder / "plan.xlsx"
    path.symlink_to(path)
    return path


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "plan.xlsx")
    return folder / "plan.xlsx"


def _huge(folder: Path) -> Path:
    path = save(folder, _plain())
    with path.open("ab") as made:
        made.truncate(201 * 1024 * 1024)
    return path


def _cut(share: float) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        data = zipped(_plain())
        return save(folder, data[: int(len(data) * share)])

    return build


def _arrays() -> str:
    many = "".join(
        f'<row r="{n}"><c r="A{n}"><f t="array" ref="A1:CV50000">1</f><v>1</v></c></row>'
        for n in range(1, 50)
    )
    return f'{many}<row r="9999"><c r="A9999"><v>1</v></c><c r="CV9999"><v>1</v></c></row>'


def _ods(content: Parts) -> Callable[[Path], Path]:
    return lambda folder: save(folder, content, "plan.ods")


def _bad(
    name: str,
    build: Callable[[Path], Path],
    error: type[ConnectorError] = Malformed,
    names: str = "",
    tab: str | None = None,
) -> BadFile:
    return BadFile(name, build, error, 2 if error is UnknownTab else 3, names, tab)


_FILES = [
    _bad("missing", _nothing, Missing),
    _bad("folder", _folder, names="folder"),
    _bad("empty", _file(b""), names="empty"),
    _bad("huge", _huge, names="201 MB"),
    _bad("junk", _file(bytes(range(256)) * 40)),
    _bad("text", _file(b"Objective\nGrow\n")),
    _bad("csv", _file(b"Objective;Key Result\nGrow;10\n"), names="CSV"),
    _bad("html", _file(b"<html><table><tr><td>Objective</td></tr></table></html>"), names="web"),
    _bad("pdf", _file(b"%PDF-1.7\n..."), names="PDF"),
    _bad("spreadsheet 2003 xml", _file(f"{XML}<Workbook/>".encode()), names="XML"),
    _bad("encrypted", _file(OLE + "EncryptedPackage".encode("utf-16-le")), Denied, "password"),
    _bad("xls", _file(OLE + b"\0" * 600 + "Workbook".encode("utf-16-le")), Refused, ".xls"),
    _bad("xls under its own name", _file(OLE + b"\0" * 99, "plan.xls"), Refused, ".xls"),
    _bad("excel 4", _file(b"\x09\x04\x06\x00\x00\x00\x10\x00"), Refused, ".xls"),
]
_ZIPS = [
    _bad("cut in half", _cut(0.5)),
    _bad("last bytes lost", _cut(0.98)),
    _bad("nothing in it", _file(zipped({}))),
    _bad("some zip", _file(zipped({"readme.txt": "hello"})), names="zip"),
    _bad(
        "a letter",
        _parts(_plain, root=relations(r="officeDocument|word/document.xml"), workbook=None),
    ),
    _bad("xlsb", _file(zipped({"xl/workbook.bin": b"\0"})), Refused, "xlsb"),
    _bad("flipped bits", lambda f: _patched(f, _flip), names=SHEET),
    _bad("two parts of one name", _twice, names=SHEET),
    _bad("two names but for case", _raw(("XL/Worksheets/Sheet1.xml", sheet())), names="Sheet1"),
    _bad("two names but for slashes", _raw(("/xl/workbook.xml", "")), names="workbook"),
    _bad("zip slip", _raw(("../../etc/passwd", "x")), names="passwd"),
    _bad("zip slip on windows", _raw(("..\\..\\autoexec.bat", "x")), names="autoexec"),
    _bad("zip slip with a drive", _raw(("C:\\autoexec.bat", "x")), names="autoexec"),
    _bad("part with a password", lambda f: _patched(f, _flag_encrypted), Denied, "password"),
    _bad("unknown compression", lambda f: _patched(f, _method), names=SHEET),
    _bad("claims to be huge", lambda f: _patched(f, _claims(2**31 + 5)), names="2048 MB"),
    _bad("claims to be small", lambda f: _patched(f, _claims(100)), names=SHEET),
    _bad("bomb", _parts(_plain, sheet=b" " * 30_000_000), names="unpack"),
    _bad("bomb of texts", _parts(_plain, strings=b" " * 30_000_000), names="unpack"),
]
_XML_PARTS = [
    _bad(
        "billion laughs",
        _parts(
            _plain,
            sheet=LAUGHS
            + sheet('<row r="1"><c r="A1" t="str"><v>&j;</v></c></row>').removeprefix(XML),
        ),
        names=SHEET,
    ),
    _bad(
        "entities in texts",
        _parts(_plain, strings=LAUGHS + strings("<t>&j;</t>").removeprefix(XML)),
        names="sharedStrings",
    ),
    _bad(
        "external entity",
        _parts(
            _plain,
            sheet=EXTERNAL
            + sheet('<row r="1"><c r="A1" t="str"><v>&f;</v></c></row>').removeprefix(XML),
        ),
        names=SHEET,
    ),
    _bad("doctype in workbook", _parts(_plain, workbook="<!DOCTYPE x><x/>"), names="workbook.xml"),
    _bad("doctype in styles", _parts(_plain, styles="<!DOCTYPE x><x/>"), names="styles.xml"),
    _bad(
        "doctype in relations", _parts(_plain, rels="<!DOCTYPE x><x/>"), names="workbook.xml.rels"
    ),
    _bad(
        "undefined entity",
        _sheet('<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>'),
        names=SHEET,
    ),
    _bad("unclosed sheet", _parts(_plain, sheet=sheet()[:-30]), names=SHEET),
    _bad("crossed elements", _sheet('<row r="1"><c r="A1"><v>1</c></v></row>'), names=SHEET),
    _bad("unclosed workbook", _parts(_plain, workbook="<workbook>"), names="workbook.xml"),
    _bad("unclosed texts", _parts(_plain, strings="<sst><si>"), names="sharedStrings"),
    _bad("unclosed styles", _parts(_plain, styles="<styleSheet>"), names="styles.xml"),
    _bad("empty sheet part", _parts(_plain, sheet=""), names=SHEET),
    _bad("a web page as sheet", _parts(_plain, sheet="<html/>"), names="not a worksheet"),
    _bad(
        "no utf-8",
        _parts(_plain, sheet=sheet(rows([["Obj\u00e9"]])).encode("latin-1")),
        names=SHEET,
    ),
    _bad(
        "unknown encoding", _parts(_plain, sheet=sheet().replace("UTF-8", "x-klingon")), names=SHEET
    ),
    _bad("nul in xml", _sheet('<row r="1"><c r="A1" t="str"><v>a\0b</v></c></row>'), names=SHEET),
    _bad("undeclared prefix", _sheet('<x:row r="1"/>'), names=SHEET),
]
_CONTENT = [
    _bad("sheet part missing", _parts(_plain, sheet=None), names=SHEET),
    _bad("relations missing", _parts(_plain, rels=None), names="OKRs"),
    _bad("relation missing", _parts(_plain, rels=relations(rId9="worksheet|x.xml")), names="OKRs"),
    _bad("no workbook in workbook", _parts(_plain, workbook=f'<x xmlns="{MAIN}"/>')),
    _bad(
        "tabs of one name",
        lambda f: save(f, book(sheet(), sheet(), names=("OKRs", "okrs"))),
        names="OKRs",
    ),
    _bad(
        "a hundred thousand tabs",
        lambda f: save(
            f,
            book(sheet())
            | {
                "xl/workbook.xml": (
                    f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
                    + "".join(f'<sheet name="{n}" r:id="rId1"/>' for n in range(100_000))
                    + "</sheets></workbook>"
                )
            },
        ),
        names="tabs",
    ),
    _bad("text out of range", _sheet('<row r="3"><c r="B3" t="s"><v>7</v></c></row>'), names="B3"),
    _bad("text below zero", _sheet('<row r="3"><c r="B3" t="s"><v>-1</v></c></row>'), names="B3"),
    _bad(
        "text of an absurd number",
        _sheet(f'<row r="3"><c r="B3" t="s"><v>{"9" * 5000}</v></c></row>'),
        names="B3",
    ),
    _bad(
        "no texts at all",
        _parts(_plain, sheet=sheet('<row r="3"><c r="B3" t="s"><v>0</v></c></row>'), strings=None),
        names="B3",
    ),
    _bad("cell without row", _sheet('<row r="1"><c r="A"><v>1</v></c></row>'), names="“A”"),
    _bad(
        "cell beyond all columns", _sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'), names="XFE1"
    ),
    _bad("cell beyond all rows", _sheet('<row r="1"><c r="A99999999999"><v>1</v></c></row>')),
    _bad("cell of another row", _sheet('<row r="1"><c r="A3"><v>1</v></c></row>'), names="A3"),
    _bad("row zero", _sheet('<row r="0"><c r="A0"><v>1</v></c></row>')),
    _bad(
        "row 1048577",
        _sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        names="1048577",
    ),
    _bad("row minus one", _sheet('<row r="-1"/>'), names="-1"),
    _bad(
        "row counted past the end",
        _sheet('<row r="1048576"/><row><c><v>1</v></c></row>'),
        names="1048577",
    ),
    _bad("too wide and too long", _wide, names="more than can be read"),
    _bad("array formulas everywhere", _sheet(_arrays()), names="array"),
    _bad("unknown tab", lambda f: save(f, book(sheet(), sheet())), UnknownTab, "Nope", "Nope"),
    _bad(
        "unknown tab of an ods",
        _ods(ods("<table:table table:name='OKRs'/>")),
        UnknownTab,
        "Nope",
        "Nope",
    ),
]
_ODS_FILES = [
    _bad(
        "ods without content",
        _ods({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        names="content.xml",
    ),
    _bad(
        "ods with a password",
        _ods(ods("", manifest="<manifest:encryption-data/>")),
        Denied,
        "password",
    ),
    _bad("ods that is cut", _ods(ods("<table:table>")), names="content.xml"),
    _bad(
        "ods with entities",
        _ods(ods("") | {"content.xml": LAUGHS + "<x>&j;</x>"}),
        names="content.xml",
    ),
    _bad(
        "ods of a trillion cells",
        _ods(
            ods(
                f'<table:table table:name="OKRs">{ods_rows()}<table:table-row '
                'table:number-rows-repeated="1048570"><table:table-cell office:value-type="float" '
                'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
                "</table:table>"
            )
        ),
        names="OKRs",
    ),
    _bad(
        "ods with a cell far away",
        _ods(
            ods(
                '<table:table table:name="OKRs">'
                '<table:table-row table:number-rows-repeated="1048575"/>'
                '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
                '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
                "</table:table>"
            )
        ),
        names="XFD1048576",
    ),
]
_POSIX = [_bad("link to itself", _loop, Missing), _bad("pipe", _pipe, names="regular")]

BAD_FILES = [
    *_FILES,
    *_ZIPS,
    *_XML_PARTS,
    *_CONTENT,
    *_ODS_FILES,
    *(_POSIX if hasattr(os, "mkfifo") else []),
]
"""Every workbook here is refused; `styles` and all else around the fault are as they should be."""
