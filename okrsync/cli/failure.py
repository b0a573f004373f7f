"""The one place where what went wrong becomes words on stderr and an exit code."""

from __future__ import annotations

import json
import os
import sys
import traceback

from typer import Abort, Exit

from okrsync.cli.help import explained
from okrsync.cli.language import system_language
from okrsync.cli.output import say
from okrsync.cli.settings import Settings
from okrsync.errors import Failure, OkrsyncError, explain
from okrsync.http.redaction import redacted
from okrsync.i18n import Message
from okrsync.values import safe

BUG = Message(
    "okrsync stumbled over something that it should have handled ({kind}). Nothing more was "
    "written. Please report it with what --verbose prints."
)
STOPPED = Message("Stopped.")
INTERNAL = 70


def report(error: BaseException, settings: Settings) -> int:
    """Say what happened, in words or as JSON, and return the exit code."""
    if isinstance(error, Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, BrokenPipeError):
        # The reader (head, less) has seen enough: that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    failure = _failed(error)
    if settings.verbose or failure.exit_code == INTERNAL:
        _trace(error, settings)
    _print(failure, settings)
    return failure.exit_code


def _failed(error: BaseException) -> Failure:
    language = system_language()
    if isinstance(error, KeyboardInterrupt | Abort):
        return Failure(130, "interrupted", STOPPED.say(language))
    if isinstance(error, OkrsyncError):
        return explain(error, language)
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        # typer's own errors: an unknown option, a missing argument.
        return Failure(2, "usage", *explained(error, language))
    return Failure(INTERNAL, "bug", BUG.say(language, kind=type(error).__name__))


def _trace(error: BaseException, settings: Settings) -> None:
    if settings.verbose:
        say(redacted("".join(traceback.format_exception(error))))


def _print(failure: Failure, settings: Settings) -> None:
    if settings.log_format == "json":
        line = {
            "level": "error",
            "event": "failed",
            "code": failure.code,
            "message": redacted(failure.message),
            "exit_code": failure.exit_code,
        }
        line |= {"cell": failure.cell} if failure.cell else {}
        line |= {"hint": redacted(failure.hint)} if failure.hint else {}
        sys.stderr.write(json.dumps(line) + "\n")
        return
    where = (
        f"{safe(failure.cell)}: " if failure.cell and failure.cell not in failure.message else ""
    )
    say(f"okrsync: {where}{safe(redacted(failure.message))}")
    if failure.hint:
        say(f"  {safe(redacted(failure.hint))}")
