"""The command line as a program would use it: arguments in, exit code and streams out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from okrsync.cli.app import run

TODAY = "2026-05-18"


@dataclass(frozen=True, slots=True)
class Said:
    """What one command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout as the one JSON object that it must be."""
        return json.loads(self.out)


Cli = Callable[..., Said]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run `okrsync …` in an empty folder, with a state of its own, on a fixed day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OKRSYNC_STATE", str(tmp_path / "state" / "state.db"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")

    def call(*words: object, today: str = TODAY) -> Said:
        monkeypatch.setenv("OKRSYNC_TODAY", today)
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return call
