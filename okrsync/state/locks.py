"""One writer a workspace: who holds it, since when, and when somebody else may take it."""

from __future__ import annotations

import getpass
import os
import platform
import sys
import uuid
from datetime import UTC, datetime, timedelta

from okrsync.state.database import Database
from okrsync.state.errors import Locked

_HELD: set[str] = set()
"""Tokens that this process holds: a lock with our own pid and none of these is a stale one."""


class Locks:
    """Locks with a lease: one whose process is gone, or whose lease is over, is taken over."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, workspace: str, now: datetime, seconds: float) -> str:
        """Lock a workspace for at most so long; the token gives it back. Raises Locked."""
        token = uuid.uuid4().hex
        with self._database.transaction():
            held = self._database.rows(
                "SELECT who, since, token, host, pid, expires FROM locks WHERE workspace = ?",
                (workspace,),
            )
            if held and not _stale(*held[0][2:], now=now):
                raise Locked(held[0][0], held[0][1], held[0][4])
            self._database.run("DELETE FROM locks WHERE workspace = ?", (workspace,))
            self._database.run(
                "INSERT INTO locks (workspace, token, who, host, pid, since, expires)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (workspace, token, _who(), platform.node(), os.getpid(), _text(now),
                 _text(now + timedelta(seconds=seconds))),
            )  # fmt: skip
        _HELD.add(token)
        return token

    def renew(self, workspace: str, token: str, now: datetime, seconds: float) -> None:
        """Hold on for so long from now. Raises Locked if somebody took it meanwhile."""
        with self._database.transaction():
            held = self._database.rows(
                "SELECT token, who, since, pid FROM locks WHERE workspace = ?", (workspace,)
            )
            if not held or held[0][0] != token:
                raise Locked(*held[0][1:]) if held else Locked("", "")
            self._database.run(
                "UPDATE locks SET expires = ? WHERE workspace = ?",
                (_text(now + timedelta(seconds=seconds)), workspace),
            )

    def release(self, workspace: str, token: str) -> None:
        """Give it back; one that was taken over is not touched."""
        _HELD.discard(token)
        self._database.run(
            "DELETE FROM locks WHERE workspace = ? AND token = ?", (workspace, token)
        )

    def left_behind(self, workspace: str, now: datetime) -> bool:
        """Whether there is a lock that nobody holds: who took it never came to its end."""
        held = self._database.rows(
            "SELECT token, host, pid, expires FROM locks WHERE workspace = ?", (workspace,)
        )
        return bool(held) and _stale(*held[0], now=now)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _who() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return platform.node()
    return f"{user}@{platform.node()}"


def _stale(token: str, host: str, pid: int, expires: str, *, now: datetime) -> bool:
    if datetime.fromisoformat(expires) <= now:
        return True
    if host != platform.node():
        return False
    return token not in _HELD if pid == os.getpid() else not _alive(pid)


if sys.platform == "win32":

    def _alive(pid: int) -> bool:
        import ctypes  # noqa: PLC0415 -- Windows only

        limited_information, still_active = 0x1000, 259
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(limited_information, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == still_active

else:

    def _alive(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
