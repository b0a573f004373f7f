"""Where a score comes from: decisions, terms with their cells, formulas with their figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from okrsync.language.verdict import Label, Shade, Verdict
from okrsync.model import Initiative, Kpi, Measures, ObjectiveKind, Source, TargetType
from okrsync.scoring import UnknownId, decide, explain
from okrsync.scoring.result import DecidedBy, Explanation, Sum
from tests.scoring.plans import metric, objective, output, plan, result, score_plan


def explained(name: str, *rows: Any, **more: Any) -> Explanation:
    made = plan(rows, **more)
    return explain(made, score_plan(made), name)


def line(found: Explanation, name: str) -> str:
    return next(line.formula for line in found.lines if line.name == name)


def sum_of(found: Explanation, name: str) -> Sum:
    return next(total for total in found.sums if total.name == name)


def verdict(label: Label) -> Verdict:
    lean = Label.OUTCOME if label is Label.AMBIGUOUS else label
    return Verdict("text", "en", label, lean, 0.9, Shade.UNCLEAR)


@pytest.mark.parametrize(
    ("human", "waived", "checker", "counts", "by"),
    [
        (Measures.OUTPUT, True, Label.OUTCOME, False, DecidedBy.HUMAN),
        (Measures.OUTCOME, False, Label.OUTPUT, True, DecidedBy.HUMAN),
        (None, True, Label.OUTPUT, True, DecidedBy.WAIVER),
        (None, False, Label.OUTPUT, False, DecidedBy.CHECKER),
        (None, False, Label.OUTCOME, True, DecidedBy.CHECKER),
        (None, False, Label.AMBIGUOUS, True, DecidedBy.CHECKER),
        (None, False, None, True, DecidedBy.CHECKER),
    ],
)
def test_a_human_decides_before_a_waiver_before_the_checker(
    human: Measures | None, waived: bool, checker: Label | None, counts: bool, by: DecidedBy
) -> None:
    made = plan([result("a", measures=human)])
    verdicts = {"a": verdict(checker)} if checker else {}
    decision = decide(made, verdicts, {"a"} if waived else set())["a"]
    assert (decision.counts, decision.by) == (counts, by)


@pytest.mark.parametrize(
    ("fields", "formula"),
    [
        ({"current": 310, "target": 1000}, "(310 − 0) / (1000 − 0)"),
        ({"current": "0.5", "target": 2, "baseline": -1}, "(0.5 − (-1)) / (2 − (-1))"),
        ({"current": 41, "target": 40, "target_type": TargetType.AT_LEAST, "baseline": None},
         "40 ≤ 41"),
        ({"current": 9, "lower": 8, "upper": 12, "target_type": TargetType.BETWEEN,
          "baseline": None, "target": None}, "8 ≤ 9 ≤ 12"),
        ({"current": 1, "target_type": TargetType.MILESTONE, "target": None}, "1 ≤ 1"),
        ({"current": "0.06", "target": "0.05", "unit": "%", "baseline": None}, "0.05 ≤ 0.06"),
        ({"current": None}, "(— − 0) / (100 − 0)"),
        ({"metric": None, "reported_progress": "0.4"}, "0.4"),
    ],
)  # fmt: skip
def test_progress_with_its_figures(fields: dict[str, Any], formula: str) -> None:
    assert line(explained("a", result("a", **fields)), "progress") == formula


def test_pace_with_its_figures() -> None:
    committed = explained("a", result("a", 40))
    assert line(committed, "expected") == "5 / 10"
    assert line(committed, "gap") == "0.5 − 0.4"
    bold = objective(kind=ObjectiveKind.ASPIRATIONAL)
    assert line(explained("a", bold, result("a", 40)), "expected") == "5 / 10 × 0.7"
    assert line(explained("a", result("a", due=date(2026, 5, 8))), "expected") == "5 / 8"
    assert line(explained("a", result("a", due=date(2026, 4, 8))), "expected") == "1"


def test_terms_name_their_cells_and_why_they_count() -> None:
    cells = {"current": "D2", "target": "C2", "owner": "E2"}
    where = Source(connector="excel", location="plan.xlsx", cells=cells)
    found = explained(
        "o",
        result("counted", 50, weight=2, source=where),
        result("blank"),
        result("typed", 10, reported_progress="0.6"),
        output("work", 100),
        result("parked", 100, parked=True),
    )
    progress = sum_of(found, "progress")
    assert [(t.id, t.counted, t.why) for t in progress.terms] == [
        ("counted", True, "counted"),
        ("blank", True, "no_data"),
        ("typed", True, "counted"),
        ("work", False, "output"),
        ("parked", False, "parked"),
    ]
    assert progress.terms[0].cells == {"current": "D2", "target": "C2"}
    assert (progress.total, progress.weight) == (Decimal("1.1"), Decimal(4))
    reported = {t.id: (t.value, t.why) for t in sum_of(found, "reported").terms if t.counted}
    assert reported["typed"] == (Decimal("0.6"), "typed")
    assert reported["work"] == (Decimal(1), "counted")
    outputs = [t.id for t in sum_of(found, "output_progress").terms if t.counted]
    assert outputs == ["work"]


def test_a_rollup_shows_its_own_part_and_its_children() -> None:
    found = explained(
        "top",
        objective("top"),
        objective("child", parent_id="top", weight=3),
        result("a", 20, objective_id="top"),
        result("b", 60, objective_id="child"),
    )
    terms = sum_of(found, "rolled_up").terms
    assert [(t.id, t.why, t.weight, t.value) for t in terms] == [
        ("top", "own", Decimal(1), Decimal("0.2")),
        ("child", "child", Decimal(3), Decimal("0.6")),
    ]


def test_what_is_parked_has_nothing_to_explain() -> None:
    found = explained("o", objective(parked=True), result("a", 50))
    assert (found.parked, found.lines, found.sums, found.status) == (True, (), (), None)


def test_initiatives_and_kpis_have_their_line() -> None:
    action = Initiative(id="i", title="Call", done=True)
    kpi = Kpi(id="p", title="Calls", metric=metric(4, 5))
    more = {"initiatives": (action,), "kpis": (kpi,)}
    assert explained("i", **more).lines[0].value == 1
    found = explained("p", **more)
    assert (found.kind, found.lines[0].formula) == ("kpi", "5 ≤ 4")
    assert found.lines[0].value == 0


def test_an_unknown_id_names_the_nearest() -> None:
    rows = (result("kr-leads", title="Generate leads"), result("kr-sales"))
    with pytest.raises(UnknownId) as caught:
        explained("kr-leds", *rows)
    assert caught.value.nearest[0] == "kr-leads"
    with pytest.raises(UnknownId) as titled:
        explained("leads", *rows)
    assert titled.value.nearest == ("kr-leads",)
    assert explained("generate LEADS", *rows).id == "kr-leads"
    with pytest.raises(UnknownId) as alone:
        explained("§§§§")
    assert alone.value.nearest == ()
