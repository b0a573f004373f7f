"""A family of rules is found where it stands: nothing lists it by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from okrsync.config import Config, parse
from okrsync.errors import ConfigError
from okrsync.model import KeyResult, Objective, Plan
from okrsync.rules import catalogue
from tests.rules.test_cases import findings

ROOT = Path(__file__).parents[2]
FAMILY = '''
"""TRY: are there few enough to look at?"""

from okrsync.i18n import Message
from okrsync.model import Severity
from okrsync.rules.options import Option
from okrsync.rules.rule import Hit, Rule


class Rows(Rule):
    """Made for a test: it speaks of every key result from a number of rows on."""

    code = "TRY01"
    name = "kpi-without-rhythm"
    severity = Severity.ERROR
    message = Message("Weekly or monthly?")
    why = Message("Without a rhythm nobody looks.")
    fix = Message("Choose one.")
    instead_of = "Visitors"
    write = "Visitors, weekly"
    most = Option("most_rows", 1, least=1)

    def find(self, context):
        if len(context.key_results) >= self.most.value(context.config.rules):
            yield from (Hit(key_result) for key_result in context.key_results)
'''
WITH_FAMILY = """
import runpy, sys
import okrsync.rules.families as families
families.__path__.append(sys.argv.pop(1))
sys.argv.pop(0)
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
PAGES = "from docs.build import pages; print(*(p.name for p in pages()))"
TABLE = "Objective,Key result,Start,Target,Current\nParents trust us,Pupils,10,20,12\n"


@pytest.fixture
def family(tmp_path: Path) -> Path:
    folder = tmp_path / "families"
    folder.mkdir()
    (folder / "tries.py").write_text(FAMILY, encoding="utf-8")
    (tmp_path / "plan.csv").write_text(TABLE, encoding="utf-8")
    return folder


def _run(family: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A module of the project, run where one more folder holds families of rules."""
    return subprocess.run(
        [sys.executable, "-c", WITH_FAMILY, str(family), module, *arguments],
        cwd=family.parent,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(family.parent))),
            "OKRSYNC_STATE": str(family.parent / "state.db"),
            "OKRSYNC_TODAY": "2026-05-18",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_its_page_is_shown_with_its_option(family: Path) -> None:
    shown = _run(family, "okrsync", "rule", "TRY01").stdout
    assert "# TRY01 kpi-without-rhythm" in shown
    assert "most_rows = 1" in shown
    assert "TRY01" in _run(family, "okrsync", "rule").stdout


def test_its_page_is_among_the_documentation(family: Path) -> None:
    (family.parent / "listing.py").write_text(PAGES, encoding="utf-8")
    assert "TRY01.md" in _run(family, "listing").stdout.split()


def test_its_findings_are_told(family: Path) -> None:
    done = _run(family, "okrsync", "check", "plan.csv", "--format", "json")
    assert "TRY01" in {each["code"] for each in json.loads(done.stdout)["findings"]}


def test_its_option_and_its_severity_are_configured(family: Path) -> None:
    settings = family.parent / "okrsync.toml"
    for text in ("most_rows = 9", 'severity = { TRY = "off" }'):
        settings.write_text(f"[rules]\n{text}\n", encoding="utf-8")
        done = _run(family, "okrsync", "check", "plan.csv", "--format", "json")
        assert "TRY01" not in {each["code"] for each in json.loads(done.stdout)["findings"]}


def test_two_rules_of_one_code_are_refused(family: Path) -> None:
    (family / "more.py").write_text(FAMILY, encoding="utf-8")
    done = _run(family, "docs.build")
    assert done.returncode
    assert "TRY01 is both" in done.stderr


def _crowded() -> Plan:
    numbers = [KeyResult(id=f"K{n}", title=f"NPS {n}0 to 90", objective_id="O") for n in range(3)]
    return Plan(objectives=(Objective(id="O", title="Up"),), key_results=tuple(numbers))


def _configured(**rules: object) -> Config:
    return parse({"rules": rules}, "okrsync.toml")


def test_a_limit_is_a_rules_own() -> None:
    assert "STR08" not in {f.code for f in findings(_crowded())}
    assert "STR08" in {f.code for f in findings(_crowded(), _configured(max_key_results=2))}


@pytest.mark.parametrize("value", [0, True, "two", 2.5])
def test_a_limit_that_can_not_be_meant_is_refused(value: object) -> None:
    with pytest.raises(ConfigError, match=r"max_key_results must be a whole number, 1 or more"):
        findings(_crowded(), _configured(max_key_results=value))


def test_an_unknown_limit_is_told_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"unknown key rules\.max_key_result$") as caught:
        findings(_crowded(), _configured(max_key_result=2))
    assert "max_key_results" in str(caught.value.hint)


@pytest.mark.parametrize("group", ["teams", "periods"])
def test_an_unknown_limit_of_one_team_or_period_is_told(group: str) -> None:
    with pytest.raises(ConfigError, match=rf"unknown key rules\.{group}\.X\.max_key_result$"):
        findings(_crowded(), _configured(**{group: {"X": {"max_key_result": 2}}}))


def test_the_narrowest_limit_holds() -> None:
    settings = _configured(max_key_results=9, periods={"2026-Q2": {"max_key_results": 2}})
    assert "STR08" in {f.code for f in findings(_crowded(), settings)}


def test_a_misspelled_table_is_refused_when_the_file_is_read() -> None:
    with pytest.raises(ConfigError, match=r"unknown key .rules\.severty"):
        _configured(severty={"OUT01": "off"})


def test_every_rule_stands_in_its_family() -> None:
    homes = {rule.code[:3]: rule.__module__.split(".")[:3] for rule in catalogue().values()}
    assert set(map(tuple, homes.values())) == {("okrsync", "rules", "families")}
