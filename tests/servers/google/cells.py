"""What a cell holds: as typed (entered) and as it counts (effective)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tests.servers.google.errors import JSON

Scalar = str | float | bool

ERRORS = {
    "#NULL!": "NULL_VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#REF!": "REF",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#N/A": "N_A",
    "#ERROR!": "ERROR",
    "Loading...": "LOADING",
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula's text, with its equals sign."""

    text: str


@dataclass(frozen=True, slots=True)
class CellError:
    """An error as shown: `#REF!`, `#N/A`, `Loading...`."""

    shown: str
    message: str = ""

    def as_json(self) -> JSON:
        return {"type": ERRORS[self.shown], "message": self.message or self.shown}


Entered = Scalar | Formula | None
Effective = Scalar | CellError | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `style` is the userEnteredFormat, never changed in place."""

    entered: Entered = None
    style: JSON | None = None
    note: str | None = None
    validation: JSON | None = None

    @property
    def blank(self) -> bool:
        kept = self.style is None and self.note is None and self.validation is None
        return kept and self.entered is None

    @property
    def number_format(self) -> JSON | None:
        found: JSON | None = (self.style or {}).get("numberFormat")
        return found

    def holding(self, entered: Entered) -> Cell:
        """The same with another value."""
        return Cell(entered, self.style, self.note, self.validation)

    def formatted(self, number_format: JSON | None) -> Cell:
        """The same with that number format; None takes it away."""
        style = {k: v for k, v in (self.style or {}).items() if k != "numberFormat"}
        if number_format is not None:
            style["numberFormat"] = number_format
        return replace(self, style=style or None)


BLANK = Cell()


def extended(value: Entered | CellError) -> JSON | None:
    """An ExtendedValue; None for an empty cell."""
    if value is None:
        return None
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, CellError):
        return {"errorValue": value.as_json()}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    return {"numberValue": value}


def from_extended(value: JSON | None) -> Entered:
    """What an ExtendedValue of a request enters; an empty one clears."""
    for key, content in (value or {}).items():
        if content is None:
            continue
        entered: Any = Formula(content) if key == "formulaValue" else content
        return entered if entered != "" else None
    return None
