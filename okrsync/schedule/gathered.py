"""From the configuration at hand, and how okrsync was started, to a sync that a machine runs."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from datetime import time
from pathlib import Path
from zlib import crc32

from okrsync.config import WEEK, Config, load
from okrsync.schedule.timed import TimedSync
from okrsync.state import state_file, state_place

LONGEST = 40
"""Letters of a name: Kubernetes adds some of its own."""
SECRETS = {
    "NOTION_TOKEN": re.compile(r"notion[:.]"),
    "GOOGLE_APPLICATION_CREDENTIALS": re.compile(r"gsheets:|docs\.google\.com"),
}


def timed_sync(config_path: Path, environment: Mapping[str, str], language: str) -> TimedSync:
    """The sync of this configuration. Raises ConfigError, Usage."""
    path = config_path.absolute()
    config = load(path)
    workspace, schedule = config.workspace, config.schedule
    return TimedSync(
        program=_program(),
        config=str(path),
        folder=str(path.parent),
        state=str(state_file(state_place(environment)).absolute()),
        label=_label(workspace.name or path.parent.name),
        every=schedule.every,
        at=schedule.at or _own_minute(str(path)),
        zone=workspace.timezone if workspace.zone else None,
        days=_days(config),
        inside=_inside(path),
        language=language,
        secrets=tuple(name for name, place in SECRETS.items() if _any(place, _places(config))),
    )


def _program() -> tuple[str, ...]:
    """How okrsync is started from anywhere: cron knows next to no PATH."""
    beside = Path(sys.executable).with_name("okrsync.exe" if sys.platform == "win32" else "okrsync")
    found = str(beside) if beside.is_file() else shutil.which("okrsync")
    return (str(Path(found).absolute()),) if found else (sys.executable, "-m", "okrsync")


def _own_minute(path: str) -> time:
    """Always the same of one configuration, and never the full hour."""
    return time(6, 1 + crc32(path.encode("utf-8", "surrogateescape")) % 59)


def _label(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower())[:LONGEST].strip("-")
    return f"okrsync-{plain}" if plain else "okrsync"


def _days(config: Config) -> tuple[int, ...]:
    if config.schedule.every == "week":
        return (0,)
    if config.schedule.every == "workday":
        return tuple(sorted(WEEK.index(day) for day in set(config.workspace.workdays)))
    return ()


def _inside(path: Path) -> str:
    tops = [folder for folder in path.parents if (folder / ".git").exists()]
    return path.relative_to(tops[0]).as_posix() if tops else path.name


def _places(config: Config) -> Iterable[str]:
    for source in config.sources.values():
        yield from (table.location for table in source.tables)
        yield source.location or ""


def _any(place: re.Pattern[str], texts: Iterable[str]) -> bool:
    return any(place.search(text) for text in texts)
