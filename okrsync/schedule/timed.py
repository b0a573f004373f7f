"""What every kind of file needs to know of a sync that a machine starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from okrsync.config import Every
from okrsync.errors import Usage
from okrsync.i18n import Message

DEADLINE = 900
"""Seconds after which a run gives up: no morning waits for the one before."""
WINTER = date(2026, 1, 15)
NO_LINES = Message("{path}: a path with a line break can't be written in such a file")


@dataclass(frozen=True, slots=True)
class TimedSync:
    """One sync, and when it is started: all paths are absolute.

    `days` are those of `date.weekday()`; empty for every day. `inside` is the configuration as
    seen from the top of its repository, `secrets` the variables that its sources need.
    """

    program: tuple[str, ...]
    config: str
    folder: str
    state: str
    label: str
    every: Every
    at: time
    zone: str | None
    days: tuple[int, ...]
    inside: str
    language: str = "en"
    secrets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises Usage for a path that would end a line in the middle of it."""
        for path in (*self.program, self.config, self.folder, self.state):
            if any(ord(letter) < 32 for letter in path):
                raise Usage(NO_LINES.filled(path=repr(path)))

    @property
    def words(self) -> tuple[str, ...]:
        """The command line; it asks nobody, and is quiet where all is well."""
        return (*self.program, *self.arguments(self.config))

    @staticmethod
    def arguments(config: str) -> tuple[str, ...]:
        """What follows the program's name, for a configuration in this place."""
        return ("sync", "--config", config, "--no-input", "--quiet", "--deadline", str(DEADLINE))

    def five_fields(self) -> str:
        """The time in cron's five fields, in the zone of the configuration."""
        return _five(self.every, self.at, self.days)

    def five_fields_utc(self) -> str:
        """The same in UTC, as it is in winter: such a cron knows no zone."""
        local = datetime.combine(WINTER, self.at, ZoneInfo(self.zone or "UTC"))
        moved = local.astimezone(UTC)
        shift = (moved.date() - WINTER).days
        days = tuple(sorted((day + shift) % 7 for day in self.days))
        return _five(self.every, moved.time(), days)

    def say(self, message: Message) -> str:
        """A remark in the language of who reads the file."""
        return message.say(self.language)


def _five(every: Every, at: time, days: tuple[int, ...]) -> str:
    hour = "*" if every == "hour" else str(at.hour)
    # cron counts from Sunday, Python from Monday.
    week = ",".join(str((day + 1) % 7) for day in days) or "*"
    return f"{at.minute} {hour} * * {week}"
