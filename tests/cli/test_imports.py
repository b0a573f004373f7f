"""What each command may import: nothing that it does not use, looked up in `sys.modules`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import books

SCRIPT = """
import sys
from okrsync.cli import main
sys.argv = ["okrsync", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\n" + " ".join(sys.modules))
"""

CSV, EXCEL = "connectors.csv", "connectors.excel python_calamine"
CORE = "okrsync.mapping okrsync.language okrsync.rules okrsync.scoring okrsync.writeback"
STATE = "sqlite3 okrsync.state filelock"
NEVER = "openpyxl xlsxwriter gspread notion_client pandas pytest requests httpx asyncio numpy"
WRITING = "okrsync.writeback"
SCREEN = "rich okrsync.report"
JUDGING = "okrsync.language okrsync.rules okrsync.scoring"

FORBIDDEN = {
    "--version": f"typer rich pydantic babel tomlkit {CSV} {EXCEL} {CORE} {STATE}",
    "--help": f"rich pydantic babel tomlkit okrsync.pipeline {CSV} {EXCEL} {CORE} {STATE}",
    "status --help": f"rich babel tomlkit {CSV} {EXCEL} {CORE} {STATE}",
    "rule OUT01": f"rich babel tomlkit {WRITING} {CSV} {EXCEL} {STATE}",
    "schema": f"rich babel tomlkit {CSV} {EXCEL} {CORE} {STATE}",
    "connectors": f"rich babel tomlkit {CSV} {EXCEL} {CORE} {STATE}",
    "mappings nl": f"rich babel tomlkit {WRITING} {CSV} {EXCEL} {STATE}",
    "classify Growth": f"rich babel tomlkit okrsync.mapping okrsync.rules {CSV} {EXCEL} {STATE}",
    "config show": f"rich babel {CSV} {EXCEL} {CORE} {STATE}",
    "schedule cron --config any.toml": f"rich babel tomlkit {CSV} {EXCEL} {CORE} filelock",
    "runs": f"babel tomlkit {WRITING} {CSV} {EXCEL}",
    "status plan.csv": f"babel tomlkit {WRITING} {EXCEL}",
    "check plan.csv": f"babel tomlkit {WRITING} {EXCEL}",
    "export plan.csv": f"babel tomlkit {SCREEN} {JUDGING} {WRITING} {EXCEL}",
    "plan plan.csv": f"babel tomlkit {EXCEL}",
    "sync plan.csv --yes": f"babel tomlkit {EXCEL}",
    "status plan.xlsx": f"babel tomlkit {WRITING} {CSV}",
    "sync plan.xlsx --yes": f"babel tomlkit {CSV}",
}  # fmt: skip


@pytest.mark.parametrize("line", FORBIDDEN)
def test_a_command_imports_only_what_it_uses(line: str, tmp_path: Path) -> None:
    books.text(tmp_path / "plan.csv", books.ROWS[:1])
    books.book(tmp_path / "plan.xlsx", books.ROWS[:1])
    (tmp_path / "any.toml").touch()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *line.split()],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "OKRSYNC_STATE": str(tmp_path / "state.db"),
            "OKRSYNC_TODAY": "2026-05-18",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout
    loaded = set(done.stderr.splitlines()[-1].split())
    assert not loaded & {*FORBIDDEN[line].split(), *NEVER.split()}
