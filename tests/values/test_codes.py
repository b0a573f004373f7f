"""Codes before titles."""

import pytest

from okrsync.values import Code, find_code

KR, OBJ, INI = "key_result", "objective", "initiative"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KR1.2: Grow", Code(KR, "KR1.2", "1.2", "Grow")),
        ("KR 1.2 Grow", Code(KR, "KR1.2", "1.2", "Grow")),
        ("kr1.2 - grow", Code(KR, "KR1.2", "1.2", "grow")),
        ("Key Result 1.1 – Update", Code(KR, "KR1.1", "1.1", "Update")),
        ("Kernresultaat 2: Groei", Code(KR, "KR2", "2", "Groei")),
        ("KR 2.C: Processes", Code(KR, "KR2.C", "2.C", "Processes")),
        ("KR3", Code(KR, "KR3", "3", "")),
        ("O1 – Be known", Code(OBJ, "O1", "1", "Be known")),
        ("O 1", Code(OBJ, "O1", "1", "")),
        ("Objective 2: We will", Code(OBJ, "O2", "2", "We will")),
        ("Doel 1: groei", Code(OBJ, "O1", "1", "groei")),
        ("Ziel 1: Wachstum", Code(OBJ, "O1", "1", "Wachstum")),
        ("OKR 1", Code(OBJ, "OKR1", "1", "")),
        ("I1: call", Code(INI, "I1", "1", "call")),
        ("Initiative 3 - Call", Code(INI, "I3", "3", "Call")),
        ("KPI 3 - NPS", Code("kpi", "KPI3", "3", "NPS")),
        ("1.1 Increased revenue", Code(None, "1.1", "1.1", "Increased revenue")),
        ("1.10", Code(None, "1.10", "1.10", "")),
        ("1.1.2 Reduced", Code(None, "1.1.2", "1.1.2", "Reduced")),
        ("1. Grow", Code(None, "1", "1", "Grow")),
        ("1) Grow", Code(None, "1", "1", "Grow")),
        ("12", Code(None, "12", "12", "")),
        ("\u00a0KR1:\u00a0Grow", Code(KR, "KR1", "1", "Grow")),
        ("KR1:\nGrow", Code(KR, "KR1", "1", "Grow")),
    ],
)
def test_a_code_is_found(text: str, code: Code) -> None:
    assert find_code(text) == code


@pytest.mark.parametrize(
    "text",
    ["3 new customers", "100 founders free", "2.5 million users", "1.5x growth",
     "4.5 of 5 stars", "Goal 3 wins",
     "a 10 percent rise", "i 2 think", "O2O sales", "Q1: plan", "2026 plan", "Grow", "", "KR",
     "Okrsync 1", "45%",
     "1.2% churn", "9.5 days", "10.000 klanten", "€ 5", "kritiek 5"],
)  # fmt: skip
def test_a_title_that_only_begins_alike_has_none(text: str) -> None:
    assert find_code(text) is None


def test_a_code_stays_text() -> None:
    codes = [find_code(text) for text in ("KR1.1: a", "KR1.10: b")]
    assert [code and code.number for code in codes] == ["1.1", "1.10"]
