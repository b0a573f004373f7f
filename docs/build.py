"""Write the pages that are made from code: `python -m docs.build`."""

from __future__ import annotations

from pathlib import Path

from okrsync.rules import catalogue
from okrsync.rules.page import index, page

RULES = Path(__file__).parent / "rules"


def pages() -> dict[Path, str]:
    """Every generated page and its text."""
    rules = dict(catalogue())
    made = {RULES / f"{code}.md": page(rule) for code, rule in rules.items()}
    return {**made, RULES / "index.md": index(rules)}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
