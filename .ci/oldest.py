"""Prints the oldest version of each dependency that pyproject.toml admits, as constraints for pip.

python .ci/oldest.py > constraints-oldest.txt
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

LEAST = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*>=\s*([0-9.]+)")

BESIDE = ("click==8.1.8",)
"""What came with those versions: a newer one warns of how they use it."""


def main() -> None:
    """One line a dependency; tools for working on the project are taken as they are today."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    for said in project["project"]["dependencies"]:
        if found := LEAST.match(said):
            print(f"{found[1]}=={found[2]}")
    print(*BESIDE, sep="\n")


if __name__ == "__main__":
    main()
