"""Which kinds of file there are, and the door to them."""

from __future__ import annotations

from importlib import import_module

from okrsync.schedule.timed import TimedSync

KINDS = ("cron", "systemd", "launchd", "windows", "github-actions", "kubernetes")


def written(kind: str, job: TimedSync) -> str:
    """The whole file of this kind. Raises Usage for a path that it can't hold."""
    module = import_module(f"okrsync.schedule.{kind.replace('-', '_')}")
    return "\n".join(module.lines(job))
