"""Field masks: `a,b(c,d.e),f/g` chooses which parts of an answer are sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.servers.google.errors import invalid

_TOKEN = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*|[*(),./])\s*")


@dataclass
class Mask:
    """Chosen names with their own masks; without any, everything is chosen."""

    names: dict[str, Mask] = field(default_factory=dict)

    def get(self, name: str) -> Mask | None:
        """The mask of that part; None where it was not asked for."""
        return self.names.get(name) if self.names else self

    def __contains__(self, name: str) -> bool:
        return not self.names or name in self.names

    def apply(self, value: Any) -> Any:
        """What is left of a JSON value. Empty objects stay, as they do at Google."""
        if not self.names:
            return value
        if isinstance(value, list):
            return [self.apply(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {k: self.names[k].apply(v) for k, v in value.items() if k in self.names}


def parse(text: str, known: Mask | None = None) -> Mask:
    """Read a mask; 400 where it is malformed or names a part that `known` does not have."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text) or not tokens:
        raise invalid(f"Invalid field selection {text}")
    reader = _Reader(text, tokens)
    mask = reader.choices()
    if reader.at != len(tokens):
        raise invalid(f"Invalid field selection {text}")
    if known is not None:
        _check(mask, known, ())
    return mask


def _check(mask: Mask, known: Mask, path: tuple[str, ...]) -> None:
    if not known.names:
        return
    for name, below in mask.names.items():
        here = known.names.get(name)
        if here is None:
            raise invalid(
                "Error expanding 'fields' parameter. Cannot find matching fields for path "
                f"'{'.'.join((*path, name))}'."
            )
        _check(below, here, (*path, name))


@dataclass
class _Reader:
    text: str
    tokens: list[str]
    at: int = 0

    def next(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        self.at += 1
        return token

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def choices(self) -> Mask:
        """One or more paths, with commas between."""
        whole = False
        mask = Mask()
        while True:
            path = self.path()
            whole = whole or not path.names
            _merge(mask, path)
            if self.peek() != ",":
                return Mask() if whole else mask
            self.next()

    def path(self) -> Mask:
        name = self.next()
        if name == "*":
            return Mask()
        if not re.match(r"[A-Za-z_]", name):
            raise invalid(f"Invalid field selection {self.text}")
        if self.peek() and self.peek() in "./":
            self.next()
            return Mask({name: self.path()})
        if self.peek() != "(":
            return Mask({name: Mask()})
        self.next()
        below = self.choices()
        if self.next() != ")":
            raise invalid(f"Invalid field selection {self.text}")
        return Mask({name: below})


def _merge(mask: Mask, other: Mask) -> None:
    for name, below in other.names.items():
        if name not in mask.names:
            mask.names[name] = below
        elif not mask.names[name].names or not below.names:
            mask.names[name] = Mask()
        else:
            _merge(mask.names[name], below)


SPREADSHEET = parse(
    "spreadsheetId,properties,namedRanges,spreadsheetUrl,developerMetadata,dataSources,"
    "dataSourceSchedules,sheets(properties,data(startRow,startColumn,rowData.values("
    "userEnteredValue,effectiveValue,formattedValue,userEnteredFormat,effectiveFormat,hyperlink,"
    "note,textFormatRuns,dataValidation,pivotTable,dataSourceTable,dataSourceFormula,chipRuns),"
    "rowMetadata(hiddenByFilter,hiddenByUser,pixelSize,developerMetadata,"
    "dataSourceColumnReference),columnMetadata(hiddenByFilter,hiddenByUser,pixelSize,"
    "developerMetadata,dataSourceColumnReference)),merges,conditionalFormats,filterViews,"
    "protectedRanges,basicFilter,charts,bandedRanges,developerMetadata,rowGroups,columnGroups,"
    "slicers,tables)"
)
