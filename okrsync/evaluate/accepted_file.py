"""The file of `check --accept-findings`: read where it is, written where it isn't yet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from okrsync.errors import Usage
from okrsync.evaluate.evaluation import Evaluation
from okrsync.i18n import Message, plural
from okrsync.rules.accepted import AcceptedEntry, accept, entries_of

FORMAT = 1
MAX_BYTES = 16 * 1024 * 1024
UNREADABLE = Message("{path} is no file that --accept-findings wrote: {reason}")
CLOSED = Message("{path} can't be read: {reason}")
NOT_WRITTEN = Message("{path} can't be written: {reason}")
NO_JSON = Message("it is not JSON")
OTHER = Message("it is of another kind or version")
ANEW = Message("To accept today's findings anew, remove it and run the same command.")


def with_accepted(found: Evaluation, path: Path) -> tuple[Evaluation, Message | None]:
    """The evaluation with the accepted findings marked, and what to say of a file that was
    written. Raises Usage where the file is none, or can't be read or written."""
    said: Message | None = None
    if path.exists():
        entries = _read(path)
    else:
        entries = entries_of(found.findings)
        _write(path, entries)
        said = plural(
            "{file} is written: it accepts {count} finding of today. From now on only others are "
            "told.",
            "{file} is written: it accepts {count} findings of today. From now on only others are "
            "told.",
            len(entries),
            file=path,
        )
    findings = accept(found.findings, entries, path.name, found.language)
    return replace(found, findings=findings), said


def _write(path: Path, entries: Sequence[AcceptedEntry]) -> None:
    body = {
        "okrsync": "accepted findings",
        "format": FORMAT,
        "accepted": list(map(asdict, entries)),
    }
    text = json.dumps(body, ensure_ascii=True, indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Usage(NOT_WRITTEN.filled(path=path, reason=error.strerror)) from error


def _read(path: Path) -> list[AcceptedEntry]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Usage(UNREADABLE.filled(path=path, reason=OTHER), hint=ANEW)
        body = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise Usage(CLOSED.filled(path=path, reason=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise Usage(UNREADABLE.filled(path=path, reason=NO_JSON), hint=ANEW) from error
    listed = body.get("accepted") if isinstance(body, dict) else None
    if not isinstance(listed, list) or body.get("format") != FORMAT:
        raise Usage(UNREADABLE.filled(path=path, reason=OTHER), hint=ANEW)
    entries = list(_entries(listed))
    if len(entries) != len(listed):
        raise Usage(UNREADABLE.filled(path=path, reason=OTHER), hint=ANEW)
    return entries


def _entries(listed: Iterable[Any]) -> Iterable[AcceptedEntry]:
    for each in listed:
        texts = each if isinstance(each, dict) else {}
        rule, entity, title = (texts.get(key, "") for key in ("rule", "id", "title"))
        if isinstance(rule, str) and rule and isinstance(entity, str) and isinstance(title, str):
            yield AcceptedEntry(rule, entity, title)
