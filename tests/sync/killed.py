"""A sync in a process of its own that is killed at its nth boundary.

A boundary is any moment at which something outside the process may have changed: a file that
is opened for writing, renamed, removed or given a mode, and each statement of the state.
Prints how many there were, where it lives to tell.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

from okrsync.history import sqlite
from tests.sync.sandbox import Sandbox

TOUCHING = {"os.rename", "os.remove", "os.chmod", "os.mkdir", "os.truncate", "tempfile.mkstemp"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Boundaries:
    """Counts them, and kills at the one that was asked for."""

    def __init__(self, deadly: int) -> None:
        self.count = 0
        self.deadly = deadly

    def passed(self) -> None:
        self.count += 1
        if self.count == self.deadly:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    def audited(self, event: str, arguments: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if (opened and "__pycache__" not in str(arguments[0])) or event in TOUCHING:
            self.passed()


def main(folder: str, name: str, today: str, deadly: str) -> None:
    boundaries = Boundaries(int(deadly))
    real = sqlite._connect

    def connect(target: str, *, uri: bool = False) -> sqlite3.Connection:
        connection = real(target, uri=uri)
        connection.set_trace_callback(lambda statement: boundaries.passed())
        return connection

    sqlite._connect = connect
    sys.dont_write_bytecode = True
    sys.addaudithook(boundaries.audited)
    result = Sandbox(Path(folder), today=today, name=name).sync()
    sys.stdout.write(f"{boundaries.count} {result.written}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
