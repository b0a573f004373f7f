"""One planted defect a rule, found on its cell; and clean workbooks in which nothing is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from okrsync.rules import catalogue
from tests.cli import planted
from tests.cli.conftest import Cli
from tests.cli.planted_numbers import in_numbers
from tests.cli.planted_structure import in_structure

SETTINGS = '[workspace]\nperiod = "2026-Q2"\nlanguage = "{language}"\n'
NORTH = 'north_star = "Every neighbour reads"\n'
APART = frozenset({"THM02", "PRG05", "DAT03", "DAT04", "DAT15", "DAT16", "DAT17"})
"""Found in workbooks of their own: they need another day, or stand in whole columns."""


def _found(cli: Cli, path: Path, language: str, more: str = "", **day: str) -> list[dict[str, Any]]:
    text = SETTINGS.format(language=language) + more
    path.with_name("okrsync.toml").write_text(text, encoding="utf-8")
    found: list[dict[str, Any]] = cli("check", path, "--format", "json", **day).json["findings"]
    return found


def _on_cells(findings: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(f["code"], f["location"]["cell"]) for f in findings}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_each_defect_is_found_on_its_cell(cli: Cli, tmp_path: Path, language: str) -> None:
    rows = [*in_structure(), *in_numbers()]
    wanted = planted.expected(rows)
    assert {code for code, _ in wanted} == set(catalogue()) - APART
    path = planted.book(tmp_path / "plan.xlsx", rows, language)
    assert wanted - _on_cells(_found(cli, path, language, NORTH)) == set()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_those_of_whole_sheets_and_other_days(cli: Cli, tmp_path: Path, language: str) -> None:
    early = planted.row(
        "K",
        "BPRG05",
        "Guests",
        "Gasten",
        "PRG05 current",
        for_="OX",
        start=0,
        target=20,
        current=31,
    )
    typed = planted.row(
        "K", "BDAT04", "Loans", "Uitleningen", "DAT04 progress", for_="OX", progress="4500%"
    )
    rows = [*planted.plain("X"), early, typed]
    rows = [
        planted.Row(**{**each.__dict__, "cells": each.cells | {"theme": None}}) for each in rows
    ]
    header = planted.COLUMNS[language]
    path = planted.book(tmp_path / "plan.xlsx", rows, language, ("Zqx", header[12]))
    found = _on_cells(_found(cli, path, language, today="2026-04-20"))
    assert planted.expected(rows) <= found
    assert {"THM02", "DAT15", "DAT16"} <= {code for code, _ in found}
    assert ("DAT16", "P1") in found


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_decrease_upwards(cli: Cli, tmp_path: Path, language: str) -> None:
    english = ("Objective", "Key result", "Direction", "Start", "Target", "Current")
    dutch = ("Doel", "Kernresultaat", "Richting", "Start", "Streefwaarde", "Huidig")
    words = english if language == "en" else dutch
    down = {"en": "decrease", "nl": "dalend"}[language]
    lines = [words, ("Calm evenings", "Complaints a month", down, 3, 5, 4),
             ("Calm evenings", "Noise at night", down, 9, 5, 7)]  # fmt: skip
    path = tmp_path / "plan.csv"
    path.write_text("\n".join(",".join(map(str, line)) for line in lines) + "\n", encoding="utf-8")
    assert ("DAT03", "E2") in _on_cells(_found(cli, path, language, NORTH))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Thing", "Result", "Aim")), ("nl", ("Ding", "Resultaat", "Streven"))],
)
def test_rows_that_no_header_explains(
    cli: Cli, tmp_path: Path, language: str, words: tuple[str, str, str]
) -> None:
    path = tmp_path / "plan.csv"
    lines = [
        words,
        ("Loaves a day", "31", "40"),
        ("Late trays", "9", "4"),
        ("Regulars", "80", "95"),
    ]
    path.write_text("\n".join(",".join(line) for line in lines) + "\n", encoding="utf-8")
    found = _found(cli, path, language, NORTH)
    guessed = [each for each in found if each["code"] == "DAT17"]
    assert [each["location"]["cell"] for each in guessed] == ["A2", "A3", "A4"]
    assert all(f"okrsync init {path}" in each["fix"] for each in guessed)


CLEAN = {
    "solo": (1, 2, False),
    "team": (2, 3, True),
    "company": (3, 4, True),
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("size", CLEAN)
def test_a_clean_workbook_has_no_error_and_no_warning(
    cli: Cli,
    tmp_path: Path,
    language: str,
    size: str,
) -> None:
    goals, results, kpis = CLEAN[size]
    rows = [each for n in range(goals) for each in planted.plain(f"T{n}", results)]
    if kpis:
        rows.append(planted.row("P", "P1", "Loans a week", "Uitleningen per week", target=400,
                                current=380, every=planted.WEEKLY, team="T0"))  # fmt: skip
    path = planted.book(tmp_path / "plan.xlsx", rows, language)
    found = _found(cli, path, language, NORTH)
    assert [f for f in found if f["severity"] != "info"] == []
