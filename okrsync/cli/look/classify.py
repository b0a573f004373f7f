"""`okrsync classify`: texts in, one verdict a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from okrsync.cli.output import json_text
from okrsync.errors import Missing, Refused, Usage
from okrsync.i18n import Message, joined
from okrsync.nearest import file_like, meant, suggestion

SHOWN = 5
"""So many broken lines are named; of the rest, how many there are."""


def run(
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="Texts; without any, lines from stdin."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="A file of lines, or of JSONL with text, role, lang."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(metavar="LANGUAGE", help="Such as nl; else found out for each text."),
    ] = None,
) -> None:
    """Say of each text whether it is an outcome or an output, how sure that is, and why."""
    from okrsync.language import known_languages  # noqa: PLC0415 -- only when it works

    if lang is not None and _language(lang) is None:
        unknown = Message("--lang {language}: not known", {"language": lang})
        raise Usage(unknown, hint=suggestion(lang, known_languages()))
    if texts and file:
        raise Usage(
            Message("texts and --file don't go together"), hint=Message("give one of the two")
        )
    broken = list[Message]()
    for number, item in _items(texts, file):
        if isinstance(item, Message):
            broken.append(Message("line {number} ({wrong})", {"number": number, "wrong": item}))
        else:
            _answer(item, lang)
    if broken:
        more = [Message("and {count} more", {"count": len(broken) - SHOWN})]
        named = broken[:SHOWN] + (more if len(broken) > SHOWN else [])
        raise Usage(joined(named, "; "), hint=Message("all other lines were answered"))


def _answer(item: dict[str, Any], lang: str | None) -> None:
    from okrsync.language import classify  # noqa: PLC0415 -- only when it works

    spoken = _language(item.get("lang")) or _language(lang)
    verdict = classify(item["text"], role=item.get("role"), lang=spoken)
    line = {
        "text": verdict.text,
        "lang": verdict.lang,
        "label": verdict.label,
        "lean": verdict.lean,
        "confidence": round(verdict.confidence, 4),
        "reasons": [
            {"signal": r.signal, "words": r.words, "towards": r.towards} for r in verdict.reasons
        ],
    }
    sys.stdout.write(json_text(line) + "\n")


def _language(code: str | None) -> str | None:
    """The language that a code such as nl, NL or nl-BE means; None where it is not known."""
    from okrsync.language import known_languages  # noqa: PLC0415 -- only when it works

    short = (code or "").lower().replace("_", "-").split("-")[0]
    return short if short in known_languages() else None


def _items(
    texts: list[str] | None, file: Path | None
) -> Iterator[tuple[int, dict[str, Any] | Message]]:
    """Each text with its line's number; of a line that can't be read, what is wrong with it."""
    if texts:
        yield from ((number, {"text": text}) for number, text in enumerate(texts, start=1))
        return
    for number, line in enumerate(_lines(file), start=1):
        if line.lstrip().startswith("{"):
            yield number, _parsed(line)
        elif line.strip():
            yield number, {"text": line}


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        stream = getattr(sys.stdin, "buffer", None)
        raw = stream.read() if stream else sys.stdin.read().encode()
    else:
        try:
            raw = file.read_bytes()
        except FileNotFoundError as error:
            raise Missing(
                Message("{file}: there is no such file", {"file": file}), hint=_near(file)
            ) from error
        except OSError as error:
            reason = {"path": file, "reason": error.strerror or str(error)}
            raise Refused(Message("{path} can't be read: {reason}", reason)) from error
    # Only a line feed ends a line: JSON texts may hold the other separators as they are.
    yield from (line.rstrip("\r") for line in raw.decode("utf-8-sig", "replace").split("\n"))


def _near(file: Path) -> Message | None:
    return meant(file_like(file))


def _parsed(line: str) -> dict[str, Any] | Message:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        return Message("not valid JSON: {reason}", {"reason": error.msg})
    except (ValueError, RecursionError):
        return Message("it can't be read: a number in it is too long, or it is nested too deeply")
    if not isinstance(item.get("text"), str):
        return Message('it has no "text"')
    return {k: v for k, v in item.items() if v is None or isinstance(v, str)}
