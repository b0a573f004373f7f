"""What `--format json` prints: every documented key, its type, one object on stdout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli import books
from tests.cli.conftest import Cli

Shape = Any
"""A type, a set of types, a list of one shape (all items), or a dict (at least these keys)."""
NONE = type(None)
TEXT, MAYBE_TEXT = str, (str, NONE)
NUMBER, MAYBE = (int, float), (int, float, NONE)
FLAG = bool

INITIATIVE = {"id": TEXT, "title": TEXT, "done": FLAG, "progress": MAYBE, "due": MAYBE_TEXT}
KEY_RESULT = {
    "id": TEXT,
    "title": TEXT,
    "label": TEXT,
    "label_by": TEXT,
    "progress": MAYBE,
    "basis": MAYBE_TEXT,
    "baseline_assumed": FLAG,
    "weight": NUMBER,
    "expected": MAYBE,
    "gap": MAYBE,
    "status": TEXT,
    "outdated": FLAG,
    "baseline": MAYBE,
    "target": MAYBE,
    "current": MAYBE,
    "unit": MAYBE_TEXT,
    "target_type": MAYBE_TEXT,
    "cell": MAYBE_TEXT,
}
OBJECTIVE = {
    "id": TEXT,
    "parent_id": MAYBE_TEXT,
    "title": TEXT,
    "owner": MAYBE_TEXT,
    "team": MAYBE_TEXT,
    "level": MAYBE_TEXT,
    "progress": MAYBE,
    "reported": MAYBE,
    "false_progress": MAYBE,
    "output_progress": MAYBE,
    "coverage": MAYBE,
    "rolled_up": MAYBE,
    "expected": MAYBE,
    "gap": MAYBE,
    "status": TEXT,
    "outdated": FLAG,
}
KPI = {
    "id": TEXT,
    "title": TEXT,
    "current": MAYBE,
    "target": MAYBE,
    "healthy": (bool, NONE),
    "outdated": FLAG,
}
ROLLUP = {"by": TEXT, "name": TEXT, "progress": MAYBE, "reported": MAYBE, "coverage": MAYBE}
PERIOD = {"label": TEXT, "start": TEXT, "end": TEXT}
WITHOUT_INITIATIVES = {
    "as_of": TEXT,
    "period": PERIOD,
    "objectives": [OBJECTIVE | {"key_results": [KEY_RESULT]}],
    "kpis": [KPI],
    "rollups": [ROLLUP],
    "unassigned": dict,
}
STATUS = WITHOUT_INITIATIVES | {
    "objectives": [
        OBJECTIVE
        | {"key_results": [KEY_RESULT | {"initiatives": [INITIATIVE]}], "initiatives": [INITIATIVE]}
    ]
}
COUNTS = {"error": int, "warn": int, "info": int}
FINDING = {
    "code": TEXT,
    "name": TEXT,
    "severity": TEXT,
    "message": TEXT,
    "why": TEXT,
    "fix": TEXT,
    "entity_id": MAYBE_TEXT,
    "title": MAYBE_TEXT,
    "location": {
        "source": MAYBE_TEXT,
        "tab": MAYBE_TEXT,
        "cell": MAYBE_TEXT,
        "row": (int, NONE),
        "column": MAYBE_TEXT,
    },
}
CHECK = {"findings": [FINDING], "counts": COUNTS}
CHANGE = {
    "entity_id": TEXT,
    "title": TEXT,
    "tab": TEXT,
    "cell": TEXT,
    "column": TEXT,
    "before": (str, int, float, bool, NONE),
    "after": (str, int, float, bool, NONE),
}
COLUMN = {"tab": TEXT, "field": TEXT, "header": TEXT}
PLAN = {"changes": [CHANGE], "columns_added": [COLUMN], "fingerprint": TEXT}
SYNC = {
    "read": int,
    "written": int,
    "unchanged": int,
    "skipped": [{"cell": TEXT, "reason": TEXT}],
    "columns_added": [COLUMN],
    "calls": {"read": int, "write": int, "other": int},
    "findings": COUNTS,
    "status": WITHOUT_INITIATIVES,
    "run_id": MAYBE_TEXT,
}
CHECK_IN = {
    "on": TEXT,
    "value": MAYBE,
    "confidence": MAYBE,
    "status": MAYBE_TEXT,
    "note": MAYBE_TEXT,
    "author": MAYBE_TEXT,
}
HISTORY = {"id": TEXT, "title": TEXT, "check_ins": [CHECK_IN]}
EXPORT = {
    "schema_version": int,
    "period": (dict, NONE),
    "north_star": MAYBE_TEXT,
    "theme": MAYBE_TEXT,
    "objectives": [{"id": TEXT, "title": TEXT, "source": dict}],
    "key_results": [{"id": TEXT, "title": TEXT, "source": dict, "objective_id": MAYBE_TEXT}],
    "initiatives": [{"id": TEXT, "title": TEXT, "supports": [TEXT]}],
    "kpis": [{"id": TEXT, "title": TEXT}],
    "check_ins": list,
}


def fits(value: Any, shape: Shape, at: str = "$") -> None:
    """Fail with the path of the first thing that has another shape."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), at
        missing = [key for key in shape if key not in value]
        assert not missing, f"{at}: {missing}"
        for key, inner in shape.items():
            fits(value[key], inner, f"{at}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), at
        for index, item in enumerate(value):
            fits(item, shape[0], f"{at}[{index}]")
    else:
        kinds = shape if isinstance(shape, tuple) else (shape,)
        assert isinstance(value, kinds), f"{at}: {value!r}"
        assert not isinstance(value, bool) or bool in kinds, f"{at}: {value!r}"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Objectives, key results, actions and a KPI, with something absent in each."""
    okrs = [
        (*books.HEADER, "Due"),
        *((*row, None) for row in books.ROWS),
        ("Buyers come back", "Launch a loyalty programme", 0, 1, 1, "Cleo", "Shop", "2026-06-01"),
        ("Buyers come back", "Baskets left behind a week", None, None, None, None, None, None),
    ]
    actions = [
        ("Action", "Supports", "Done", "Due"),
        ("Call ten customers who left", "Returning customers a month", "no", "2026-06-12"),
        ("Write the newsletter", "Net promoter score", "yes", None),
    ]
    kpis = [
        ("KPI", "Target", "Current", "Frequency"),
        ("Visits a week", 4000, 3200, "weekly"),
        ("Returns a month", 20, None, "monthly"),
    ]
    return books.tabs(tmp_path / "plan.xlsx", {"OKRs": okrs, "Actions": actions, "KPIs": kpis})


def ask(cli: Cli, *words: object) -> Any:
    """The one object on stdout; stderr holds nothing but what a first sync says it found."""
    said = cli(*words)
    assert said.code in (0, 1)
    assert "{" not in said.err
    assert said.err == "" or words[0] == "sync"
    assert said.out.count("\n{") == 0
    found = json.loads(said.out)
    assert isinstance(found, dict)
    return found


def test_status(cli: Cli, plan: Path) -> None:
    found = ask(cli, "status", plan, "--format", "json")
    fits(found, STATUS)
    assert found["as_of"] == "2026-05-18"
    assert found["period"] == {"label": "2026-Q2", "start": "2026-04-01", "end": "2026-06-30"}
    buyers = found["objectives"][1]
    results = {k["title"]: k for k in buyers["key_results"]}
    absent = results["Baskets left behind a week"]
    assert [absent[key] for key in ("progress", "baseline", "target", "current")] == [None] * 4
    assert absent["status"] == "no_data"
    assert results["Launch a loyalty programme"]["label"] == "output"
    assert results["Launch a loyalty programme"]["progress"] == 1
    assert results["Returning customers a month"]["cell"] == "E4"
    # (0 + 1 clamped + absent as 0) / 3; the output counts in what is reported only
    assert buyers["progress"] == pytest.approx(1 / 3)
    assert buyers["reported"] == pytest.approx(2 / 4)
    assert buyers["false_progress"] == pytest.approx(2 / 4 - 1 / 3)
    assert buyers["output_progress"] == 1
    assert buyers["coverage"] == pytest.approx(2 / 3)
    assert buyers["expected"] == pytest.approx(47 / 91)
    assert buyers["gap"] == pytest.approx(47 / 91 - 1 / 3)
    assert [i["title"] for i in results["Returning customers a month"]["initiatives"]] == [
        "Call ten customers who left"
    ]
    assert results["Returning customers a month"]["initiatives"][0]["due"] == "2026-06-12"
    assert results["Net promoter score"]["initiatives"] == []  # on track: nobody needs to look
    assert [k["current"] for k in found["kpis"]] == [3200, None]
    assert [k["healthy"] for k in found["kpis"]] == [False, None]
    company = next(r for r in found["rollups"] if r["by"] == "company")
    assert company["progress"] == pytest.approx((0.45 + 1 / 3) / 2)


def test_all_shows_every_action(cli: Cli, plan: Path) -> None:
    found = ask(cli, "status", plan, "--format", "json", "--all")
    nps = found["objectives"][1]["key_results"][1]
    assert [(i["title"], i["done"]) for i in nps["initiatives"]] == [("Write the newsletter", True)]


def test_check(cli: Cli, plan: Path) -> None:
    found = ask(cli, "check", plan, "--format", "json")
    fits(found, CHECK)
    output = next(f for f in found["findings"] if f["code"] == "OUT01")
    assert output["severity"] == "error"
    assert output["location"] | {"source": ""} == {
        "source": "",
        "tab": "OKRs",
        "cell": "B6",
        "row": 6,
        "column": "Key Result",
    }
    counted = [f["severity"] for f in found["findings"]]
    assert found["counts"] == {grade: counted.count(grade) for grade in ("error", "warn", "info")}


@pytest.mark.parametrize(
    ("grade", "code"), [("never", 0), ("error", 1), ("warn", 1), ("info", 1), ("", 1)]
)
def test_check_exits_one_from_the_asked_severity_on(
    cli: Cli, plan: Path, grade: str, code: int
) -> None:
    words = ["--fail-on", grade] if grade else []
    assert cli("check", plan, *words).code == code


def test_other_commands_fail_on_findings_only_when_asked(cli: Cli, plan: Path) -> None:
    assert cli("sync", plan, "--yes").code == 0
    assert cli("sync", plan, "--fail-on", "error").code == 1


def test_plan(cli: Cli, plan: Path) -> None:
    found = ask(cli, "plan", plan, "--format", "json")
    fits(found, PLAN)
    assert {c["field"] for c in found["columns_added"]} == {"progress", "status"}
    first = found["changes"][0]
    assert (first["tab"], first["cell"], first["column"]) == ("OKRs", "I2", "OKR progress")
    assert (first["before"], first["after"]) == (None, 0.4)
    assert found["fingerprint"] == ask(cli, "plan", plan, "--format", "json")["fingerprint"]


def test_sync_and_what_it_leaves(cli: Cli, plan: Path) -> None:
    found = ask(cli, "sync", plan, "--yes", "--format", "json")
    fits(found, SYNC)
    assert "initiatives" not in json.dumps(found["status"]["objectives"])
    # six progress cells but the absent one, and six statuses
    assert (found["written"], found["unchanged"]) == (11, 0)
    key = found["status"]["objectives"][0]["key_results"][0]["id"]
    history = ask(cli, "history", key, "--format", "json")
    fits(history, HISTORY)
    assert history["check_ins"][0]["value"] == 98
    runs = ask(cli, "runs", "--format", "json")
    assert [run["run_id"] for run in runs["runs"]] == [found["run_id"]]
    again = ask(cli, "sync", plan, "--format", "json")
    assert (again["written"], again["unchanged"], again["columns_added"]) == (0, 11, [])
    undone = ask(cli, "undo", "--yes", "--format", "json")
    assert undone["undid"] == found["run_id"]
    fits(undone["columns_dropped"], [COLUMN])


def test_history_grows_only_where_something_changed(cli: Cli, plan: Path) -> None:
    cli("sync", plan, "--yes")
    cli("sync", plan, today="2026-05-19")
    books.put(plan, "E2", 100, "OKRs")
    found = json.loads(cli("sync", plan, "--format", "json", today="2026-05-20").out)
    key = found["status"]["objectives"][0]["key_results"][0]["id"]
    history = ask(cli, "history", key, "--format", "json")["check_ins"]
    assert [(c["on"], c["value"]) for c in history] == [("2026-05-18", 98), ("2026-05-20", 100)]


def test_export(cli: Cli, plan: Path) -> None:
    found = ask(cli, "export", plan)
    fits(found, EXPORT)
    first = found["key_results"][0]
    assert first["source"]["cells"]["current"] == "E2"
    assert (first["source"]["tab"], first["source"]["row"]) == ("OKRs", 2)
    assert first["metric"]["baseline"] == 90
    assert found["key_results"][4]["due"] == "2026-06-01"
    assert found["key_results"][5]["metric"] is None or (
        found["key_results"][5]["metric"]["current"] is None
    )
    known = {o["id"] for o in found["objectives"]}
    assert {k["objective_id"] for k in found["key_results"]} <= known


def test_export_has_the_shape_that_schema_prints(cli: Cli, plan: Path) -> None:
    schema, found = ask(cli, "schema"), ask(cli, "export", plan)
    assert set(found) <= set(schema["properties"])
    assert set(found["key_results"][0]) <= set(schema["$defs"]["KeyResult"]["properties"])


def test_explain_score_adds_up(cli: Cli, plan: Path) -> None:
    status = ask(cli, "status", plan, "--format", "json")
    for objective in status["objectives"]:
        found = ask(cli, "explain-score", objective["id"], plan, "--format", "json")
        for total in found["sums"]:
            terms = [t for t in total["terms"] if t["counted"]]
            assert sum(t["weight"] * t["value"] for t in terms) == pytest.approx(total["total"])
            if total["name"] in objective and total["value"] is not None:
                assert total["value"] == pytest.approx(objective[total["name"]])
            for term in terms:
                assert term["cells"]


def test_several_sources_stand_under_their_names(cli: Cli, tmp_path: Path) -> None:
    books.book(tmp_path / "north.xlsx", books.ROWS[:2])
    books.book(tmp_path / "south.xlsx", books.ROWS[2:])
    both = ("north.xlsx", "south.xlsx", "--format", "json")
    for command, shape in (("status", STATUS), ("check", CHECK), ("plan", PLAN)):
        found = ask(cli, command, *both)
        assert [source["name"] for source in found["sources"]] == ["north", "south"]
        for source in found["sources"]:
            fits(source, {"name": TEXT} | shape)
    found = ask(cli, "sync", *both, "--yes")
    assert [(s["name"], s["written"]) for s in found["sources"]] == [("north", 4), ("south", 4)]
    assert found["written"] == 8
    titles = [[o["title"] for o in s["objectives"]] for s in
              ask(cli, "status", *both)["sources"]]  # fmt: skip
    assert titles == [["Customers stay with us"], ["Buyers come back"]]


def test_an_error_is_one_json_line_on_stderr(cli: Cli, plan: Path) -> None:
    for words in (["status", "gone.xlsx"], ["status", f"{plan}#No"], ["sync", str(plan)]):
        said = cli(*words, "--log-format", "json", "--format", "json")
        assert said.out == ""
        *notes, line = map(json.loads, said.err.splitlines())
        fits(notes, [{"level": TEXT, "event": TEXT, "message": TEXT}])
        fits(line, {"level": TEXT, "event": TEXT, "code": TEXT, "message": TEXT})
        assert line["level"] == "error"


def test_numbers_are_never_nan(cli: Cli, tmp_path: Path) -> None:
    rows = [("Grow", "Orders a month", 0, value, 5) for value in ("NaN", "inf", 1e-300, 0)]
    path = books.book(tmp_path / "plan.xlsx", rows)
    for command in ("status", "plan", "check", "sync"):
        out = cli(command, path, "--format", "json", *(["--yes"] if command == "sync" else [])).out
        json.loads(out, parse_constant=pytest.fail)


def test_a_funnels_steps_are_joined_by_title(cli: Cli, tmp_path: Path) -> None:
    rows = [
        ("KPI", "Target", "Current", "Feeds"),
        ("Invitations sent", 400, 120, "Talks with founders"),
        ("Talks with founders", 60, 30, "programmes sold"),
        ("Programmes sold", 10, 3, None),
    ]
    path = books.tabs(tmp_path / "plan.xlsx", {"OKRs": [books.HEADER, *books.ROWS], "KPIs": rows})
    kpis = ask(cli, "export", path)["kpis"]
    assert [k["feeds"] for k in kpis] == [kpis[1]["id"], kpis[2]["id"], None]
    codes = {f["code"] for f in ask(cli, "check", path, "--format", "json")["findings"]}
    assert "DAT06" not in codes


def test_the_explanation_begins_with_the_sum_and_speaks_the_sheets_language(
    cli: Cli, tmp_path: Path
) -> None:
    path = books.book(tmp_path / "plan.xlsx", books.RIJEN, books.KOP)
    key = ask(cli, "status", path, "--format", "json")["objectives"][1]["id"]
    lines = cli("explain-score", key, path).out.splitlines()
    assert lines[2] == "eerlijke voortgang: 50,0 %"
    assert "[E4, C4, D4, B4]" in lines[3]
