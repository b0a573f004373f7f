"""Cells that people published, where they are beside the project."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from okrsync.values import (
    Quantity,
    Unreadable,
    column_scale,
    find_code,
    read_date,
    read_flag,
    read_number,
    read_percent_scale,
)

pytestmark = pytest.mark.shared


def raw_values(node: Any) -> list[tuple[str, Decimal]]:
    """Every text of a gold file that stands beside the value that it means."""
    if isinstance(node, list):
        return [pair for item in node for pair in raw_values(item)]
    if not isinstance(node, dict):
        return []
    pairs = [pair for item in node.values() for pair in raw_values(item)]
    for raw, value in (("raw", "value"), ("start_raw", "start")):
        if isinstance(node.get(raw), str) and node.get(value) is not None:
            pairs.append((node[raw], Decimal(str(node[value]))))
    return pairs


def test_values_are_read_as_a_perfect_reader_does(shared: Path) -> None:
    checked = 0
    for path in sorted((shared / "realworld" / "gold").glob("*.json")):
        for raw, value in raw_values(json.loads(path.read_text(encoding="utf-8"))):
            found = read_number(raw)
            assert isinstance(found, Quantity), (path.name, raw)
            assert found.value is not None
            displayed = found.value * 100 if found.unit == "%" else found.value
            # Gold counts in the unit shown ("10 Billion" is 10), we in the unit itself.
            assert displayed in (value, value * 10**9), (path.name, raw)
            checked += 1
    assert checked > 100


def test_every_cell_gets_an_answer(shared: Path) -> None:
    for path in sorted((shared / "realworld" / "files").glob("*.csv")):
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        delimiter = ";" if text.count(";") > text.count(",") else ","
        for row in csv.reader(text.splitlines(), delimiter=delimiter):
            scale = column_scale(row)
            for cell in row:
                find_code(cell)
                for found in (
                    read_number(cell),
                    read_date(cell),
                    read_flag(cell),
                    read_percent_scale(cell, scale),
                ):
                    assert not isinstance(found, Unreadable) or found.shown == cell
