"""`python -m benchmarks [NAME …]`: every figure, or those of the named files."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("startup", "read", "excel_write", "google_sheets", "notion", "scoring", "language")


def main() -> int:
    """Print each figure as it is taken; exit 1 where one is above its limit."""
    worst = 0
    for name in sys.argv[1:] or NAMES:
        for figure in import_module(f"benchmarks.{name}").figures():
            print(figure, flush=True)
            worst = max(worst, figure.ratio > figure.limit)
    return int(worst)


if __name__ == "__main__":
    sys.exit(main())
