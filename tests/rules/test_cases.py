"""Every rule by its cases: a small plan in, the findings of its family out."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from okrsync.config import Config, parse
from okrsync.language import judge
from okrsync.mapping.reading import Reading
from okrsync.model import Period, Plan
from okrsync.rules import Context, check
from okrsync.rules.waivers import waived_outputs
from okrsync.scoring import decide, score

CASES = Path(__file__).parent / "cases"
Q2 = Period(label="2026-Q2", start=date(2026, 4, 1), end=date(2026, 6, 30))
JUNE = date(2026, 6, 20)
ENTITIES = ("objectives", "key_results", "initiatives", "kpis", "check_ins")


def findings(
    plan: Plan, config: Config | None = None, language: str = "en", day: date = JUNE
) -> list[Any]:
    settings = config or Config()
    verdicts = judge(plan, None)
    decisions = decide(plan, verdicts, waived_outputs(plan, settings))
    scores = score(plan, decisions, settings.scoring, as_of=day, period=Q2)
    reading = Reading(plan=plan, tables=())
    return check(Context(reading, verdicts, scores, settings, language))


def _cases(folder: Path) -> list[Any]:
    """Every case of the files in a folder, with the codes (or families) that it is about."""
    cases = []
    for path in sorted(folder.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in content["case"]:
            codes = tuple(case.get("only", content["codes"]))
            cases.append(pytest.param(case, codes, id=f"{path.stem}: {case['name']}"))
    return cases


@pytest.mark.parametrize(("case", "codes"), _cases(CASES))
def test_case(case: dict[str, Any], codes: tuple[str, ...]) -> None:
    parts = {name: case.get(name, []) for name in ENTITIES}
    plan = Plan.model_validate(parts | case.get("plan", {}))
    settings = parse({"rules": case.get("rules", {})}, "okrsync.toml")
    day = date.fromisoformat(case.get("day", JUNE.isoformat()))
    everything = findings(plan, settings, case.get("language", "en"), day)
    told = [f for f in everything if f.code.startswith(codes)]
    exact = {f"{f.code} {f.entity_id} {f.severity}" for f in told}
    short = {f"{f.code} {f.entity_id}" for f in told}
    for expected in case["expect"]:
        assert expected in short | exact
    assert len(told) == len(case["expect"]), sorted(exact)
    for part in ("message", "fix", "question"):
        for words in case.get(part, ()):
            assert words in " / ".join(getattr(f, part) for f in told)
        for words in case.get(f"no_{part}", ()):
            assert words not in " / ".join(getattr(f, part) for f in told)
