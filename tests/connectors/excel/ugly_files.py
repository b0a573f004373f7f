"""Workbooks that no spreadsheet program would write so, and that are read all the same.

All but those marked with exit code 4 hold the table `books.OKRS` on their first tab.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.connectors.bad_file import BadFile
from tests.connectors.excel.books import (
    MAIN,
    OFFICE,
    OKRS,
    STRICT,
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
    styles,
    zipped,
)

Build = Callable[[Path], Path]


def _book(*sheets: bytes | str, **more: str) -> Build:
    return lambda folder: save(folder, book(*sheets, **more))


def _after(xml: str) -> Build:
    return _book(sheet(after=xml))


def _rows_then(more: str) -> Build:
    return _book(sheet(rows() + more))


def _prefixed() -> str:
    body = sheet().removeprefix(XML)
    for name in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        body = body.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
        body = body.replace(f"</{name}>", f"</x:{name}>")
    return XML + body.replace("xmlns=", "xmlns:x=")


def _strict() -> Parts:
    parts = book(sheet(ns=STRICT))
    return {
        name: content.replace(MAIN, STRICT).replace(
            OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, content in parts.items()
        if isinstance(content, str)
    }


def _utf16(parts: Parts, *names: str) -> Parts:
    wide = {
        name: str(parts[name]).replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
        for name in names
    }
    return parts | wide


def _renamed(change: Callable[[str], str]) -> Build:
    def build(folder: Path) -> Path:
        path = folder / "plan.xlsx"
        with zipfile.ZipFile(path, "w") as made:
            for name, content in book(sheet()).items():
                info = zipfile.ZipInfo()
                info.filename = change(name)
                made.writestr(info, content)
        return path

    return build


def _shared() -> str:
    texts = [value for line in OKRS for value in line if isinstance(value, str)]
    return strings(*(f"<t>{text}</t>" for text in texts))


def _by_index() -> str:
    count, lines = 0, ""
    for n, line in enumerate(OKRS, 1):
        lines += f'<row r="{n}">'
        for c, value in enumerate(line):
            at = f"{chr(65 + c)}{n}"
            if isinstance(value, str):
                lines += f'<c r="{at}" t="s"><v>{count}</v></c>'
                count += 1
            else:
                lines += cell(at, value)
        lines += "</row>"
    return lines


def _without_references() -> str:
    inside = "".join(
        "<row>" + "".join(cell("?", value).replace(' r="?"', "") for value in line) + "</row>"
        for line in OKRS
    )
    return sheet(inside)


def _commented() -> str:
    return sheet(rows().replace("<v>40</v>", "<v>4<!-- forty -->0</v>"))


def _in_cdata() -> str:
    return sheet(rows().replace("<t>Teams stay</t>", "<t><![CDATA[Teams stay]]></t>"))


def _reversed() -> str:
    lines = rows().split("</row>")[:-1]
    return sheet("".join(f"{line}</row>" for line in reversed(lines)))


def _wide() -> str:
    cells = "".join(cell(f"{_two(c)}9", c) for c in range(300))
    return sheet(rows() + f'<row r="9">{cells}</row>')


def _two(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


def _chart(folder: Path) -> Path:
    parts = book(sheet(), "<chartsheet/>")
    parts["xl/_rels/workbook.xml.rels"] = relations(
        rId1="worksheet|worksheets/sheet1.xml",
        rId2="chartsheet|worksheets/sheet2.xml",
        rIdS="styles|styles.xml",
    )
    return save(folder, parts)


def _only_chart(folder: Path) -> Path:
    parts = book("<chartsheet/>")
    parts["xl/_rels/workbook.xml.rels"] = relations(rId1="chartsheet|worksheets/sheet1.xml")
    return save(folder, parts)


def _table_lost(folder: Path) -> Path:
    parts = book(sheet(after='<tableParts count="1"><tablePart r:id="t1"/></tableParts>'))
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(t1="table|../tables/table1.xml")
    return save(folder, parts)


def _twin_ids(folder: Path) -> Path:
    parts = book(sheet(), sheet(""))
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace('"2"', '"1"')
    return save(folder, parts)


def _locked(folder: Path) -> Path:
    (folder / "~$plan.xlsx").write_bytes(b"\x05Anna")
    return save(folder, book(sheet()))


def _bare(folder: Path) -> Path:
    parts = book(sheet())
    del parts["xl/styles.xml"], parts["[Content_Types].xml"]
    return save(folder, parts)


def _absolute_targets(folder: Path) -> Path:
    parts = book(sheet())
    parts["_rels/.rels"] = relations(rId1="officeDocument|/xl/workbook.xml")
    parts["xl/_rels/workbook.xml.rels"] = relations(rId1="worksheet|/xl/worksheets/sheet1.xml")
    return save(folder, parts)


def _ugly(name: str, build: Build, exit_code: int = 0) -> BadFile:
    return BadFile(name, build, None, exit_code)


MERGES = "".join(
    f'<mergeCell ref="{ref}"/>'
    for ref in ("G1:H2", "H2:I3", "A1", "C9:B7", "nonsense", "A0:B2", "", "A1:XFD1048576:B2")
)
TWINS = 't="s"' * 200_000
DEEP = "<ext>" * 3000 + "</ext>" * 3000

UGLY_FILES = [
    _ugly(
        "a cell at the end of the sheet",
        _rows_then('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    _ugly("a cell far to the right", _rows_then('<row r="5"><c r="ZZ5"><v>1</v></c></row>')),
    _ugly("a lying dimension", _book(sheet(before='<dimension ref="A1:XFD1048576"/>'))),
    _ugly("a dimension too small", _book(sheet(before='<dimension ref="A1"/>'))),
    _ugly("prefixes", _book(_prefixed())),
    _ugly("strict", lambda folder: save(folder, _strict())),
    _ugly("utf-16 sheet", lambda f: save(f, _utf16(book(sheet()), "xl/worksheets/sheet1.xml"))),
    _ugly(
        "utf-16 everywhere",
        lambda f: save(
            f,
            _utf16(
                book(sheet(_by_index()), texts=_shared()),
                "xl/worksheets/sheet1.xml",
                "xl/styles.xml",
                "xl/workbook.xml",
                "xl/sharedStrings.xml",
                "xl/_rels/workbook.xml.rels",
                "_rels/.rels",
            ),
        ),
    ),
    _ugly("latin-1", lambda f: save(f, book(sheet().replace("UTF-8", "ISO-8859-1")))),
    _ugly("byte order mark", _book("\ufeff" + sheet())),
    _ugly("backslashes", _renamed(lambda name: name.replace("/", "\\"))),
    _ugly("slash in front", _renamed(lambda name: f"/{name}")),
    _ugly("dot in front", _renamed(lambda name: f"./{name}")),
    _ugly("capitals", _renamed(str.upper)),
    _ugly("absolute targets", _absolute_targets),
    _ugly("stored, not compressed", lambda f: save(f, zipped(book(sheet()), zipfile.ZIP_STORED))),
    _ugly("junk behind the zip", lambda f: save(f, zipped(book(sheet())) + b"\0" * 50)),
    _ugly("no styles, no types", _bare),
    _ugly("cells without references", _book(_without_references())),
    _ugly("comments in values", _book(_commented())),
    _ugly("cdata", _book(_in_cdata())),
    _ugly("processing instruction", _book(sheet(rows() + "<?okr 1?>"))),
    _ugly("rows upside down", _book(_reversed())),
    _ugly("single quotes", _book(sheet(rows().replace('"', "'")))),
    _ugly("line breaks in tags", _book(sheet(rows().replace(" t=", "\n\tt=")))),
    _ugly("texts by index", _book(sheet(_by_index()), texts=_shared())),
    _ugly(
        "texts with readings",
        _book(
            sheet(_by_index()),
            texts=_shared().replace("</t></si>", '</t><rPh sb="0" eb="1"><t>x</t></rPh></si>'),
        ),
    ),
    _ugly(
        "texts with comments",
        _book(sheet(_by_index()), texts=_shared().replace("</si>", "<!-- --></si>")),
    ),
    _ugly("300 columns", _book(_wide())),
    _ugly(
        "16 digits and more",
        _rows_then(
            f'<row r="9">{cell("A9", 1234567890123456)}{cell("B9", 12345678901234567890)}</row>'
        ),
    ),
    _ugly(
        "no numbers",
        _rows_then(
            '<row r="9"><c r="A9"><v>NaN</v></c><c r="B9"><v>-inf</v></c><c r="C9"><v>1e999</v></c>'
            '<c r="D9"><v>1,5</v></c><c r="E9"><v>1_000</v></c></row>'
        ),
    ),
    _ugly(
        "newer errors",
        _rows_then(
            '<row r="9"><c r="A9" t="e"><v>#SPILL!</v></c><c r="B9" t="e"><v>#REF!</v></c></row>'
        ),
    ),
    _ugly("dates as text", _rows_then('<row r="9"><c r="A9" t="d"><v>2026-04-01</v></c></row>')),
    _ugly("unknown type", _rows_then('<row r="9"><c r="A9" t="zz"><v>1</v></c></row>')),
    _ugly("style that is not there", _book(sheet(rows().replace('r="C2"', 'r="C2" s="999"')))),
    _ugly("style of no number", _book(sheet(rows().replace('r="C2"', 'r="C2" s="x"')))),
    _ugly("merged chaos", _after(f'<mergeCells count="-1">{MERGES}</mergeCells>')),
    _ugly("filter over nothing", _after('<autoFilter ref="#REF!"/>')),
    _ugly("table without its part", _table_lost),
    _ugly("tabs of one id", _twin_ids),
    _ugly(
        "hidden tabs", lambda f: save(f, book(sheet(), sheet(), states=("veryHidden", "hidden")))
    ),
    _ugly("a chart as second tab", _chart),
    _ugly("deep nesting", _after(f"<extLst>{DEEP}</extLst>")),
    _ugly("a cell twice", _rows_then(f'<row r="9">{cell("A9", 1)}{cell("A9", 2)}</row>')),
    _ugly("a row twice", _rows_then(f'<row r="9">{cell("A9", 1)}</row>' * 2)),
    _ugly(
        "cyclic formulas",
        _rows_then(
            '<row r="9"><c r="A9"><f>B9</f><v>0</v></c><c r="B9"><f>A9</f><v>0</v></c></row>'
        ),
    ),
    _ugly(
        "formulas without results",
        _rows_then(
            '<row r="9"><c r="A9"><f>SUM(E2:E4)</f></c><c r="B9"><f>A9</f><v></v></c></row>'
        ),
    ),
    _ugly(
        "terminal escapes",
        _rows_then(
            f'<row r="9">{cell("A9", "_x001B_[31mred_x0007_")}{cell("B9", "a_x0000_b")}</row>'
        ),
    ),
    _ugly("half a character", _rows_then(f'<row r="9">{cell("A9", "_xD83D_")}</row>')),
    _ugly(
        "days outside the calendar",
        lambda f: save(
            f,
            book(
                sheet(
                    rows()
                    + '<row r="9"><c r="A9" s="1"><v>-5</v></c><c r="B9" s="1"><v>1e9</v></c>'
                    '<c r="C9" s="1"><v>2958466</v></c><c r="D9" s="1"><v>0</v></c></row>'
                ),
                style=styles('<xf numFmtId="14"/>'),
            ),
        ),
    ),
    _ugly(
        "three thousand styles",
        lambda f: save(
            f,
            book(
                sheet(
                    rows()
                    + "".join(
                        f'<row r="{n}"><c r="A{n}" s="{n % 3000}"><v>{n}</v></c></row>'
                        for n in range(9, 20_000)
                    )
                ),
                style=styles(*(f'<xf numFmtId="{1 + n % 4}"/>' for n in range(3000))),
            ),
        ),
    ),
    _ugly(
        "a format of brackets",
        lambda f: save(
            f,
            book(sheet(), style=styles('<xf numFmtId="164"/>', formats={164: "[" * 1_000_000})),
        ),
    ),
    _ugly(
        "a text that looks like many",
        _rows_then(f'<row r="9"><c r="A9" t="str"><v>{TWINS}</v></c></row>'),
    ),
    _ugly("somebody has it open", _locked),
    _ugly(
        "an ods",
        lambda f: save(
            f, ods(f'<table:table table:name="OKRs">{ods_rows()}</table:table>'), "plan.ods"
        ),
    ),
    _ugly(
        "blank rows to the end of an ods",
        lambda f: save(
            f,
            ods(
                f'<table:table table:name="OKRs">{ods_rows()}<table:table-row '
                'table:number-rows-repeated="1048572"><table:table-cell '
                'table:number-columns-repeated="16384"/></table:table-row></table:table>'
            ),
            "plan.ods",
        ),
    ),
    _ugly("no rows", _book(sheet("")), 4),
    _ugly("no sheet data", _book(f'<worksheet xmlns="{MAIN}"/>'), 4),
    _ugly("only a chart", _only_chart, 4),
    _ugly("no tabs", _book(), 4),
    _ugly("an ods without tabs", lambda f: save(f, ods(""), "plan.ods"), 4),
]
