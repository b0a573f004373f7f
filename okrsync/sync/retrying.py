"""A source that moves or is open: read it anew, or wait for the person who has it open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from okrsync.connector import Busy, Moved
from okrsync.sync.dialogue import Dialogue
from okrsync.text import Text
from okrsync.waiting import current

ATTEMPTS = 3
"""How often a source that moves under us is read anew before a human is asked."""
BETWEEN_LOOKS = 2.0
"""Seconds between two looks at a file that somebody has open."""

WAITING = Text(
    en="{message}. Waiting until it is closed; Ctrl-C stops.",
    nl="{message}. Wachten tot het dicht is; Ctrl-C stopt.",
)

Result = TypeVar("Result")


def while_it_moves(once: Callable[[], Result], dialogue: Dialogue, language: str = "en") -> Result:
    """Do something that reads before it writes, again while the source won't hold still.

    Where somebody sits at a terminal, an open file is waited for until the deadline.
    Raises Moved, Busy, OutOfTime; then nothing was written.
    """
    moved, said = 0, False
    while True:
        try:
            return once()
        except Busy as error:
            if not dialogue.asks:
                raise
            if not said:
                dialogue.say(WAITING.say(language, message=error.message.rstrip(".")))
                said = True
            current().wait(BETWEEN_LOOKS, what="waiting for the file to be closed")
        except Moved:
            moved += 1
            if moved >= ATTEMPTS:
                raise
