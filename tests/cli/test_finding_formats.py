"""Findings for other programs: SARIF, JUnit and GitHub's annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from tests.cli import books
from tests.cli.conftest import Cli

BESIDE = Path(__file__).parents[3] / "shared"
SHARED = BESIDE / "contracts" / "sarif" / "sarif-schema-2.1.0.json"
HEADER = ("ID", *books.HEADER, "Notes")
FORGED = "Launch the new website\n::error file=x::forged %0A\r\n##[error]forged\x00\x1b[2J"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    rows = [
        ("K1", *books.ROWS[0], ""),
        ("K2", "Customers stay with us", "Launch the new website", 0, 1, 0, "Ada", "Sales", ""),
        (
            "K3", "Customers stay with us", "Build the app", 0, 1, 0, "Ada", "Sales",
            "OUT01: agreed until May",
        ),
    ]  # fmt: skip
    return books.book(tmp_path / "my plan.xlsx", rows, HEADER)


def test_sarif_holds_every_finding_on_its_cell(cli: Cli, sheet: Path) -> None:
    told = cli("check", sheet, "--format", "json").json
    (run,) = cli("check", sheet, "--format", "sarif").json["runs"]
    results = run["results"]
    assert len(results) == len(told["findings"]) + len(told["waived"])
    (work,) = [r for r in results if r["ruleId"] == "OUT01" and "suppressions" not in r]
    (place,) = work["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "my%20plan.xlsx"},
        "region": {"startLine": 3, "startColumn": 3},
    }
    assert place["logicalLocations"] == [{"fullyQualifiedName": "OKRs!C3"}]
    assert run["tool"]["driver"]["rules"][work["ruleIndex"]]["id"] == "OUT01"
    (accepted,) = [r for r in results if "suppressions" in r]
    assert accepted["suppressions"][0]["justification"] == "agreed until May"


def test_a_fingerprint_follows_its_row(cli: Cli, sheet: Path, tmp_path: Path) -> None:
    def prints() -> set[str]:
        (run,) = cli("check", sheet, "--format", "sarif").json["runs"]
        return {
            r["partialFingerprints"]["okrsync/v1"] for r in run["results"] if r["ruleId"] == "OUT01"
        }

    before = prints()
    rows = [
        ("K2", "Customers stay with us", "Launch the new website", 0, 1, 0, "Ada", "Sales", ""),
        ("K1", *books.ROWS[0], ""),
    ]
    books.book(sheet, rows, HEADER)
    assert prints() < before


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_file(), reason="no SARIF schema beside the project")
def test_sarif_validates(cli: Cli, sheet: Path) -> None:
    schema: dict[str, Any] = json.loads(SHARED.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(cli("check", sheet, "--format", "sarif").json)


def test_junit_can_be_read_back_and_names_each_case_once(cli: Cli, tmp_path: Path) -> None:
    rows = [("O", FORGED.replace("\x00", "").replace("\x1b", ""), 0, 1, 0, "Ada", "Sales")] * 2
    path = books.book(tmp_path / "plan.xlsx", rows)
    told = cli("check", path, "--format", "json").json["findings"]
    suite = ET.fromstring(cli("check", path, "--format", "junit").out)  # noqa: S314
    cases = [(c.get("classname"), c.get("name")) for c in suite.iter("testcase")]
    assert len(cases) == len(set(cases)) == int(suite.attrib["tests"])
    assert len(list(suite.iter("failure"))) == len(told) == int(suite.attrib["failures"])


def test_a_rule_that_finds_nothing_is_a_passed_case(cli: Cli, sheet: Path) -> None:
    suite = ET.fromstring(cli("check", sheet, "--format", "junit").out)  # noqa: S314
    passed = {c.get("name") for c in suite.iter("testcase") if not len(c)}
    assert {"DAT02", "THM01"} <= passed
    assert "OUT01" not in passed
    (skipped,) = suite.iter("skipped")
    assert skipped.get("message") == "agreed until May"


def test_no_cell_forges_an_annotation(cli: Cli, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    title = FORGED.replace("\x00", "").replace('"', '""')
    plan.write_text(f'Objective,Key Result,Target\n"::error::O","{title}",5\n', encoding="utf-8")
    lines = cli("check", plan, "--format", "github").out.splitlines()
    assert lines
    for line in lines:
        command, _, _ = line.removeprefix("::").partition("::")
        assert line.startswith("::")
        assert command.split(" ")[0] in {"error", "warning", "notice"}
        assert "file=x" not in command
    assert not any("##[" in line[:3] for line in lines)


def test_more_than_a_step_shows_is_counted(cli: Cli, tmp_path: Path) -> None:
    rows = [(f"Goal {n}", f"Launch page {n} of the website", 0, 1, 0, "A", "B") for n in range(30)]
    path = books.book(tmp_path / "plan.xlsx", rows)
    lines = cli("check", path, "--format", "github").out.splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert lines[-1].startswith("::notice title=okrsync::")
    assert "--all" in lines[-1]
