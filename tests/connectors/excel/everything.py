"""A workbook with everything that a rebuilt one would lose, and ways to compare two of them."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

HEADERS = ["Objective", "Key result", "Owner", "Baseline", "Target", "Current", "Trend", "Typed"]
ROWS = 10
HEADER_ROW = 3
FIRST, LAST = HEADER_ROW + 1, HEADER_ROW + ROWS
TAB, PLAIN, HIDDEN = "OKRs", "KPI's & more", "Lists"

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_PERSON = "http://schemas.microsoft.com/office/2017/10/relationships/person"
_COMMENT = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def build(folder: Path, name: str = "plan.xlsx") -> Path:
    """The workbook in a file; with a macro project where the name ends in .xlsm."""
    path = folder / name
    book = xlsxwriter.Workbook(str(path))
    if path.suffix == ".xlsm":
        macros = folder / "vbaProject.bin"
        macros.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 8)
        book.add_vba_project(str(macros))
    _okrs(book, _formats(book))
    _plain(book)
    lists = book.add_worksheet(HIDDEN)
    lists.write_column(0, 0, ["Ann", "Bo", "Cy"])
    lists.hide()
    book.define_name("Owners", f"={HIDDEN}!$A$1:$A$3")
    book.close()
    path.write_bytes(_with_parts(path.read_bytes()))
    return path


def _formats(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 18, "font_color": "#1F3864"}),
        "header": book.add_format(
            {"bold": True, "bg_color": "#1F3864", "font_color": "white", "border": 1}
        ),
        "text": book.add_format({"border": 1, "valign": "top", "text_wrap": True}),
        "money": book.add_format({"border": 1, "num_format": "€ #,##0.00"}),
        "share": book.add_format({"border": 1, "num_format": "0.0%", "bg_color": "#FFF2CC"}),
        "bold": book.add_format({"bold": True}),
        "red": book.add_format({"font_color": "red", "italic": True}),
    }


def _okrs(book: Any, look: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(TAB)
    sheet.merge_range("A1:H1", "Plan of the quarter", look["title"])
    sheet.set_row(0, 30)
    sheet.set_column("A:B", 26)
    sheet.set_column("K:XFD", None, None, {"hidden": True})
    sheet.freeze_panes(HEADER_ROW, 2)
    columns: list[dict[str, Any]] = [
        {"header": header, "header_format": look["header"]} for header in HEADERS
    ]
    columns[7]["formula"] = "=Plan[[#This Row],[Current]]/Plan[[#This Row],[Target]]"
    area = (HEADER_ROW - 1, 0, LAST - 1, len(HEADERS) - 1)
    sheet.add_table(*area, {"name": "Plan", "columns": columns, "style": "Table Style Medium 2"})
    for row in range(HEADER_ROW, LAST):
        n = row - HEADER_ROW
        sheet.write_string(row, 0, "Be found & <trusted>" if n < 5 else "Stay", look["text"])
        sheet.write_string(row, 1, f"Key result {n}", look["text"])
        sheet.write_string(row, 2, ("Ann", "Bo", "Cy")[n % 3], look["text"])
        for column, value in ((3, n), (4, 100 + n), (5, 10 * n)):
            sheet.write_number(row, column, value, look["money"])
        sheet.add_sparkline(row, 6, {"range": f"{TAB}!D{row + 1}:F{row + 1}"})
        formula = "=Plan[[#This Row],[Current]]/Plan[[#This Row],[Target]]"
        sheet.write_formula(row, 7, formula, look["share"], 10 * n / (100 + n))
    rich = ["A ", look["bold"], "rich", " text with ", look["red"], "colours"]
    sheet.write_rich_string("B5", *rich, look["text"])
    sheet.write_comment("B4", "An old remark", {"author": "Ann"})
    sheet.data_validation("C4:C13", {"validate": "list", "source": "=Owners"})
    sheet.conditional_format("F4:F13", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format(
        "A4:H13", {"type": "formula", "criteria": "=$F4>80", "format": look["red"]}
    )
    sheet.write_formula("F15", "=SUM(F4:F13)", look["money"], 450)
    sheet.write_url("A15", "https://example.org/plan", None, "Read more")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={TAB}!$F$4:$F$13", "categories": f"={TAB}!$B$4:$B$13"})
    sheet.insert_chart("A18", chart)
    sheet.insert_image("F18", "dot.png", {"image_data": io.BytesIO(_picture())})


def _plain(book: Any) -> None:
    sheet = book.add_worksheet(PLAIN)
    sheet.write_row(0, 0, ["KPI", "Target", "Current"])
    for row in range(1, 6):
        sheet.write_row(row, 0, [f"KPI {row}", row * 10, row * 3])
    sheet.autofilter(0, 0, 5, 2)
    sheet.set_column("A:C", 14)


def _picture() -> bytes:
    """A small blue PNG."""
    line = b"\0" + b"\x20\x60\xc0" * 40
    chunks = (
        (b"IHDR", struct.pack(">2I5B", 40, 40, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(line * 40)),
        (b"IEND", b""),
    )
    made = b"\x89PNG\r\n\x1a\n"
    for kind, body in chunks:
        made += struct.pack(">I", len(body)) + kind + body
        made += struct.pack(">I", zlib.crc32(kind + body))
    return made


def _with_parts(data: bytes) -> bytes:
    """Add what the library can't make: threaded comments, an external link, a calculation chain."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    ann, remark = (f"{{{digit * 8}-2222-3333-4444-555555555555}}" for digit in "12")
    parts["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{_THREADED}"><threadedComment ref="B4" '
        f'dT="2026-01-05T10:00:00" personId="{ann}" id="{remark}">'
        "<text>Shall we raise this?</text></threadedComment></ThreadedComments>"
    ).encode()
    parts["xl/persons/person.xml"] = (
        f'<personList xmlns="{_THREADED}"><person displayName="Ann" id="{ann}" userId="ann" '
        'providerId="None"/></personList>'
    ).encode()
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{_MAIN}"><externalBook xmlns:r="{_REL}" r:id="rId1"><sheetNames>'
        '<sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    ).encode()
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = _relations(
        f'<Relationship Id="rId1" Type="{_REL}/externalLinkPath" Target="other.xlsx" '
        'TargetMode="External"/>'
    )
    cells = "".join(f'<c r="H{row}" i="1"/>' for row in range(FIRST, LAST + 1))
    parts["xl/calcChain.xml"] = (
        f'<calcChain xmlns="{_MAIN}">{cells}<c r="F15" i="1"/></calcChain>'.encode()
    )
    _relate(parts, "xl/_rels/workbook.xml.rels", [
        (f"{_REL}/calcChain", "calcChain.xml", "rIdCalc"),
        (f"{_REL}/externalLink", "externalLinks/externalLink1.xml", "rIdExternal"),
        (_PERSON, "persons/person.xml", "rIdPerson"),
    ])  # fmt: skip
    _relate(parts, "xl/worksheets/_rels/sheet1.xml.rels", [
        (_COMMENT, "../threadedComments/threadedComment1.xml", "rIdThread"),
    ])  # fmt: skip
    # The library asks for a recalculation by itself; Excel's own files don't.
    book = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    links = b'<externalReferences><externalReference r:id="rIdExternal"/></externalReferences>'
    parts["xl/workbook.xml"] = book.replace(b"<definedNames>", links + b"<definedNames>")
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = {
        "xl/calcChain.xml": f"{kinds}.calcChain+xml",
        "xl/externalLinks/externalLink1.xml": f"{kinds}.externalLink+xml",
        "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
        "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
    }
    said = "".join(f'<Override PartName="/{k}" ContentType="{v}"/>' for k, v in types.items())
    _insert(parts, "[Content_Types].xml", "</Types>", said)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def _relations(inside: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inside}</Relationships>'.encode()


def _relate(parts: dict[str, bytes], name: str, relations: list[tuple[str, str, str]]) -> None:
    said = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for kind, target, key in relations
    )
    _insert(parts, name, "</Relationships>", said)


def _insert(parts: dict[str, bytes], name: str, before: str, text: str) -> None:
    assert before.encode() in parts[name]
    parts[name] = parts[name].replace(before.encode(), (text + before).encode())


def raw_members(data: bytes) -> dict[str, tuple[object, ...]]:
    """Each zip member as it stands: its date, attributes, extra fields and compressed bytes."""
    found: dict[str, tuple[object, ...]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            name, extra = struct.unpack_from("<2H", data, info.header_offset + 26)
            start = info.header_offset + 30 + name + extra
            found[info.filename] = (
                *(info.date_time, info.external_attr, info.extra, info.flag_bits),
                *(info.compress_type, info.CRC, info.create_system),
                data[start : start + info.compress_size],
            )
    return found


def changed_members(before: bytes, after: bytes) -> set[str]:
    """The names of members that differ or are new; none may have gone, and their order stays."""
    old, new = raw_members(before), raw_members(after)
    assert list(new)[: len(old)] == list(old)
    return {name for name in new if new[name] != old.get(name)}


def opened(path: Path, **options: bool) -> Any:
    """The workbook as openpyxl sees it; what it can't keep is no news."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path, **options)


def values(path: Path, *, results: bool) -> dict[str, dict[str, object]]:
    """WorksheetPatch → address → value as openpyxl sees it: stored results, or formulas."""
    book = opened(path, data_only=results)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
    }
