"""Where a finding stands for programs that know files and lines: a path, a line, a column."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from okrsync.rules.finding import Finding
from okrsync.sources.job import Job
from okrsync.table import column_index


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A cell as a place in a file: a row is a line. `path` leads nowhere out of the folder."""

    path: str
    line: int
    column: int

    @property
    def uri(self) -> str:
        """The path as an address, relative to the folder."""
        return quote(self.path)


def files(job: Job) -> Mapping[str, str]:
    """Source → its file's path, relative to the folder that we are in; services have none."""
    return {part.source: _relative(part.location.place) for part in job.parts if part.location.file}


def file_place(finding: Finding, paths: Mapping[str, str], only: str | None) -> FilePlace | None:
    """A finding's place; what is about the whole plan stands in the only file there is."""
    place = finding.location
    path = paths.get(place.source or "", only)
    if path is None:
        return None
    letters = (place.cell or "").rstrip("0123456789")
    return FilePlace(path, place.row or 1, column_index(letters) + 1 if letters else 1)


def only_file(paths: Mapping[str, str]) -> str | None:
    """The one file there is, None where there are several or none."""
    known = set(paths.values())
    return known.pop() if len(known) == 1 else None


def _relative(path: str) -> str:
    """A path below this folder, with slashes; of one outside its name only."""
    found = Path(os.path.relpath(path))
    return found.name if ".." in found.parts or found.is_absolute() else found.as_posix()


def cell_name(finding: Finding) -> str:
    """`OKRs!C7`, in a database `Tab: title, property`; as much as is known."""
    place = finding.location
    if place.named:
        names = [finding.title or "", place.column or ""]
        return ": ".join(p for p in (place.tab or "", ", ".join(n for n in names if n)) if p)
    return "!".join(part for part in (place.tab, place.cell) if part)
