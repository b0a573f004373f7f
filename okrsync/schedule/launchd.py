"""A property list for macOS."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.schedule.timed import TimedSync

SAVE = Message(
    "Save as ~/Library/LaunchAgents/{name}.plist, then: "
    "launchctl bootstrap gui/$UID ~/Library/LaunchAgents/{name}.plist"
)
ZONE = Message("The time is that of the Mac's own zone.")


def lines(job: TimedSync) -> Iterator[str]:
    """The property list; what a run says is kept in a file beside the state."""
    log = f"{job.state}.log"
    found = {
        "Label": job.label,
        "ProgramArguments": list(job.words),
        "WorkingDirectory": job.folder,
        "EnvironmentVariables": {"OKRSYNC_STATE": job.state},
        "StartCalendarInterval": _times(job),
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    head, doctype, *rest = plistlib.dumps(found, sort_keys=False).decode().splitlines()
    yield head
    yield doctype
    yield f"<!-- {job.say(SAVE.filled(name=job.label))} {job.say(ZONE)} -->"
    yield from rest


def _times(job: TimedSync) -> list[dict[str, int]]:
    hour = {} if job.every == "hour" else {"Hour": job.at.hour}
    time = {"Minute": job.at.minute, **hour}
    # launchd counts from Sunday, Python from Monday.
    return [{**time, "Weekday": (day + 1) % 7} for day in job.days] or [time]
