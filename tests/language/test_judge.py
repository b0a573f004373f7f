"""A sheet around the texts: what reads both ways may be decided by it, nothing else."""

from __future__ import annotations

from decimal import Decimal

from okrsync.language import Label, Shade, classify, judge
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


def test_a_hybrid_stays_one_whatever_its_unit() -> None:
    title = "Generate 500 leads and run an ad campaign"
    verdict = judge(plan(Metric(unit="leads", target=Decimal(500)), title))["kr"]
    assert verdict.shade is Shade.HYBRID


def test_the_sheets_language_helps_a_text_that_does_not_tell() -> None:
    texts = ("Verhoog het aantal klanten", "Bel de nieuwe leden")
    assert judge(plan(None, "NPS ≥ 40", *texts))["kr"].lang == "nl"


def test_an_empty_plan_has_no_verdicts() -> None:
    assert judge(Plan()) == {}
