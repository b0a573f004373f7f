"""The page about scores says what scoring does: each of its tables is worked out here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from okrsync.model import (
    CheckIn,
    KeyResult,
    Measures,
    ObjectiveKind,
    TargetType,
)
from tests.scoring.plans import MIDDLE, Q2, metric, objective, result, scored

PAGE = Path(__file__).parents[2] / "docs" / "scores.md"
Table = list[dict[str, str]]
TYPES = {"up": TargetType.INCREASE, "down": TargetType.DECREASE}
DAYS = {"30 April": date(2026, 4, 30), "1 May": date(2026, 5, 1), "11 May": date(2026, 5, 11)}


def tables() -> Iterator[Table]:
    """Every table of the page: its rows by column."""
    block: list[list[str]] = []
    for line in [*PAGE.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            block.append([cell.strip() for cell in line.strip("|").split("|")])
        elif block:
            header, _, *rows = block
            yield [dict(zip(header, row, strict=True)) for row in rows]
            block = []


def figure(text: str) -> Decimal | None:
    """A figure of the page; `none` and a blank are None, a percent is its fraction."""
    if text in ("none", ""):
        return None
    number = Decimal(text.removesuffix("%").strip())
    return number / 100 if text.endswith("%") else number


def at(name: str, text: str, **fields: Any) -> KeyResult:
    """A key result whose progress is this."""
    share = figure(text)
    return result(name, None if share is None else share * 100, **fields)


def lines(table: Table) -> None:
    for row in table:
        made = result("k", figure(row["now"]), figure(row["target"]), baseline=row["start"])
        assert scored(made).key_results["k"].progress == figure(row["progress"]), row


def types(table: Table) -> None:
    for row in table:
        kind = TargetType(row["type"].replace(" ", "_"))
        low, high = figure(row["from"]), figure(row["to"])
        one = high if kind is TargetType.AT_MOST else low
        of = (
            metric(row["now"], None, lower=low, upper=high, target_type=kind)
            if kind is TargetType.BETWEEN
            else metric(row["now"], one, target_type=kind)
        )
        assert scored(result("k", metric=of)).key_results["k"].progress == figure(row["progress"])


def starts(table: Table) -> None:
    for row in table:
        of = metric(row["now"], row["target"], unit=row["unit"], target_type=TYPES[row["goes"]])
        first = figure(row["first"])
        seen = () if first is None else (CheckIn(entity_id="k", on=Q2.start, value=first),)
        score = scored(result("k", metric=of), check_ins=seen).key_results["k"]
        assert score.baseline_assumed is (figure(row["start"]) is not None)
        assert score.baseline == figure(row["start"]), row
        assert score.progress == figure(row["progress"]), row


CAMPAIGN: list[KeyResult] = []


def campaign(table: Table) -> None:
    for row in table:
        made = result(
            row["key result"],
            figure(row["now"]),
            figure(row["target"]),
            baseline=row["start"],
            measures=Measures(row["measures"]),
        )
        CAMPAIGN.append(made)
        assert scored(made).key_results[made.id].progress == figure(row["progress"])


def of_objective(table: Table) -> None:
    score = scored(*CAMPAIGN, as_of=date(2026, 6, 16), period=Q2).objectives["o"]
    names = {"progress of the outputs": "output_progress", "false progress": "false_progress"}
    for row in table:
        name, value = row.values()
        found = getattr(score, names.get(name, name))
        wanted = value.replace(" ", "_") if name == "status" else figure(value)
        assert found == wanted, name


def weights(table: Table) -> None:
    for row in table:
        pairs = zip(row["weights"].split(", "), row["progress of each"].split(", "), strict=True)
        made = [at(f"k{n}", share, weight=weight) for n, (weight, share) in enumerate(pairs)]
        score = scored(*made).objectives["o"]
        assert score.progress == figure(row["progress"]), row
        assert score.coverage == figure(row["coverage"]), row


def pace(table: Table) -> None:
    for row in table:
        of = objective(kind=ObjectiveKind(row["kind"]))
        scores = scored(of, at("k", row["progress"]), as_of=DAYS.get(row["day"], MIDDLE))
        score = scores.key_results["k"]
        assert score.expected == figure(row["expected"]), row
        assert score.gap == figure(row["gap"]), row
        assert score.status == row["status"].replace(" ", "_"), row


def rollup(table: Table) -> None:
    tops = [
        objective(row["objective"], parent_id=row["under"] or None, weight=row["weight"])
        for row in table
    ]
    leaves = [
        at(f"k{n}", row["own progress"], objective_id=row["objective"])
        for n, row in enumerate(table)
    ]
    scores = scored(*tops, *leaves)
    for row in table:
        assert scores.objectives[row["objective"]].rolled_up == figure(row["rolled up"]), row


CHECKS: dict[tuple[str, ...], Callable[[Table], None]] = {
    ("start", "target", "now", "progress"): lines,
    ("type", "from", "to", "now", "progress"): types,
    ("goes", "unit", "first", "target", "now", "start", "progress"): starts,
    ("key result", "measures", "start", "target", "now", "progress"): campaign,
    ("of the objective", ""): of_objective,
    ("weights", "progress of each", "progress", "coverage"): weights,
    ("day", "kind", "progress", "expected", "gap", "status"): pace,
    ("objective", "under", "weight", "own progress", "rolled up"): rollup,
}


def test_every_table_of_the_page_is_true() -> None:
    seen = []
    for table in tables():
        header = tuple(table[0])
        CHECKS[header](table)
        seen.append(header)
    assert seen == list(CHECKS)


def test_a_wrong_figure_would_be_noticed() -> None:
    table = next(iter(tables()))
    with pytest.raises(AssertionError):
        lines([{**table[0], "progress": "32 %"}])
