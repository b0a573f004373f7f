"""What became of each change, as far as one look at the sheet shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from connectors.google_sheets.write.cell_targets import CellTarget
from okrsync.i18n import Message
from okrsync.table import Address, Change


@dataclass(slots=True)
class Settled:
    """What a look at the sheet came to.

    `pending` is what is still to be written, at today's addresses. `gone` are changes whose row
    can't be told, `lost` those whose column is gone, `blocked` those that something speaks
    against. `covered` are cells of people's that nobody had read and that hold something of ours,
    `restored` those that get back what was read. `doubtful` says that columns moved under a
    write by position in such a way that people have to look themselves. `edited` are today's
    cells that a change was computed from and that hold another value by now.
    """

    pending: list[CellTarget] = field(default_factory=list)
    landed: list[Change] = field(default_factory=list)
    gone: list[Change] = field(default_factory=list)
    lost: list[Change] = field(default_factory=list)
    blocked: list[tuple[Change, Message]] = field(default_factory=list)
    doubtful: bool = False
    covered: list[Address] = field(default_factory=list)
    restored: list[Address] = field(default_factory=list)
    edited: list[Address] = field(default_factory=list)
