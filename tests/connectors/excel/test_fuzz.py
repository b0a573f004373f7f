"""Whatever the bytes, reading ends in tables or in one of our errors, and soon."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.connector import ConnectorError
from tests.connectors.excel.books import (
    MAIN,
    OKRS,
    book,
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
from tests.connectors.excel.reading import read


def _good() -> dict[str, bytes]:
    more = (
        '<row r="5" hidden="1"><c r="A5" t="s"><v>1</v></c><c r="B5" s="1"><v>0.5</v></c>'
        '<c r="C5" s="2"><v>46113</v></c><c r="D5"><f>SUM(E2:E4)</f><v>3</v></c>'
        '<c r="E5" t="e"><v>#REF!</v></c><c r="F5" t="str"><f t="array" ref="F5:G6">A1</f>'
        '<v>x</v></c><c r="G5" t="b"><v>1</v></c></row>'
    )
    after = (
        '<sheetProtection sheet="1"/><autoFilter ref="A1:E4"/><mergeCells count="1">'
        '<mergeCell ref="A2:A3"/></mergeCells><tableParts><tablePart r:id="t1"/></tableParts>'
    )
    parts = book(
        sheet(rows(OKRS) + more, '<cols><col min="1" max="2" style="3"/></cols>', after),
        texts=strings("<t>a</t>", "<r><t>b</t></r><rPh><t>c</t></rPh>"),
        style=styles(
            '<xf numFmtId="9"/>', '<xf numFmtId="14"/>', '<xf><protection locked="0"/></xf>'
        ),
    )
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(t1="table|../tables/table1.xml")
    parts["xl/tables/table1.xml"] = f'<table xmlns="{MAIN}" displayName="Plan" ref="A1:E4"/>'
    with zipfile.ZipFile(io.BytesIO(zipped(parts))) as made:
        return {name: made.read(name) for name in made.namelist()}


GOOD = _good()
PACKED = zipped(GOOD)
ODS = zipped(ods(f'<table:table table:name="OKRs">{ods_rows()}</table:table>'))
ODS_CONTENT = ods(f'<table:table table:name="OKRs">{ods_rows()}</table:table>')
TOKENS = [
    *(b"<", b">", b"/", b'"', b"&", b"'", b"=", b" ", b"\0", b"\xff", b"-1", b"1e999", b"NaN"),
    *(b"<!--", b"-->", b"<![CDATA[", b"<v>", b"</v>", b"<c>", b'<c r="ZZ99">', b"<f>", b"</f>"),
    *(b"99999999999999999999", b"1048576", b"XFD", b'r="', b't="s"', b's="7"', b"A1:XFD1048576"),
    *(b"xmlns=", b"x:", b"_x0000_", b"&#0;", b"&#x10FFFF;", b"&amp;", b"..", b"\\", b"\r\n"),
]
EDIT = st.tuples(
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 40),
    st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6)),
)
TYPED = st.text(st.characters(codec="ascii", exclude_characters="<&"), max_size=4)
EDITS = st.lists(EDIT, min_size=1, max_size=4)


def edited(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Some stretches of the bytes replaced."""
    for share, length, put in edits:
        place = int(share * len(data))
        data = data[:place] + put + data[place + length :]
    return data


def survives(data: bytes, name: str = "plan.xlsx") -> bool:
    """Whether it was read; refused it must say which file it is."""
    said = ""
    with TemporaryDirectory() as folder:
        try:
            read(save(Path(folder), data, name))
        except ConnectorError as error:
            said = str(error)
    assert not said or name in said
    return not said


@settings(max_examples=150, deadline=20_000)
@given(edits=EDITS)
def test_edited_bytes(edits: list[tuple[float, int, bytes]]) -> None:
    survives(edited(PACKED, edits))


def test_edited_parts() -> None:
    """A third of the parts are no sheet, and some edits do no harm: a tenth are read."""
    seen: Counter[bool] = Counter()

    @settings(max_examples=200, deadline=20_000)
    @given(part=st.sampled_from(sorted(GOOD)), edits=EDITS)
    def each(part: str, edits: list[tuple[float, int, bytes]]) -> None:
        seen[survives(zipped(GOOD | {part: edited(GOOD[part], edits)}))] += 1

    each()
    assert seen[True] >= 8


def test_small_edits_of_what_cells_hold() -> None:
    """One place inside the cells, where most of what is typed leaves a workbook one."""
    seen: Counter[bool] = Counter()
    packed = {
        "xlsx": GOOD["xl/worksheets/sheet1.xml"].decode(),
        "ods": str(ODS_CONTENT["content.xml"]),
    }

    @settings(max_examples=150, deadline=20_000)
    @given(kind=st.sampled_from(sorted(packed)), place=st.integers(0, 10**6), put=TYPED)
    def each(kind: str, place: int, put: str) -> None:
        text = packed[kind]
        ends = [found.start() for found in re.finditer(r"(?<=\w)</(?:v|t|text:p)>", text)]
        at = ends[place % len(ends)]
        made = (text[:at] + put + text[at:]).encode()
        if kind == "ods":
            seen[survives(zipped(ODS_CONTENT | {"content.xml": made}), "plan.ods")] += 1
        else:
            seen[survives(zipped(GOOD | {"xl/worksheets/sheet1.xml": made}))] += 1

    each()
    assert seen[True] >= 60


@settings(max_examples=60, deadline=20_000)
@given(edits=EDITS)
def test_edited_ods(edits: list[tuple[float, int, bytes]]) -> None:
    survives(edited(ODS, edits), "plan.ods")
    content = edited(str(ODS_CONTENT["content.xml"]).encode(), edits)
    survives(zipped(ODS_CONTENT | {"content.xml": content}), "plan.ods")


@settings(max_examples=60, deadline=20_000)
@given(data=st.binary(max_size=2000), lead=st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"<"]))
def test_any_bytes(data: bytes, lead: bytes) -> None:
    survives(lead + data)
