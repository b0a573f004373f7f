"""Two signals: the first Ctrl-C lets the write that is going on finish, the second aborts."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from okrsync.sync.dialogue import Dialogue
from okrsync.text import Text

FINISHING = Text(
    en="Finishing this write, then stopping. Press Ctrl-C again to abort at once.",
    nl="Deze schrijfactie wordt afgemaakt en dan stopt het. Nog eens Ctrl-C breekt meteen af.",
)


@dataclass(slots=True)
class Patience:
    """Whether somebody wants to stop."""

    stop: bool = False


@contextmanager
def finishing(dialogue: Dialogue, language: str) -> Iterator[Patience]:
    """While within, a first interrupt only sets `stop`; a second one interrupts as ever.

    Outside the main thread, where signals can't be caught, nothing changes.
    """
    patience = Patience()
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
