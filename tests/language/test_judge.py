"""A sheet around the texts: what reads both ways may be decided by it, nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

import pytest

from okrsync.language import Label, Shade, Verdict, classify, judge
from okrsync.model import Initiative, KeyResult, Kpi, Metric, Objective, Plan, TargetType

UNCLEAR = "Improve the sales process"


def plan(metric: Metric | None = None, title: str = UNCLEAR, *siblings: str) -> Plan:
    others = tuple(
        KeyResult(id=f"s{n}", title=text, objective_id="o") for n, text in enumerate(siblings)
    )
    row = KeyResult(id="kr", title=title, objective_id="o", metric=metric)
    return Plan(objectives=(Objective(id="o", title="Grow"),), key_results=(row, *others))


def test_every_entity_gets_a_verdict() -> None:
    whole = Plan(
        objectives=(Objective(id="o", title="Grow"),),
        key_results=(KeyResult(id="k", title="Win 5 customers"),),
        initiatives=(Initiative(id="i", title="Call 20 prospects"),),
        kpis=(Kpi(id="p", title="Churn"),),
    )
    assert set(judge(whole)) == {"o", "k", "i", "p"}


def test_the_text_alone_is_unclear() -> None:
    assert classify(UNCLEAR).label is Label.AMBIGUOUS
    assert judge(plan())["kr"].label is Label.AMBIGUOUS


def test_a_unit_that_others_decide_makes_it_an_outcome_and_the_reason_says_so() -> None:
    verdict = judge(plan(Metric(unit="leads", target=Decimal(20))))["kr"]
    assert verdict.label is Label.OUTCOME
    assert verdict.reasons[0].signal == "context: unit"
    assert verdict.reasons[0].words == "leads"


def test_a_unit_of_own_actions_makes_it_a_quota() -> None:
    verdict = judge(plan(Metric(unit="meetings", target=Decimal(20))))["kr"]
    assert (verdict.label, verdict.shade) == (Label.OUTPUT, Shade.QUOTA)


def test_done_or_not_makes_it_a_milestone() -> None:
    verdict = judge(plan(Metric(target_type=TargetType.MILESTONE)))["kr"]
    assert (verdict.label, verdict.shade) == (Label.OUTPUT, Shade.MILESTONE)


def test_a_unit_in_the_text_itself_adds_nothing() -> None:
    title = "Voer wekelijks 5 strategiegesprekken"
    metric = Metric(unit="strategiegesprekken", target=Decimal(5))
    assert judge(plan(metric, title), "nl")["kr"].label is Label.AMBIGUOUS


def test_numbers_never_overrule_a_clear_text() -> None:
    metric = Metric(unit="leads", baseline=Decimal(40), target=Decimal(120))
    title = "Launch the new website"
    assert judge(plan(metric, title))["kr"] == classify(title, prior="en")


@pytest.mark.parametrize("unit", ["leads", "customers", "meetings"])
def test_a_hybrid_stays_one_whatever_its_unit(unit: str) -> None:
    title = "Generate 500 leads and run an ad campaign"
    verdict = judge(plan(Metric(unit=unit, target=Decimal(500)), title))["kr"]
    assert verdict.label is Label.AMBIGUOUS
    assert verdict.shade is Shade.HYBRID


def test_the_sheets_language_helps_a_text_that_does_not_tell() -> None:
    texts = ("Verhoog het aantal klanten", "Bel de nieuwe leden")
    assert judge(plan(None, "NPS ≥ 40", *texts))["kr"].lang == "nl"


def test_a_row_in_another_language_is_judged_in_its_own() -> None:
    texts = ("Launch the new website", "Win 5 customers", "Publish 12 articles")
    row = "Die Schulungen werden bis Juni überarbeitet"
    assert judge(plan(None, row, *texts))["kr"].lang == "de"
    assert judge(plan(None, row, *texts), "en")["kr"].lang == "de"


def test_a_sheet_in_another_language_than_configured_keeps_its_own() -> None:
    texts = ("Neues Intranet einführen", "Fluktuation unter 8 %", "Wir gewinnen drei Schulen")
    assert judge(plan(None, "Bewerbungen", *texts), "en")["kr"].lang == "de"


def test_an_empty_plan_has_no_verdicts() -> None:
    assert judge(Plan()) == {}


def around(
    metric: Metric | None = None,
    siblings: Sequence[str] = (),
    role: str = "key_result",
    title: str = "Security",
) -> Verdict:
    """The verdict on an unclear text among these, as a key result, an initiative or a KPI."""
    others = plan(None, title, *siblings).key_results[1:]
    rows: dict[str, dict[str, object]] = {
        "key_result": {"key_results": (*plan(metric, title).key_results, *others)},
        "initiative": {"initiatives": (Initiative(id="kr", title=title),), "key_results": others},
        "kpi": {
            "kpis": (Kpi(id="kr", title=title, objective_id="o", metric=metric),),
            "key_results": others,
        },
    }
    return judge(plan().model_copy(update=rows[role]), "en")["kr"]


LEADS = Metric(unit="leads", target=Decimal(20))
MEETINGS = Metric(unit="meetings", target=Decimal(20))
DONE_OR_NOT = Metric(target_type=TargetType.MILESTONE)
SHARE = Metric(unit="%", baseline=Decimal("0.2"), target=Decimal("0.4"))
WON = ("Win 5 customers", "Churn falls from 8 to 4")
WORK = ("Launch the new website", "Publish 12 articles")

DECIDES: list[tuple[Metric | None, Sequence[str], str, float]] = [
    (LEADS, (), "key_result", 2.5),
    (MEETINGS, (), "key_result", -2.5),
    (DONE_OR_NOT, (), "key_result", -2.5),
    (SHARE, WON, "key_result", 1.0 + 0.5),
    (SHARE, (), "kpi", 1.0 + 0.7),
    (SHARE, WON, "kpi", 1.0 + 0.7),  # a KPI is no sibling of the key results
    (LEADS, WON, "key_result", 2.5 + 0.5),
    (LEADS, (WON[0], WORK[0]), "key_result", 2.5),
    (MEETINGS, WORK, "key_result", -2.5 - 0.5),
]
ONLY_HELPS: list[tuple[Metric | None, Sequence[str], str]] = [
    (SHARE, (), "key_result"),
    (SHARE, WON[:1], "key_result"),  # one sibling is no pattern
    (SHARE, (WON[0], WORK[0]), "key_result"),  # nor are two that differ
    (SHARE, WORK, "key_result"),
    (None, WON, "key_result"),
    (None, WORK, "key_result"),
    (None, (), "initiative"),
    (None, (), "kpi"),
    (SHARE.model_copy(update={"baseline": Decimal(0)}), WON, "key_result"),
    (SHARE.model_copy(update={"baseline": SHARE.target}), WON, "key_result"),
    (SHARE.model_copy(update={"unit": "days"}), WON, "key_result"),
]


@pytest.mark.parametrize(("metric", "siblings", "role", "weight"), DECIDES)
def test_what_stands_beside_a_text_decides_with_its_weight(
    metric: Metric | None, siblings: Sequence[str], role: str, weight: float
) -> None:
    """The weights are log-odds that are added to those of the text itself."""
    alone = classify("Security", role=role, prior="en")
    own = math.log(alone.confidence / (1 - alone.confidence))
    total = weight + (own if alone.lean is Label.OUTCOME else -own)
    verdict = around(metric, siblings, role)
    assert verdict.label is (Label.OUTCOME if weight > 0 else Label.OUTPUT)
    assert verdict.confidence == pytest.approx(1 / (1 + math.exp(-abs(total))), abs=2e-4)


@pytest.mark.parametrize(("metric", "siblings", "role"), ONLY_HELPS)
def test_what_only_helps_never_decides_alone(
    metric: Metric | None, siblings: Sequence[str], role: str
) -> None:
    assert around(metric, siblings, role) == classify("Security", role=role, prior="en")


def test_what_a_text_leans_to_weighs_against_what_stands_beside_it() -> None:
    assert around(SHARE, WON).label is Label.OUTCOME
    other = "Improve team structure"  # leans to output
    assert around(SHARE, WON, title=other) == classify(other, role="key_result", prior="en")
