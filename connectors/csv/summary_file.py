"""A summary beside a CSV file: a file of our own, in its dialect, found by its mark."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from connectors import files
from connectors.csv import cell_values as cells
from connectors.csv.cell_values import FieldStyle
from connectors.csv.dialect import DELIMITERS
from connectors.csv.document import CsvDocument
from connectors.csv.encoding import Encoding
from connectors.csv.summary_mark import COMMAND, HEAD, MARKED_ROW, MOST_FILES, says, sheet_of
from okrsync.connector import (
    Calls,
    ConnectorError,
    KeptSummary,
    Location,
    Malformed,
    Moved,
    Receipt,
    Snapshot,
    SummaryTab,
)
from okrsync.i18n import Message
from okrsync.shell import quoted
from okrsync.table import Row, Scalar, Shown

NEW_FILE = Message("{file}: this file came about while okrsync was working; nothing was written")


def look(snapshot: Snapshot, title: str) -> KeptSummary:
    """The file as it stands, or a free name for it beside the sheet. Raises Moved, Denied."""
    sheet = snapshot.location.path
    like = CsvDocument(files.read_again(snapshot.location, snapshot.revision), str(sheet))
    about = {"sheet": sheet.name, "decimal": like.style.decimal}
    for path in _candidates(sheet, title):
        data = _bytes(path)
        rows = _rows(data, path) if data else ()
        if data and says(sheet_of(rows), sheet.name):
            about |= {"path": str(path), "revision": files.revision(data)}
            return KeptSummary(path.name, _values(rows), Calls(read=1), about)
    free = next(path for path in _names(sheet, title) if not os.path.lexists(path))
    return KeptSummary(free.name, None, memory=about | {"path": str(free)})


def same(kept: KeptSummary, tab: SummaryTab) -> bool:
    """Whether the file says this already, however it is quoted."""
    return list(kept.rows or ()) == _read(_fields(kept, tab, FieldStyle(), ","))


def keep(snapshot: Snapshot, kept: KeptSummary, tab: SummaryTab) -> Receipt:
    """Write the file, whole or not at all. Raises Moved, Busy, Denied, Unreachable."""
    sheet, path = snapshot.location.path, Path(str(kept.memory["path"]))
    like = CsvDocument(files.read_again(snapshot.location, snapshot.revision), str(sheet))
    new = _new(kept, tab, like)
    if kept.rows is not None:
        files.replace(path, new, str(kept.memory["revision"]))
    elif os.path.lexists(path):
        raise Moved(NEW_FILE.filled(file=path), hint=Message("run again"))
    else:
        files.replace(sheet, new, snapshot.revision, path)
    return _receipt(snapshot)


def drop(snapshot: Snapshot, kept: KeptSummary) -> Receipt:
    """Delete the file, if it is what was looked at. Raises Moved, Busy, Denied."""
    files.remove(Path(str(kept.memory["path"])), str(kept.memory["revision"]))
    return _receipt(snapshot)


def _receipt(snapshot: Snapshot) -> Receipt:
    calls = Calls(read=1, write=1)
    return Receipt(calls=calls, revision=snapshot.revision, memory=snapshot.memory)


def _names(sheet: Path, title: str) -> Iterator[Path]:
    """What it may be called: `plan OKR summary.csv`, `plan OKR summary 2.csv`, …"""
    for number in count(1):
        again = "" if number == 1 else f" {number}"
        yield sheet.with_name(f"{sheet.stem} {title}{again}{sheet.suffix}")


def _candidates(sheet: Path, title: str) -> Iterator[Path]:
    """Files beside the sheet that may be its summary: the one of that name first."""
    usual = next(_names(sheet, title))
    yield usual
    try:
        beside = sorted(sheet.parent.iterdir())
    except OSError:
        return
    kinds = {".csv", ".tsv", sheet.suffix.lower()}
    others = (p for p in beside if p.suffix.lower() in kinds and p not in (sheet, usual))
    yield from islice(others, MOST_FILES)


def _bytes(path: Path) -> bytes | None:
    """The bytes of a file in which the mark may stand; None for any other."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            head = file.read(HEAD)
        if COMMAND.encode() not in head.replace(b"\0", b""):
            return None
        return files.read_bytes(Location(str(path), "csv", str(path)))
    except (OSError, ConnectorError):
        return None


def _rows(data: bytes, path: Path) -> Sequence[Row]:
    """The rows of a file beside the sheet, none of one that is broken: it is not ours to tell."""
    try:
        return CsvDocument(data, str(path)).rows()
    except Malformed:
        return ()


def _values(rows: Sequence[Row]) -> list[list[Scalar]]:
    found = [list(row.values) for row in rows]
    while found and not found[-1]:
        found.pop()
    return found


def _new(kept: KeptSummary, tab: SummaryTab, like: CsvDocument) -> bytes:
    """The file's bytes, in the sheet's own delimiter and encoding; told apart when read again."""
    delimiter = like.dialect.delimiter if like.dialect.delimiter in DELIMITERS else ","
    data = b""
    for style in (FieldStyle(), FieldStyle(quote_texts=True, quote_blanks=True)):
        lines = (delimiter.join(fields) for fields in _fields(kept, tab, style, delimiter))
        text = "".join(f"{line}\r\n" for line in lines)
        encoding = like.encoding if like.encoding.holds(text) else Encoding("utf-8", BOM_UTF8)
        data = encoding.bytes_of(text)
        if same(KeptSummary("", _values(CsvDocument(data, "").rows()), memory=kept.memory), tab):
            break
    return data


def _fields(
    kept: KeptSummary, tab: SummaryTab, style: FieldStyle, delimiter: str
) -> list[list[str]]:
    """Every field as it stands in the file, the mark among them."""
    style = replace(style, decimal=str(kept.memory["decimal"]))
    width = max(map(len, tab.rows), default=1)
    found = []
    for number, row in enumerate(tab.rows, 1):
        texts = [*row, *[None] * (width - len(row))]
        if number == MARKED_ROW:
            texts[-1] = COMMAND + quoted(str(kept.memory["sheet"]))
        found.append([cells.written(text, Shown.PERCENT, style, delimiter) for text in texts])
    return found


def _read(rows: Sequence[Sequence[str]]) -> list[list[Scalar]]:
    """Fields as they are read back: blank ones at a row's end are left out."""
    found: list[list[Scalar]] = [[cells.value(field) for field in row] for row in rows]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    return found
