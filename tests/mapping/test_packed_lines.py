"""Several key results in one cell without line breaks: bullets, codes, or breaks of a web page."""

from __future__ import annotations

import pytest

from tests.mapping.sheets import read_cells

PARTS = ["Half of the beds free at noon", "Visitors wait 10 minutes at most", "No falls in May"]


@pytest.mark.parametrize(
    "cell",
    [
        f"• {PARTS[0]} • {PARTS[1]} • {PARTS[2]}",
        f"KR1: {PARTS[0]}; KR2: {PARTS[1]}; KR3: {PARTS[2]}",
        f"KR1.1: {PARTS[0]} KR1.2: {PARTS[1]} KR1.3: {PARTS[2]}",
        f"KR1: {PARTS[0]} <br> KR2: {PARTS[1]} <br/> KR3: {PARTS[2]}",
    ],
)
def test_each_is_a_key_result(cell: str) -> None:
    reading = read_cells([["Objective", "Key Results"], ["A calm ward", cell]])
    assert [each.title for each in reading.plan.key_results] == PARTS


@pytest.mark.parametrize("cell", ["Less of KR 2: it was too much", "A bullet • in the middle"])
def test_one_sentence_stays_one(cell: str) -> None:
    reading = read_cells([["Objective", "Key Results"], ["A calm ward", cell]])
    assert [each.title for each in reading.plan.key_results] == [cell]
