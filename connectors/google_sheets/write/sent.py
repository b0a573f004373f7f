"""What was sent to a table, by which a value of ours is known again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from connectors.google_sheets.cell_values import key
from connectors.google_sheets.write.cell_targets import CellTarget
from connectors.google_sheets.write.formulas import without_references
from okrsync.table import Address


@dataclass(slots=True)
class Sent:
    """All that was sent to a table, whether or not it took effect.

    `places` holds the keys of the values sent to each address by the column's position, `rows`
    those sent to a row of a marked column, which can only have come to that column. `columns` are
    the headers of columns that are not ours and were seen to hold such a value.
    """

    places: dict[Address, set[object]] = field(default_factory=lambda: defaultdict(set))
    rows: dict[int, set[object]] = field(default_factory=lambda: defaultdict(set))
    values: set[object] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)

    def add(self, targets: Iterable[CellTarget], *, marked: bool) -> None:
        """Remember what was sent."""
        for target in targets:
            shown = without_references(str(target.value)) if target.formula else key(target.value)
            if marked:
                self.rows[target.row].add(shown)
            else:
                self.places[target.address].add(shown)
            self.values.add(shown)
