"""Build the example workbooks: `python -m examples.build`, into this folder."""

from __future__ import annotations

from pathlib import Path

from examples import adwords, company, strategieen

HERE = Path(__file__).parent
WORKBOOKS = {
    "adwords.xlsx": adwords.build,
    "strategieen.xlsx": strategieen.build,
    "company.xlsx": company.build,
}


def build_all(folder: Path) -> list[Path]:
    """Write every example into a folder; the paths, in order."""
    paths = []
    for name, build in WORKBOOKS.items():
        build(folder / name)
        paths.append(folder / name)
    return paths


if __name__ == "__main__":
    for path in build_all(HERE):
        print(path.name)
