"""What holds for all rules: pages, severities, waivers, one OUT code a row, safe texts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from docs.build import pages
from okrsync.config import parse
from okrsync.i18n import Message
from okrsync.model import KeyResult, Objective, Plan, Severity
from okrsync.rules import catalogue, counted
from okrsync.rules.rule import Rule
from okrsync.rules.waivers import waived_outputs
from tests.rules.test_cases import findings


def _plan(**fields: Any) -> Plan:
    key_result = KeyResult(id="KR1", title="Launch the new website", objective_id="O1", **fields)
    objective = Objective(id="O1", title="Parents trust the school")
    return Plan(objectives=(objective,), key_results=(key_result,))


def _codes(told: list[Any], waived: bool = False) -> set[str]:
    return {f.code for f in told if (f.waived is not None) is waived}


def test_pages_are_as_the_rules_say() -> None:
    for path, text in pages().items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m docs.build"


def test_no_page_without_a_rule() -> None:
    folder = next(iter(pages())).parent
    assert {p.name for p in folder.iterdir()} == {p.name for p in pages()}


@pytest.mark.parametrize("code", catalogue())
def test_a_question_names_neither_verdict_nor_code(code: str) -> None:
    question = catalogue()[code].question
    for text in (question.say(), question.say("nl")) if question else ():
        assert text.endswith("?")
        assert not re.search(r"[A-Z]{3}\d\d|out(put|come)|uitkomst", text, re.IGNORECASE)


def test_a_rule_without_a_page_can_not_exist() -> None:
    with pytest.raises(TypeError, match="XYZ01"):
        type(
            "Undocumented",
            (Rule,),
            {
                "code": "XYZ01",
                "name": "some-thing",
                "severity": Severity.INFO,
                "message": Message("a"),
                "why": Message("a"),
                "fix": Message("a"),
                "instead_of": "",
                "write": "",
                "__doc__": "Sees something that is long enough to be said.",
            },
        )


def test_severity_can_be_softened_and_silenced_by_code_and_family() -> None:
    soft = parse(
        {"rules": {"severity": {"OUT01": "info", "STR": "off", "THM": "off"}}}, "okrsync.toml"
    )
    told = findings(_plan(), soft)
    assert [(f.code, f.severity) for f in told] == [("OUT01", Severity.INFO)]


@pytest.mark.parametrize("rule", ["OUT01", "OUT"])
def test_a_waiver_covers_its_row_and_is_not_counted(rule: str) -> None:
    waivers = [{"rule": rule, "id": "KR1", "reason": "baseline quarter"}]
    config = parse({"rules": {"waivers": waivers}}, "okrsync.toml")
    told = findings(_plan(), config)
    assert "OUT01" in _codes(told, waived=True)
    before = counted(findings(_plan()))["error"]
    assert counted(told)["error"] == before - 1
    assert waived_outputs(_plan(), config) == {"KR1"}


@pytest.mark.parametrize(
    "notes",
    [
        "OUT01: baseline quarter",
        "see mail. OUT01 - baseline quarter",
        "accepteer OUT: leerkwartaal",
    ],
)
def test_a_waiver_in_the_notes_needs_its_reason(notes: str) -> None:
    assert "OUT01" in _codes(findings(_plan(notes=notes)), waived=True)


@pytest.mark.parametrize("notes", ["OUT01", "OUT01:", "OUT: because", "about OUT01 we disagree"])
def test_without_a_reason_nothing_is_waived(notes: str) -> None:
    assert "OUT01" in _codes(findings(_plan(notes=notes)))


def test_a_waiver_that_covers_nothing_is_a_finding() -> None:
    waivers = [
        {"rule": "OUT02", "id": "KR1", "reason": "x"},
        {"rule": "STR", "id": "?", "reason": "x"},
    ]
    config = parse({"rules": {"waivers": waivers}}, "okrsync.toml")
    assert [f.entity_id for f in findings(_plan(), config) if f.code == "DAT12"] == ["KR1", "?"]


def test_at_most_one_out_code_a_row() -> None:
    told = findings(_plan())
    assert sum(f.code.startswith("OUT") for f in told) == 1


def test_what_people_typed_can_not_drive_the_terminal() -> None:
    plan = Plan(
        key_results=(
            KeyResult(
                id="K",
                title="\x1b[2JNPS 1 to 2\r\n",
                objective_id="\x1b]0;x\x07",
                due=date(2027, 1, 1),
            ),
        ),
        objectives=(Objective(id="O", title="Up"),),
    )
    for finding in findings(plan):
        assert "\x1b" not in f"{finding.title}{finding.message}{finding.fix}"


def test_messages_speak_dutch() -> None:
    told = {f.code: f.message for f in findings(_plan(), language="nl")}
    assert told["OUT01"].startswith("Dit doe je zelf")
