"""The checker: judging texts beside a bare keyword list, and loading it beside its libraries."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.figure import Figure, measure
from okrsync.language import classify
from okrsync.language.lexicons import load

TEXTS = Path(__file__).parents[1] / "evaluation" / "texts.jsonl"
NEEDS = "import dataclasses, enum, functools, json, pathlib, re, zlib"
LOADS = "from okrsync.language import classify; classify('Leads from 40 to 120')"


def figures() -> Iterator[Figure]:
    """Our own evaluation texts, each made new every time so that nothing is remembered."""
    texts = [json.loads(line)["text"] for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    words = sorted(load("en").words, key=len, reverse=True)[:2000]
    keywords = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    number = count()

    def ours() -> None:
        for text in texts:
            classify(f"{text} {next(number)}")

    def theirs() -> None:
        for text in texts:
            keywords.findall(f"{text} {next(number)}")

    yield measure("judging texts", "a list of 2,000 keywords", ours, theirs, limit=1.5)
    ratios = [_wall(LOADS) / _wall(NEEDS) for _ in range(15)]
    yield Figure("loading and one verdict", "its libraries alone", statistics.median(ratios), 3.0)


def _wall(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun
