"""Print how truly sheets are read: `python -m evaluation.sheets FOLDER [NAME …]`.

FOLDER holds `files/` and `gold/`. Nothing is configured; a gold of several files is read as one
workspace. `--mappings DIR` takes `plan.toml` for the mapping of `plan.csv`, and reads files that
have none without. `-v` names every fault, those that nothing points at with `!`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.sheets.compare import Compared, compare, refused
from evaluation.sheets.figures import table
from evaluation.sheets.gold import Gold, load
from okrsync.errors import OkrsyncError
from okrsync.evaluate.suggest_mapping import propose
from okrsync.mapping.account import certainty
from okrsync.sources.open import open_sources

TODAY = date(2026, 5, 20)


def read(gold: Gold, files: Path, mappings: Path | None = None) -> Compared:
    """One gold's files, read with the mappings that there are for them, beside it."""
    paths = [(files / name).resolve() for name in gold.files]
    with TemporaryDirectory() as folder:
        if mappings is not None:
            Path(folder, "okrsync.toml").write_text(configured(paths, mappings), encoding="utf-8")
        environment = {"OKRSYNC_STATE": str(Path(folder, "state.db"))}
        try:
            typed = [str(path) for path in paths]
            job = open_sources(typed, folder=Path(folder), environment=environment, as_of=TODAY)
            conversation = propose(job).conversation
        except OkrsyncError as error:
            return refused(gold, str(error))
    found = conversation.proposal
    if found is None:
        return refused(gold, str(conversation.refusal))
    out = compare(gold, found.reading)
    walked = zip(found.work.layouts, found.work.walked, strict=True)
    left = {id(layout): each.left for layout, each in walked}
    out.weight = min(certainty.weight(each, left.get(id(each))) for each in found.work.layouts)
    out.certainty = certainty.worst(each.certainty for each in found.tables).value
    return out


def configured(paths: Sequence[Path], mappings: Path) -> str:
    """An okrsync.toml in which each of these files that has a mapping is a source with it."""
    lines = []
    for number, path in enumerate(paths, start=1):
        mapping = mappings.resolve() / f"{path.stem}.toml"
        if mapping.exists():
            lines += [f"[sources.file{number}]", f"location = {json.dumps(str(path))}"]
            lines += [f"mapping = {json.dumps(str(mapping))}"]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where there is no such folder."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.sheets", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="only golds whose names begin so")
    parser.add_argument("--mappings", type=Path, help="a folder with NAME.toml for NAME.csv")
    parser.add_argument("-v", "--verbose", action="store_true", help="name every fault")
    options = parser.parse_args(arguments)
    golds = sorted((options.folder / "gold").glob("*.json"))
    if not golds:
        print(f"{options.folder}: no gold/*.json", file=sys.stderr)
        return 2
    names = tuple(options.names)
    chosen = [path for path in golds if not names or path.stem.startswith(names)]
    results = [read(load(path), options.folder / "files", options.mappings) for path in chosen]
    print(table(results, verbose=options.verbose))
    return 0


if __name__ == "__main__":
    sys.exit(main())
