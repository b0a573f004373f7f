"""Streams that know few letters: what they can't show is spelled out."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from okrsync.cli.app import run
from okrsync.cli.spelling import spell
from tests.cli import books


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
@pytest.mark.parametrize("command", ["status", "check", "plan", "behaviour"])
def test_every_stream_is_written_to(
    encoding: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        ("Größere Kreise ✓", f"Umsatz {n} in Łódź → 東京", 90, 110, 98, owner, "“Sales”")
        for n, owner in enumerate(("Ada", "Ben", "Çelik"))
    ]
    path = books.book(tmp_path / "plan.xlsx", rows)
    monkeypatch.setenv("OKRSYNC_STATE", str(tmp_path / "state.db"))
    monkeypatch.setenv("OKRSYNC_TODAY", "2026-05-18")
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    more = {"behaviour": ["status", "--behaviour"], "check": ["check", "--all"]}
    words = more.get(command, [command])
    assert run([*words, str(path)]) in (0, 1)
    sys.stdout.flush()
    said = raw.getvalue().decode(encoding)
    assert ("Sales" if command == "behaviour" else "->") in said


def test_letters_keep_what_can_be_kept() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    spell(stream, None)
    stream.write("größer – “één” ≥ 3 → € 東")
    stream.flush()
    assert raw.getvalue() == b'gro?er - "een" >= 3 -> EUR ?'
