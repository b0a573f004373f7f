"""What one key result scores: a table of examples."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from okrsync.model import CheckIn, ObjectiveKind, Period, Source
from okrsync.scoring.result import KeyResultScore
from tests.scoring.plans import MIDDLE, metric, number, objective, result, scored

EXAMPLES = tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))[
    "example"
]
FIGURES = ("baseline", "target", "lower", "upper", "current")


def figure(example: dict[str, Any], name: str, default: int | None = None) -> Decimal | None:
    value = example.get(name, default)
    return None if value in ("none", None) else number(value)


def score_of(example: dict[str, Any]) -> KeyResultScore:
    defaults = {"baseline": 0, "target": 100}
    figures = {name: figure(example, name, defaults.get(name)) for name in FIGURES}
    kind = {"target_type": example["type"]} if "type" in example else {}
    made = metric(**figures, unit=example.get("unit"), **kind)
    cells = dict.fromkeys(example.get("cells", ()), "A1")
    row = result(
        "k",
        title=example.get("title", "More customers"),
        metric=made if example.get("metric", True) else None,
        reported_progress=example.get("typed"),
        due=example.get("due"),
        period=_period(example.get("period")),
        source=Source(connector="excel", location="plan.xlsx", cells=cells) if cells else None,
    )
    first = figure(example, "first")
    seen = [CheckIn(entity_id="k", on=date(2026, 5, 1), value=first)] if first is not None else []
    of = objective(kind=ObjectiveKind(example.get("kind", "committed")))
    scores = scored(of, row, as_of=example.get("as_of", MIDDLE), check_ins=tuple(seen))
    return scores.key_results["k"]


def _period(ends: list[date] | None) -> Period | None:
    return Period(label="own", start=ends[0], end=ends[1]) if ends else None


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_example(example: dict[str, Any]) -> None:
    score = score_of(example)
    assert score.progress == figure(example, "progress")
    assert score.status == example["status"]
    assert score.baseline_assumed == example.get("assumed", False)
    for name in ("expected", "gap", "reported"):
        if name in example:
            assert getattr(score, name) == figure(example, name), name
    if "used_baseline" in example:
        assert score.baseline == figure(example, "used_baseline")
    has_progress = score.progress is not None
    assert score.basis == example.get("basis", "metric" if has_progress else None)


def test_names_are_unique() -> None:
    names = [example["name"] for example in EXAMPLES]
    assert len(set(names)) == len(names)
