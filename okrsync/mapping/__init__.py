"""What a column means: headers and cells of any sheet become one Plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrsync.mapping.proposal import propose
    from okrsync.mapping.sources import SourceTables
    from okrsync.mapping.workspace import read

__all__ = ["SourceTables", "propose", "read"]

_HOMES = {"SourceTables": "sources", "propose": "proposal", "read": "workspace"}


def __getattr__(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415 -- nothing heavy before it is used

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
