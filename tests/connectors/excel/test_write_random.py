"""Any sheet, however it is written: afterwards it holds the old cells and ours, nothing else."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.table import a1
from tests.connectors.excel.books import sheet
from tests.connectors.excel.everything import opened
from tests.connectors.excel.writing import EXCEL, put, read, saved

Address = tuple[int, int]
ROWS, COLUMNS = st.integers(1, 9), st.integers(0, 7)
ADDRESSES = st.tuples(ROWS, COLUMNS)
TEXTS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="_"), max_size=9
)
OLD = st.one_of(st.integers(-999, 999), TEXTS.filter(bool))
NEW = st.one_of(TEXTS.filter(bool), st.integers(-9999, 9999).map(lambda n: Decimal(n).scaleb(-4)))


@st.composite
def sheets(draw: st.DrawFn) -> tuple[str, dict[Address, object]]:
    """A sheet's XML in some spelling, and its cells."""
    cells: dict[Address, object] = draw(st.dictionaries(ADDRESSES, OLD, max_size=25))
    xml = "".join(
        _row(draw, number, {c: v for (r, c), v in cells.items() if r == number})
        for number in range(1, 10)
    )
    made = sheet(xml, before=draw(st.sampled_from(["", '<dimension ref="A1"/>'])))
    if draw(st.booleans()):
        made = re.sub(r"<(/?)(\w)", r"<\1s:\2", made.replace(" xmlns=", " xmlns:s="))
    return made, cells


def _row(draw: st.DrawFn, number: int, cells: Mapping[int, object]) -> str:
    if not cells and draw(st.booleans()):
        return ""
    gap = draw(st.sampled_from(["", "\n  ", "<!-- <c r='A1'> -->"]))
    spans = draw(st.sampled_from(["", ' spans="1:3"']))
    if not cells and draw(st.booleans()):
        return f'<row r="{number}"{spans}/>'
    # Without addresses only a row that begins in A and has no gaps means what it should.
    implied = list(cells) and sorted(cells) == list(range(len(cells))) and draw(st.booleans())
    inside = gap.join(_cell(number, c, v, said=not implied) for c, v in sorted(cells.items()))
    return f'<row r="{number}"{spans}>{inside}{gap}</row>'


def _cell(row: int, column: int, value: object, *, said: bool) -> str:
    where = f' r="{a1(row, column)}"' if said else ""
    if isinstance(value, str):
        text = value.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;")
        return f'<c{where} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c{where}><v>{value}</v></c>"


@settings(max_examples=150, deadline=None)
@given(made=sheets(), ours=st.dictionaries(ADDRESSES, NEW, min_size=1, max_size=8))
def test_the_old_cells_and_ours_and_nothing_else(
    made: tuple[str, dict[Address, object]], ours: dict[Address, str | Decimal]
) -> None:
    xml, cells = made
    with tempfile.TemporaryDirectory() as folder:
        path = saved(Path(folder), xml)
        snapshot = read(path)
        receipt = EXCEL.write(snapshot, put(snapshot, ours))
        found = {
            (cell.row, cell.column - 1): cell.value
            for row in opened(path).active.rows
            for cell in row
            if cell.value is not None
        }
    assert len(receipt.written) == len(ours)
    new = {k: float(v) if isinstance(v, Decimal) else v for k, v in ours.items()}
    assert found == {**cells, **new}
