"""What comes between a run and its end: Ctrl-C, a file that is open, a source that moves."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from okrsync.connector import Busy, Missing, Moved
from okrsync.dialogue import Dialogue
from okrsync.http.waiting import current
from okrsync.i18n import Message

FINISHING = Message("Finishing this write, then stopping. Press Ctrl-C again to abort at once.")
ATTEMPTS = 3
"""How often a source that moves under us is read anew before a human is asked."""
BETWEEN_LOOKS = 2.0
"""Seconds between two looks at a file that somebody has open."""

WAITING = Message("{message}. Waiting until it is closed; Ctrl-C stops.")

Result = TypeVar("Result")


@dataclass(slots=True)
class StopRequest:
    """Whether somebody wants to stop."""

    stop: bool = False


@contextmanager
def finishing(dialogue: Dialogue, language: str) -> Iterator[StopRequest]:
    """While within, a first interrupt only sets `stop`; a second one interrupts as ever.

    Outside the main thread, where signals can't be caught, nothing changes.
    """
    patience = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield patience
        return
    before = signal.getsignal(signal.SIGINT) or signal.SIG_DFL

    def first(*_: object) -> None:
        patience.stop = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        dialogue.say(FINISHING.say(language))

    signal.signal(signal.SIGINT, first)
    try:
        yield patience
    finally:
        signal.signal(signal.SIGINT, before)


def while_it_moves(once: Callable[[], Result], dialogue: Dialogue, language: str = "en") -> Result:
    """Do something that reads before it writes, again while the source won't hold still.

    Where somebody sits at a terminal, an open file is waited for until the deadline.
    Raises Moved, Busy, OutOfTime; then nothing was written.
    """
    moved, said, last = 0, False, None
    while True:
        try:
            return once()
        except Busy as error:
            if not dialogue.asks:
                raise
            if not said:
                dialogue.say(WAITING.say(language, message=error.say(language).rstrip(".")))
                said = True
            current().wait(BETWEEN_LOOKS, what=Message("waiting for the file to be closed"))
        except Moved as error:
            moved, last = moved + 1, error
            if moved >= ATTEMPTS:
                raise
        except Missing:
            # It was there a moment ago: programs that save by renaming take it away for a while.
            if last is None:
                raise
            moved += 1
            if moved >= ATTEMPTS:
                raise last from None
            current().wait(BETWEEN_LOOKS, what=Message("waiting for the file to come back"))
