"""Commands that are killed at their nth boundary, each in a process of its own.

A boundary is any moment at which something outside the process may have changed: a file that
is opened for writing, renamed, removed or given a mode; the begin and the commit of each
transaction of the state, and each statement outside of one (with `every`, each statement).

This process reads one order a line and forks for each: starting Python anew costs more than
the run. It answers with the child's process id, then with how the child ended, and how many
boundaries there were where it lived to tell.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from okrsync import pipeline as door
from okrsync.state import sqlite
from tests.pipeline.sandbox import HEADER, ROWS, YES, Sandbox

TOUCHING = {"os.rename", "os.remove", "os.chmod", "os.mkdir", "os.truncate", "tempfile.mkstemp"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
PLAN = "saved.json"


class Boundaries:
    """Counts them, and kills at the one that was asked for."""

    def __init__(self, deadly: int, *, every: bool) -> None:
        self.count = 0
        self.deadly = deadly
        self.every = every

    def passed(self) -> None:
        self.count += 1
        if self.count == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def audited(self, event: str, arguments: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if (opened and "__pycache__" not in str(arguments[0])) or event in TOUCHING:
            self.passed()

    def said(self, connection: sqlite3.Connection, statement: str) -> None:
        verb = statement.split(None, 1)[0].upper()
        alone = not connection.in_transaction and verb not in ("SELECT", "PRAGMA")
        if self.every or alone or verb in ("BEGIN", "COMMIT"):
            self.passed()

    def watch(self) -> None:
        real = sqlite._connect

        def connect(target: str, *, uri: bool = False) -> sqlite3.Connection:
            connection = real(target, uri=uri)
            connection.set_trace_callback(lambda text: self.said(connection, text))
            return connection

        sqlite._connect = connect
        sys.addaudithook(self.audited)


def apply(box: Sandbox) -> object:
    return door.apply(box.folder / PLAN, YES, job=box.job())


ACTIONS: dict[str, Callable[[Sandbox], object]] = {
    "sync": Sandbox.sync,
    "apply": apply,
    "undo": Sandbox.undo,
    "summary": Sandbox.summary,
}


def live(order: dict[str, Any], answer: int) -> None:
    """The child's whole life."""
    os.environ.update(order.get("environ", {}))
    boundaries = Boundaries(order["deadly"], every=order["every"])
    boundaries.watch()
    box = Sandbox(Path(order["folder"]), today=order["today"], name=order["name"])
    ACTIONS[order["action"]](box)
    os.write(answer, str(boundaries.count).encode())


def warm_up() -> None:
    """Whatever a run imports is imported once, here, and not again by each child."""
    with tempfile.TemporaryDirectory() as folder:
        book = openpyxl.Workbook()
        for row in (HEADER, *ROWS):
            book.worksheets[0].append(list(row))
        for name in ("plan.csv", "plan.xlsx"):
            box = Sandbox(Path(folder), name=name)
            box.write()
            if name == "plan.xlsx":
                book.save(box.file)
            box.sync()
            box.undo()
            box.summary()
            box.undo()
    for module in ("gspread", "notion_client", "connectors.google_sheets", "connectors.notion"):
        importlib.import_module(module)


def main() -> None:
    sys.dont_write_bytecode = True
    # A power cut is another matter: kill -9 loses nothing that was handed to the system.
    sqlite.DURABILITY = "OFF"
    os.fsync = lambda fd: None
    warm_up()
    for line in sys.stdin:
        read, write = os.pipe()
        child = os.fork()
        if not child:
            live(json.loads(line), write)
            os._exit(0)
        os.close(write)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        with open(read, "rb") as answer:
            count = answer.read().decode()
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        sys.stdout.write(json.dumps({"code": code, "count": int(count or 0)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
