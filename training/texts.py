"""Labelled texts: our own (`texts/<language>.txt`, `texts/<language>-<what>.txt`) and any JSONL."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

OWN = Path(__file__).parent / "texts"
MARKS = {"+": "outcome", "-": "output", "?": "ambiguous"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled text, with the house that it comes from."""

    text: str
    lang: str
    label: str
    house: str
    trade: str = ""


def own() -> Iterator[Sample]:
    """Our own texts. A line is a mark (+ outcome, - output, ? ambiguous) and the text.

    A line `# healthcare` names the trade that follows, which counts as the house.
    """
    for path in sorted(OWN.glob("*.txt")):
        language = house = path.stem.partition("-")[0]
        for line in path.read_text(encoding="utf-8").splitlines():
            mark, _, text = line.partition(" ")
            if mark == "#":
                house = f"own:{text.strip()}"
            elif mark in MARKS:
                yield Sample(text.strip(), language, MARKS[mark], house)


def labelled(paths: Sequence[Path]) -> Iterator[Sample]:
    """Texts from JSONL files with `text`, `lang`, `label` and `group` or `source`."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            house = str(row.get("group") or row.get("source") or path.stem)
            yield Sample(row["text"], row["lang"], row["label"], house)
