"""The hand that starts commands to be killed: see `killed`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pipeline.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Killer:
    """The process that forks those that are killed."""

    process: subprocess.Popen[str]

    def run(
        self,
        box: Sandbox,
        action: str,
        deadly: int,
        *,
        every: bool = False,
        environ: dict[str, str] | None = None,
        started: Callable[[int], None] = lambda pid: None,
    ) -> Any:
        """How a command ended that was to be killed at its nth boundary (0: never): `code` and
        the `count` of boundaries. `started` is told its process id."""
        order = {
            "folder": str(box.folder),
            "name": box.name,
            "today": box.today,
            "action": action,
            "deadly": deadly,
            "every": every,
            "environ": environ or {},
        }
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        started(int(self.process.stdout.readline()))
        return json.loads(self.process.stdout.readline())


@contextmanager
def at_hand() -> Iterator[Killer]:
    """A killer for as long as it is needed."""
    command = [sys.executable, "-m", "tests.pipeline.killed"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Killer(process)
