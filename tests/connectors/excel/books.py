"""Workbooks built part by part, so that a test can spell any of them as no program would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Parts = dict[str, bytes | str]

OKRS: Sequence[Sequence[object]] = (
    ("Objective", "Key Result", "Baseline", "Target", "Current"),
    ("Founders recommend us", "Referrals per month", 5, 40, 12),
    ("Founders recommend us", "Trial to paid conversion", 0.02, 0.08, 0.03),
    ("Teams stay", "Weekly active teams", 100, 250, 140),
)


def cell(reference: str, value: object, attributes: str = "") -> str:
    """One cell with an inline text or a number."""
    if isinstance(value, str):
        text = value.replace("&", "&amp;").replace("<", "&lt;")
        return f'<c r="{reference}"{attributes} t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<c r="{reference}"{attributes}><v>{value}</v></c>'


def rows(table: Sequence[Sequence[object]] = OKRS, first: int = 1) -> str:
    """The rows of a table that begins in column A."""
    return "".join(
        f'<row r="{n}">{"".join(cell(f"{chr(65 + c)}{n}", v) for c, v in enumerate(line))}</row>'
        for n, line in enumerate(table, first)
    )


def sheet(data: str | None = None, before: str = "", after: str = "", ns: str = MAIN) -> str:
    """A worksheet's part around these rows."""
    inside = rows() if data is None else data
    return (
        f'{XML}<worksheet xmlns="{ns}" xmlns:r="{OFFICE}">{before}'
        f"<sheetData>{inside}</sheetData>{after}</worksheet>"
    )


def strings(*items: str) -> str:
    """Shared strings; each item is the inside of an `si`."""
    return f'{XML}<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def styles(*xfs: str, formats: Mapping[int, str] | None = None) -> str:
    """A styles part: the default style, then these."""
    codes = "".join(
        f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for key, code in (formats or {}).items()
    )
    return (
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{"".join(xfs)}</cellXfs></styleSheet>'
    )


def relations(**targets: str) -> str:
    """Relations by id: `kind|target`."""
    made = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in ((k, v.split("|")) for k, v in targets.items())
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'


def book(
    *sheets: bytes | str,
    names: Sequence[str] = ("OKRs", "Second", "Third"),
    texts: str | None = None,
    style: str | None = None,
    properties: str = "",
    states: Sequence[str] = ("visible", "visible", "visible"),
) -> Parts:
    """The parts of a workbook with these worksheets."""
    tabs = "".join(
        f'<sheet name="{names[n]}" sheetId="{n + 1}" state="{states[n]}" r:id="rId{n + 1}"/>'
        for n in range(len(sheets))
    )
    targets = {f"rId{n + 1}": f"worksheet|worksheets/sheet{n + 1}.xml" for n in range(len(sheets))}
    parts: Parts = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relations(rId1="officeDocument|xl/workbook.xml"),
        "xl/workbook.xml": (
            f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
            f"<sheets>{tabs}</sheets></workbook>"
        ),
        "xl/styles.xml": style or styles(),
    }
    parts.update({f"xl/worksheets/sheet{n + 1}.xml": part for n, part in enumerate(sheets)})
    if texts is not None:
        parts["xl/sharedStrings.xml"] = texts
    parts["xl/_rels/workbook.xml.rels"] = relations(
        **targets, rIdS="styles|styles.xml", rIdT="sharedStrings|sharedStrings.xml"
    )
    return parts


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def save(folder: Path, parts: Mapping[str, bytes | str] | bytes, name: str = "plan.xlsx") -> Path:
    """Write a workbook into a folder and return its path."""
    path = folder / name
    path.write_bytes(parts if isinstance(parts, bytes) else zipped(parts))
    return path


_ODS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}


def ods(tables: str, styles: str = "", manifest: str = "") -> Parts:
    """An OpenDocument spreadsheet around these `table:table` elements."""
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _ODS.items())
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": (
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f"{manifest}</manifest:manifest>"
        ),
        "content.xml": (
            f"{XML}<office:document-content {spaces}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>"
        ),
    }


def ods_rows(table: Sequence[Sequence[object]] = OKRS) -> str:
    """The rows of a table in an OpenDocument spreadsheet."""
    return "".join(
        f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in table
    )


def _ods_cell(value: object) -> str:
    if isinstance(value, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
