"""The one place where what went wrong becomes words on stderr and an exit code."""

from __future__ import annotations

import json
import os
import sys
import traceback

from typer import Abort, Exit

from okrsync.cli.language import system_language
from okrsync.cli.output import say
from okrsync.cli.settings import Settings
from okrsync.sync.results import Failure
from okrsync.text import Text
from okrsync.values import safe

BUG = Text(
    en="okrsync stumbled over something that it should have handled ({kind}). Nothing more was "
    "written. Please report it with what --verbose prints.",
    nl="okrsync struikelde over iets wat het had moeten opvangen ({kind}). Er is verder niets "
    "geschreven. Meld het met wat --verbose laat zien.",
)
STOPPED = Text(en="Stopped.", nl="Gestopt.")
INTERNAL = 70


def explain(error: BaseException, settings: Settings) -> int:
    """Say what happened, in words or as JSON, and return the exit code."""
    if isinstance(error, Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, BrokenPipeError):
        # The reader (head, less) has seen enough: that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    failure = _failure(error)
    if settings.verbose or failure.exit_code == INTERNAL:
        _trace(error, settings)
    _print(failure, settings)
    return failure.exit_code


def _failure(error: BaseException) -> Failure:
    from okrsync.sync.outcome import explain as outcome  # noqa: PLC0415 -- only when it failed

    language = system_language()
    if isinstance(error, KeyboardInterrupt | Abort):
        return Failure(130, "interrupted", STOPPED.say(language))
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        # typer's own errors: an unknown option, a missing argument.
        return Failure(2, "usage", str(error.format_message()))
    try:
        return outcome(error, language) if isinstance(error, Exception) else _bug(error)
    except TypeError:
        return _bug(error)


def _bug(error: BaseException) -> Failure:
    return Failure(INTERNAL, "bug", BUG.say(system_language(), kind=type(error).__name__))


def _trace(error: BaseException, settings: Settings) -> None:
    if settings.verbose:
        say("".join(traceback.format_exception(error)))


def _print(failure: Failure, settings: Settings) -> None:
    if settings.log_format == "json":
        line = {
            "level": "error",
            "event": "failed",
            "code": failure.code,
            "message": failure.message,
            "exit_code": failure.exit_code,
        }
        line |= {"cell": failure.cell} if failure.cell else {}
        line |= {"hint": failure.hint} if failure.hint else {}
        sys.stderr.write(json.dumps(line) + "\n")
        return
    where = (
        f"{safe(failure.cell)}: " if failure.cell and failure.cell not in failure.message else ""
    )
    say(f"okrsync: {where}{safe(failure.message)}")
    if failure.hint:
        say(f"  {safe(failure.hint)}")
