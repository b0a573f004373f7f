"""What all tabs of a workbook use: its styles and its texts, each read at its first need."""

from __future__ import annotations

from functools import cached_property

from connectors.excel.read import cell_values_fast as fast
from connectors.excel.read.shared_strings import read_strings, strings_part
from connectors.excel.read.styles import Styles, read_styles
from connectors.excel.workbook import Workbook


class Shared:
    """What all tabs of a workbook use: its styles and its texts, each read at its first need."""

    def __init__(self, package: Workbook) -> None:
        self.package = package

    @cached_property
    def styles(self) -> Styles:
        """The cell styles."""
        return read_styles(self.package)

    @cached_property
    def _part(self) -> str | None:
        return strings_part(self.package)

    @cached_property
    def raw(self) -> bytes | None:
        """The shared strings' part, checked; None where there is none."""
        if self._part is None:
            return None
        return fast.checked(self.package.read(self._part), self.package.file, self._part)

    @cached_property
    def fit(self) -> bool:
        """Whether the fast reader may have the shared strings."""
        return self.raw is None or fast.ordinary(self.raw)

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings, for the careful reader."""
        return [] if self._part is None else read_strings(self.package, self._part)
