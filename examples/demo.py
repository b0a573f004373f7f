"""The main job on an example workbook: plan, sync, look, sync again, undo.

Everything happens on a copy in demo/, with a memory of its own and a fixed date.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from examples.build import HERE

FOLDER = HERE.parent / "demo"
TODAY, TOMORROW = "2026-05-20", "2026-05-21"


def main() -> int:
    """Run the demonstration; the exit code is 0 only where every step did what it should."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name in ("company.xlsx", "adwords.xlsx", "strategieen.xlsx"):
        shutil.copy(HERE / name, FOLDER / name)
    print(f"In {FOLDER.name}/ are copies of the example workbooks.\n")
    steps = (
        (("plan", "company.xlsx"), TODAY),
        (("sync", "company.xlsx", "--yes"), TODAY),
        (("status", "company.xlsx"), TODAY),
        (("sync", "company.xlsx"), TODAY),
        (("sync", "company.xlsx"), TOMORROW),
        (("status", "adwords.xlsx"), TODAY),
    )
    codes = [_run(*words, today=today) for words, today in steps]
    print("Open demo/company.xlsx to see the two new columns; okrsync undo takes them back.")
    return max(codes)


def _run(*words: str, today: str) -> int:
    print(f"$ okrsync {' '.join(words)}   # {today}", flush=True)
    environment = os.environ | {
        "OKRSYNC_STATE": str(FOLDER / "state.db"),
        "OKRSYNC_TODAY": today,
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        [sys.executable, "-m", "okrsync", *words], cwd=FOLDER, env=environment, check=False
    )
    print(flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
