"""Draw the README's picture, the AdWords example in a terminal: `python -m examples.picture`."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

from rich.console import Console

from examples.build import HERE
from okrsync.mapping.vocabulary import words
from okrsync.pipeline import evaluate, open_sources
from okrsync.report.bars import UNICODE
from okrsync.report.tree import StatusTree
from okrsync.report.view import View

WIDTH = 82
DRAWING = HERE.parent / "docs" / "status.svg"
# As rich draws a terminal, but without a font from elsewhere.
FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""


def draw() -> str:
    """The picture as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"OKRSYNC_STATE": str(Path(folder) / "state.db")}
        job = open_sources(
            [str(HERE / "adwords.xlsx")], environment=environment, as_of=date(2026, 5, 18)
        )
        found = evaluate(job)
    view = View(found.plan, found.scores)
    statuses = words.load(found.language).status
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(
            record=True, width=WIDTH, file=nowhere, force_terminal=True, highlight=False
        )
        console.print("$ okrsync status adwords.xlsx", style="bold")
        for line in StatusTree(view, found.language, statuses, WIDTH - 2, UNICODE).lines():
            console.print(line)
        return console.export_svg(title="okrsync", code_format=FRAME, unique_id="okrsync")


if __name__ == "__main__":
    DRAWING.write_text(draw(), encoding="utf-8")
