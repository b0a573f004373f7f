"""Workbooks as people really keep them: each takes two columns and keeps all that it had."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsync.connector import ConnectorError
from tests.connectors.excel.everything import changed_members, values
from tests.connectors.excel.writing import EXCEL, dropped, ensured, filled, read

pytestmark = pytest.mark.shared
MAY_CHANGE = ("xl/worksheets/", "xl/tables/", "xl/styles.xml", "xl/workbook.xml")


def test_real_workbooks_keep_what_they_had(shared: Path, tmp_path: Path) -> None:
    written = 0
    for source in sorted((shared / "realworld" / "files").glob("*.xlsx")):
        path = tmp_path / source.name
        path.write_bytes(source.read_bytes())
        try:
            tabs = read(path).tables
        except ConnectorError:
            continue
        for turn, table in enumerate(tabs[:3]):
            used = [row.number for row in table.rows if any(v is not None for v in row.values)]
            if used and not table.hidden:
                written += _columns_come_and_go(path, turn, (used[0], used[0] + 1, used[-1]))
    assert written


def _columns_come_and_go(path: Path, tab: int, rows: tuple[int, int, int]) -> bool:
    before, cells = path.read_bytes(), values(path, results=True)
    snapshot = ensured(path, rows, tab)
    if not snapshot.placed:
        assert snapshot.notes
        return False
    EXCEL.write(snapshot, filled(snapshot, range(rows[1], rows[2] + 1), tab))
    changed = changed_members(before, path.read_bytes())
    assert all(name.startswith(MAY_CHANGE) for name in changed), path.name
    assert len([name for name in changed if "worksheets" in name]) == 1
    after = values(path, results=True)
    for name, old in cells.items():
        assert {cell: after[name].get(cell) for cell in old} == old, path.name
    _, receipt = dropped(path, snapshot.placed)
    assert list(receipt.skipped) == []
    assert values(path, results=True) == cells
    return True
