"""Texts that no usual delimiter divides."""

from __future__ import annotations

import pytest

from connectors.csv.dialect import detect

GOALS = "Goal{0}Target{0}Now\nLoaves, rolls{0}40{0}12\nQueues; short{0}4{0}7\n"


@pytest.mark.parametrize("mark", ["$", "~", "^", "#"])
def test_a_mark_that_divides_all_records_alike_is_the_delimiter(mark: str) -> None:
    assert detect(GOALS.format(mark), ".csv", "plan.csv").delimiter == mark


@pytest.mark.parametrize(
    "text",
    [
        "Price in $ or US$ or CA$\n12\n14\n",
        "Goal,Cost $ each $\nLoaves,4 $ a day $\n",
        "Goal$Target$Now\nLoaves$40\nRolls$4$7$9\n",
    ],
)
def test_a_mark_that_does_not_is_none(text: str) -> None:
    assert detect(text, ".csv", "plan.csv").delimiter == ","
