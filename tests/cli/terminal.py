"""A command in a real terminal: what is typed goes in, what is on the screen comes out."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

pexpect: Any = pytest.importorskip("pexpect", reason="pexpect is not here")


def start(folder: Path, *words: str, columns: int = 80, **environment: str) -> Any:
    """`okrsync …` in a terminal of this width."""
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LC_ALL")}
    known = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "OKRSYNC_STATE": str(folder / "state.db"),
        "OKRSYNC_TODAY": "2026-05-18",
        "OKRSYNC_TIME_SCALE": "50",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
    }
    return pexpect.spawn(
        sys.executable,
        ["-m", "okrsync", *words],
        cwd=folder,
        env=clean | known | environment,
        dimensions=(50, columns),
        encoding="utf-8",
        timeout=60,
        # A job in the background is born deaf to Ctrl-C, and so are its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def shown(child: Any) -> tuple[int, str]:
    """The exit code, and all that was on the screen."""
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, child.before.replace("\r\n", "\n")
