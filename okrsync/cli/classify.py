"""`okrsync classify`: texts in, one verdict a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from okrsync.cli.output import json_text
from okrsync.sync import Usage


def run(
    texts: Annotated[
        list[str] | None, typer.Argument(help="Texts; without any, lines from stdin.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="A file of lines, or of JSONL with text, role, lang."),
    ] = None,
    lang: Annotated[str | None, typer.Option(help="The texts' language, else found out.")] = None,
) -> None:
    """Say of each text whether it is an outcome or an output, how sure that is, and why."""
    from okrsync.language import classify  # noqa: PLC0415 -- only when it works

    for item in _items(texts, file):
        verdict = classify(item["text"], role=item.get("role"), lang=item.get("lang") or lang)
        line = {
            "text": verdict.text,
            "lang": verdict.lang,
            "label": verdict.label,
            "lean": verdict.lean,
            "confidence": round(verdict.confidence, 4),
            "reasons": [
                {"signal": r.signal, "words": r.words, "towards": r.towards}
                for r in verdict.reasons
            ],
        }
        sys.stdout.write(json_text(line) + "\n")


def _items(texts: list[str] | None, file: Path | None) -> Iterator[dict[str, Any]]:
    if texts:
        yield from ({"text": text} for text in texts)
        return
    for number, line in enumerate(_lines(file), start=1):
        if line.lstrip().startswith("{"):
            yield _parsed(line, number)
        elif line.strip():
            yield {"text": line.rstrip("\r\n")}


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        stream = getattr(sys.stdin, "buffer", None)
        raw = stream.read() if stream else sys.stdin.read().encode()
    else:
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise Usage(f"{file} can't be read: {error.strerror}") from error
    yield from raw.decode("utf-8-sig", "replace").splitlines()


def _parsed(line: str, number: int) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise Usage(f"line {number} is no valid JSON: {error.msg}") from error
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise Usage(f'line {number} has no "text"')
    return {k: v for k, v in item.items() if v is None or isinstance(v, str)}
