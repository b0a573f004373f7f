"""The answers of this room: a `Quantity`, or `Unreadable` with what would be understood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from okrsync.i18n import Message
from okrsync.model import TargetMode


class Qualifier(StrEnum):
    """Which side of the number is meant. `>` and `≥` are both at least."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number as a cell says it.

    A percent is the fraction with unit `%`; money has its ISO code as unit, anything else the
    word as written. In mode DELTA `value` is the difference (−20), in mode FACTOR the multiple
    (1.2). Both are how a *target* is meant: for a current value or a baseline, where a sign is
    only a sign, take `plain()`.
    """

    value: Decimal | None
    unit: str | None = None
    qualifier: Qualifier | None = None
    mode: TargetMode = TargetMode.ABSOLUTE
    baseline: Decimal | None = None
    """What the same cell says that it comes from: "from 5 to 3"."""
    lower: Decimal | None = None
    upper: Decimal | None = None
    of: Decimal | None = None
    """The whole, in "3 of 10"."""
    approximate: bool = False
    change: Decimal | None = None
    """The signed number behind a mode that is not absolute: 0.2 for "+20 %"."""
    maybe_points: bool = False
    """"+20 %": a fifth more, or 20 percentage points? Only the metric's own unit can tell."""
    other: Decimal | None = None
    """The other reading of an ambiguous value: "1.000" is 1000, or 1."""
    ambiguous: bool = False
    """Nothing in the cell or its column decides between two readings: ask."""

    def plain(self) -> Quantity:
        """The same number as a level: "-20%" is −0.2, "3x" is 3 with unit x, "+5" is 5.

        `value` becomes None where the cell names no number at all ("double").
        """
        if self.mode is TargetMode.ABSOLUTE:
            return self
        return replace(
            self,
            value=self.change,
            unit="%" if self.maybe_points else self.unit,
            mode=TargetMode.ABSOLUTE,
            change=None,
            maybe_points=False,
        )

    @property
    def fraction(self) -> Decimal | None:
        """The part of the whole: of a percent, or of "3 of 10" (0.3); None elsewhere."""
        if self.value is None or self.mode is not TargetMode.ABSOLUTE:
            return None
        if self.of is not None:
            return self.value / self.of if self.of else None
        return self.value if self.unit == "%" else None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that is neither empty nor what its column should hold.

    `shown` is what stands there as typed (print it through `safe`), `why` a sentence in every
    language we speak, `code` the finding's, `understood` what would be read without the rest.
    """

    shown: str
    why: Message
    code: str = "DAT01"
    understood: str | None = None


def as_shown(value: object, *, whole: bool = False) -> str:
    """A cell's value for a message; `whole`: a number without its exponent or fraction.

    The digits of a monster aren't written out: Python itself refuses beyond 4300.
    """
    if isinstance(value, int | float | Decimal) and not _monster(value):
        return str(int(value)) if whole else str(value)
    return str(value) if not isinstance(value, int) else "1" + "0" * 40 + "…"


def _monster(value: float | int | Decimal) -> bool:
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    return not -(10**40) < value < 10**40
