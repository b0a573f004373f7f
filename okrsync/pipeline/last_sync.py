"""Whether a configuration was synced in its time: what `doctor` asks on behalf of cron."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from okrsync.config import WEEK, Config
from okrsync.errors import Usage
from okrsync.evaluate.workspace import known_before_reading
from okrsync.i18n import Message
from okrsync.sources.job import Job
from okrsync.state import Run, RunState, open_state

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_SPAN = re.compile(r"([1-9][0-9]{0,4})([mhd])")
NO_SPAN = Message("--since: “{text}” is not a span of time")
SPANS = Message("write it as 90m, 24h or 7d")
IN_TIME = Message("last synced without anything left undone: {when}")
NEVER = Message("never synced yet without anything left undone")
TOO_LONG = Message("too long ago. {last}")


def span(text: str) -> timedelta:
    """What `--since` says. Raises Usage."""
    found = _SPAN.fullmatch(text)
    if not found:
        raise Usage(NO_SPAN.filled(text=text), hint=SPANS)
    return int(found[1]) * UNITS[found[2]]


def due_within(config: Config) -> timedelta | None:
    """How long after a sync the next one is due, None where no schedule was set."""
    if "schedule" not in config.model_fields_set:
        return None
    every = config.schedule.every
    if every == "workday":
        return timedelta(days=_longest_gap(config))
    return {"hour": UNITS["h"], "day": UNITS["d"], "week": 7 * UNITS["d"]}[every]


def _longest_gap(config: Config) -> int:
    """Days from a working day to the next: a weekend is no alarm."""
    days = sorted(WEEK.index(day) for day in set(config.workspace.workdays))
    return max((b - a for a, b in zip(days, [*days[1:], days[0] + 7], strict=True)), default=7)


def last_sync(job: Job, within: timedelta) -> tuple[bool, Message]:
    """Whether a whole sync was in this time, and when the last was. Raises StateError."""
    with open_state(job.state, write=False) as state:
        known = known_before_reading(state, job)
        found = [run for run in state.runs.of(known.id) if _ended(run)] if known else []
    whole = next((run for run in found if run.counts.get("fine", 1)), None)
    if whole is None:
        return False, NEVER
    last = IN_TIME.filled(when=whole.started)
    if datetime.fromisoformat(job.stamp) - datetime.fromisoformat(whole.started) <= within:
        return True, last
    return False, TOO_LONG.filled(last=last)


def _ended(run: Run) -> bool:
    return run.command == "sync" and run.state is RunState.DONE
