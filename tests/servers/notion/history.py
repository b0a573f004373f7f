"""Which values were written, by whom: what a test asks afterwards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Written:
    """One value of one page, as it is kept, before and after."""

    page: str
    property: str  # its name
    by: str
    before: Any
    after: Any


class History(list[Written]):
    """All values written, in order; one that was the same before too."""

    def by(self, who: str) -> list[Written]:
        return [one for one in self if one.by == who]

    def outside(self, names: Collection[str], *, who: str) -> list[Written]:
        """What somebody wrote into other properties than these."""
        return [one for one in self.by(who) if one.property not in names]
