"""Print how often the checker is right: `python -m evaluation [FILE.jsonl …]`.

Without a file, on our own two sets: texts of many shapes, and those of made-up houses. A line of
a file is an object with `text` and `label` (outcome, output or ambiguous), and `lang`, `role` and
`trade` where they are known.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from evaluation.figures import Judged, figures, table
from okrsync.language import classify
from okrsync.language.verdict import Label

OWN = Path(__file__).parent / "texts.jsonl"
HOUSES = Path(__file__).parent / "houses.jsonl"
"""Texts of made-up houses, written before the checker learned from contrast pairs."""
FIGURE = re.compile(r"\d")
TOLD_BY = ("role", "trade")


def judged(path: Path, *, detect: bool = False) -> Iterator[Judged]:
    """Every text of a file beside the verdict on it.

    With `detect`, the language is found from the text alone. Raises ValueError with the line's
    number where a line is not such an object.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text, gold, lang = row["text"], Label(row["label"]), row.get("lang")
        except (ValueError, KeyError, TypeError) as error:
            msg = f"line {number}: needs text and label (outcome, output, ambiguous): {error}"
            raise ValueError(msg) from error
        verdict = classify(text, lang=None if detect else lang)
        groups = _groups(row, gold)
        found = (verdict.label, verdict.lean, verdict.confidence, groups)
        yield Judged(lang or verdict.lang, gold, *found)


def _groups(row: Mapping[str, str], gold: Label) -> tuple[str, ...]:
    """Its label with or without a number, and what the line says of role, trade and house."""
    number = "with" if FIGURE.search(row["text"]) else "without"
    return (f"{gold} {number} number", *(f"{key}: {row[key]}" for key in TOLD_BY if row.get(key)))


def main() -> int:
    """Print the table; 2 where the file can't be read."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[OWN, HOUSES])
    parser.add_argument("--detect", action="store_true", help="find the language from the text")
    options = parser.parse_args()
    for file in options.files:
        try:
            results = list(judged(file, detect=options.detect))
        except (OSError, ValueError) as error:
            print(f"{file}: {error}", file=sys.stderr)
            return 2
        print(f"{file.name}\n{table(figures(results))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
