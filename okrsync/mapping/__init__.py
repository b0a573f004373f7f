"""What a column means: headers and cells of any sheet become one Plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.lazy import lazily

if TYPE_CHECKING:
    from okrsync.mapping.proposal import propose
    from okrsync.mapping.sources import SourceTables
    from okrsync.mapping.workspace import read

__all__ = ["SourceTables", "propose", "read"]

_HOMES = {"SourceTables": "sources", "propose": "proposal", "read": "workspace"}

__getattr__ = lazily(__name__, _HOMES)
