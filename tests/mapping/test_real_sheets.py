"""Real sheets beside the project: those that need no configuration read exactly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from okrsync.config import Config
from okrsync.i18n import Message
from okrsync.mapping import read
from okrsync.mapping.reading import MappingError
from okrsync.model import Plan
from tests.mapping import real_files
from tests.mapping.sheets import TODAY

pytestmark = [
    pytest.mark.shared,
    # openpyxl tells of parts that it would drop on saving; nothing is saved here.
    pytest.mark.filterwarnings("ignore::UserWarning:openpyxl"),
]
SAME_UNIT = {"$": "USD", "€": "EUR", "R$": "BRL"}
CODES = {"percent": "p", "absolute": "a"}
"""One file has letters for units, which its gold spells out."""


def golds(shared: Path) -> Iterator[dict[str, Any]]:
    """What a reader without configuration should get, file by file."""
    for path in sorted((shared / "realworld" / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold.get("zero_config"):
            yield gold


def plan_of(path: Path) -> Plan:
    """A file's Plan."""
    return read([real_files.load(path)], Config(), TODAY).plan


def by_row(entities: tuple[Any, ...]) -> dict[int, Any]:
    """Entities by the row that they stand in."""
    return {each.source.row: each for each in entities}


def shown(metric: Any, name: str) -> float | None:
    """A number as a reader of the sheet sees it: percents as whole numbers."""
    value = getattr(metric, name) if metric else None
    if value is None:
        return None
    return round(float(value) * (100 if metric.unit == "%" else 1), 6)


def same(got: str | None, want: str | None) -> bool:
    """Whether two texts are the same, spaces around them aside."""
    return (got or "").strip() == (want or "").strip()


def check_numbers(entity: Any, gold: dict[str, Any]) -> None:
    """A row's numbers and unit."""
    metric = entity.metric
    for name, field in (("start", "baseline"), ("target", "target"), ("current", "current")):
        assert shown(metric, field) == gold[name], (gold["row"], name)
    unit = gold["unit"]
    got = metric.unit if metric else None
    assert got in {unit, SAME_UNIT.get(unit), CODES.get(unit)}, (gold["row"], got)


def check_key_result(entity: Any, gold: dict[str, Any], objective: dict[str, Any]) -> None:
    """One key result."""
    assert same(entity.title, gold["title"])
    check_numbers(entity, gold)
    assert entity.reported_status == gold["status"]
    if "owner" in gold:
        assert entity.owner == gold["owner"]
    if "id" in gold:
        assert entity.id == gold["id"]
    assert entity.objective_id == objective.get("id")


def check_initiative(entity: Any, gold: dict[str, Any], objective: dict[str, Any]) -> None:
    """One initiative."""
    assert same(entity.title, gold["title"])
    assert entity.owner == gold["owner"]
    assert (entity.due.isoformat() if entity.due else None) == gold["due"]
    assert entity.reported_status == gold["status"]
    assert list(entity.supports) == ([objective["id"]] if "id" in objective else [])
    if "progress" in gold:
        assert float(entity.progress) == gold["progress"]
    if "id" in gold:
        assert entity.id == gold["id"]


def check_sheet(path: Path, gold: dict[str, Any]) -> None:
    """One sheet, all of it."""
    plan = plan_of(path)
    objectives, results = by_row(plan.objectives), by_row(plan.key_results)
    actions, kpis = by_row(plan.initiatives), by_row(plan.kpis)
    for objective in gold["objectives"]:
        if objective["title"] is not None:
            found = objectives[objective["row"]]
            assert same(found.title, objective["title"])
            assert (found.owner, found.id) == (objective["owner"], objective["id"])
        for each in objective["key_results"]:
            check_key_result(results[each["row"]], each, objective)
        for each in objective["initiatives"]:
            check_initiative(actions[each["row"]], each, objective)
    for each in gold["kpis"]:
        assert same(kpis[each["row"]].title, each["title"])
        check_numbers(kpis[each["row"]], each)
    if "first" not in gold["scope"]:
        counts = gold["counts"]
        assert len(plan.objectives) == counts["objectives"]
        assert len(plan.key_results) == counts["key_results"]
        assert len(plan.initiatives) == counts["initiatives"]
        assert len(plan.kpis) == counts["kpis"]


READ_EXACTLY = 7
"""How many of them are read exactly today; it may only grow."""


def test_sheets_that_need_no_configuration_agree_with_what_people_read(shared: Path) -> None:
    wrong: dict[str, str] = {}
    compared = 0
    for gold in golds(shared):
        compared += 1
        try:
            check_sheet(shared / "realworld" / "files" / gold["source"], gold)
        except (AssertionError, KeyError, MappingError) as error:
            wrong[gold["source"]] = repr(error)
    assert compared - len(wrong) >= READ_EXACTLY, wrong


def refusal_of(path: Path) -> Message | None:
    """Why a file is refused, None where it is read."""
    try:
        plan_of(path)
    except MappingError as error:
        return error.message
    return None


def test_every_real_sheet_is_read_or_refused_with_a_reason(shared: Path) -> None:
    files = (shared / "realworld" / "files").iterdir()
    sheets = [path for path in files if path.suffix in (".csv", ".xlsx")]
    refused = {path.name: refusal for path in sheets if (refusal := refusal_of(path))}
    assert len(refused) < len(sheets)
    for name, refusal in refused.items():
        assert name in refusal.say()
        assert name in refusal.say("nl")
