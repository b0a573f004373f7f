"""A task for the Task Scheduler of Windows."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from xml.sax.saxutils import escape

from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.schedule.timed import TimedSync

SAVE = Message("Save as {name}.xml, then: schtasks /Create /TN {name} /XML {name}.xml")
ZONE = Message("The time is that of the machine's own zone.")
EXPANDED = Message("{path}: Windows would replace what stands between per cent signs")
SCHEMA = "http://schemas.microsoft.com/windows/2004/02/mit/task"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def lines(job: TimedSync) -> Iterator[str]:
    """The task as XML. Raises Usage for a path that cmd would read otherwise."""
    for path in (*job.words, job.state):
        if "%" in path:
            raise Usage(EXPANDED.filled(path=path))
    # A task can't set a variable, so that cmd does; the outer quotes are those that it takes off.
    run = f'/d /c "set "OKRSYNC_STATE={job.state}" && {subprocess.list2cmdline(job.words)}"'
    yield '<?xml version="1.0"?>'
    yield f"<!-- {job.say(SAVE.filled(name=job.label))} {job.say(ZONE)} -->"
    yield f'<Task version="1.2" xmlns="{SCHEMA}">'
    yield "  <Triggers><CalendarTrigger>"
    yield from _trigger(job)
    yield "  </CalendarTrigger></Triggers>"
    yield "  <Settings>"
    yield "    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>"
    yield "    <StartWhenAvailable>true</StartWhenAvailable>"
    yield "  </Settings>"
    yield "  <Actions><Exec>"
    yield "    <Command>cmd.exe</Command>"
    yield f"    <Arguments>{escape(run)}</Arguments>"
    yield f"    <WorkingDirectory>{escape(job.folder)}</WorkingDirectory>"
    yield "  </Exec></Actions>"
    yield "</Task>"


def _trigger(job: TimedSync) -> Iterator[str]:
    if job.every == "hour":
        yield "    <Repetition><Interval>PT1H</Interval></Repetition>"
    yield f"    <StartBoundary>2026-01-01T{job.at:%H:%M}:00</StartBoundary>"
    if job.days:
        days = "".join(f"<{DAYS[day]} />" for day in job.days)
        yield f"    <ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>{days}"
        yield "    </DaysOfWeek></ScheduleByWeek>"
    else:
        yield "    <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
