"""A part of a plan: the same words on every view."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "company.xlsx"


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (["--team", "platform"], {"Clinics trust the calendar"}),
        (["--level", "company"], {"Clinics choose us first and stay"}),
        (["--owner", "LEE"], {"Clinic managers solve questions without me"}),
        (["--team", "nobody"], set()),
    ],
)
def test_status_and_check_show_the_part_that_is_asked_for(
    words: list[str], titles: set[str], cli: Cli, tmp_path: Path
) -> None:
    shutil.copy(EXAMPLE, tmp_path / "company.xlsx")
    status = cli("status", "company.xlsx", "--format", "json", *words)
    assert {o["title"] for o in status.json["objectives"]} == titles
    ids = {o["id"] for o in status.json["objectives"]}
    ids |= {k["id"] for o in status.json["objectives"] for k in o["key_results"]}
    found = cli("check", "company.xlsx", "--format", "json", *words).json["findings"]
    assert {f["entity_id"] for f in found} <= ids
    everything = cli("check", "company.xlsx", "--format", "json").json["findings"]
    assert len(found) == sum(f["entity_id"] in ids for f in everything)
