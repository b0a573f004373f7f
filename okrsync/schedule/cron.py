"""A line for `crontab -e`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.schedule.timed import TimedSync

ADD = Message("Add these lines with: crontab -e")
ZONE = Message("Debian's and Ubuntu's cron ignore CRON_TZ: there the machine's own zone counts.")


def lines(job: TimedSync) -> Iterator[str]:
    """The crontab; a per cent sign would end the command, so cron wants a backslash before it."""
    yield f"# {job.say(ADD)}"
    if job.zone:
        yield f"# {job.say(ZONE)}"
        yield f"CRON_TZ={job.zone}"
    run = shlex.join(job.words)
    line = f"cd {shlex.quote(job.folder)} && OKRSYNC_STATE={shlex.quote(job.state)} {run}"
    escaped = line.replace("%", "\\%")
    yield f"{job.five_fields()} {escaped}"
