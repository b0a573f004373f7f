"""Print how often the checker is right: `python -m evaluation [FILE.jsonl]`.

Without a file, on our own set. A line of a file is an object with `text` and `label` (outcome,
output or ambiguous), and `lang` where it is known.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from evaluation.figures import Judged, figures, table
from okrsync.language import classify
from okrsync.language.verdict import Label

OWN = Path(__file__).parent / "texts.jsonl"


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
        yield Judged(lang or verdict.lang, gold, verdict.label, verdict.lean, verdict.confidence)


def main() -> int:
    """Print the table; 2 where the file can't be read."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=OWN)
    parser.add_argument("--detect", action="store_true", help="find the language from the text")
    options = parser.parse_args()
    try:
        results = list(judged(options.file, detect=options.detect))
    except (OSError, ValueError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 2
    print(table(figures(results)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
