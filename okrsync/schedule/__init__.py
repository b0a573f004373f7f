"""Files by which a machine runs `okrsync sync` by itself: cron and its kin.

Each kind of file has a module with a function `lines(job)`, imported when it is asked for.
"""

from okrsync.schedule.gathered import timed_sync
from okrsync.schedule.kinds import KINDS, written
from okrsync.schedule.timed import TimedSync

__all__ = ["KINDS", "TimedSync", "timed_sync", "written"]
