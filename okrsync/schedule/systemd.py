"""A service and the timer that starts it."""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.schedule.timed import TimedSync

SAVE = Message("Save as ~/.config/systemd/user/{name}")
START = Message("Then: systemctl --user daemon-reload && systemctl --user enable --now {name}")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def lines(job: TimedSync) -> Iterator[str]:
    """Both units, each below the name to save it as."""
    yield f"# {job.say(SAVE.filled(name=f'{job.label}.service'))}"
    yield "[Unit]"
    yield f"Description=okrsync sync ({job.label})"
    yield ""
    yield "[Service]"
    yield "Type=oneshot"
    yield f"WorkingDirectory={job.folder.replace('%', '%%')}"
    yield f"Environment={_quoted(f'OKRSYNC_STATE={job.state}')}"
    # The first word knows fewer escapes than the others, so that it is one without any.
    words = (_quoted(word).replace("$", "$$") for word in job.words)
    yield " ".join(["ExecStart=/usr/bin/env", *words])
    yield ""
    yield f"# {job.say(SAVE.filled(name=f'{job.label}.timer'))}"
    yield f"# {job.say(START.filled(name=f'{job.label}.timer'))}"
    yield "[Unit]"
    yield f"Description=okrsync sync ({job.label})"
    yield ""
    yield "[Timer]"
    yield f"OnCalendar={_calendar(job)}"
    yield "Persistent=true"
    yield ""
    yield "[Install]"
    yield "WantedBy=timers.target"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _calendar(job: TimedSync) -> str:
    days = [",".join(DAYS[day] for day in job.days)] if job.days else []
    hour = "*" if job.every == "hour" else f"{job.at.hour:02}"
    zone = [job.zone] if job.zone else []
    return " ".join([*days, f"*-*-* {hour}:{job.at.minute:02}:00", *zone])
