"""The account of a reading: of each table every column and row, read or not, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from okrsync.i18n import Message
from okrsync.mapping.account.certainty import certainty, doubts, kind, unread
from okrsync.mapping.asking.question import Question
from okrsync.mapping.fields import KEPT
from okrsync.mapping.layout import Layout
from okrsync.mapping.reading import Reading
from okrsync.mapping.rows.rowfilter import Left
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.mapping.work import Work
from okrsync.table import Address, a1, letters

BY_MAPPING = Message("the configuration or the mapping names it")
BY_HEADER = Message("its header says so")
BY_CELLS = Message("nothing else fits what stands in its cells")
BY_VERB = Message("taken apart as the mapping says")
OURS = Message("okrsync wrote it, so it is never read")
NO_FIELD = Message("known, and kept as it is")
NOT_KNOWN = Message("its header says nothing known")


def account(work: Work, reading: Reading, language: str) -> list[dict[str, Any]]:
    """Each table that was chosen, as `init --show --format json` prints it."""
    walked = zip(work.layouts, work.walked, strict=True)
    left = {id(layout): each.left for layout, each in walked}
    troubles = Counter((p.source, p.tab, p.cell) for p in reading.problems)
    return [
        _table(_Look(each, left.get(id(each)), troubles, language)) for each in work.chosen.layouts
    ]


def question(asked: Question, language: str) -> dict[str, Any]:
    """Something that is open, with the answers as a mapping writes them."""
    return {
        "tab": asked.tab,
        "cell": asked.cell or None,
        "about": asked.about.value,
        "question": asked.text.say(language),
        "choices": [each.say(language) for each in asked.choices],
    }


class _Look:
    """One table, with what was left out of it and which cells could not be read."""

    def __init__(
        self,
        layout: Layout,
        left: Left | None,
        troubles: Mapping[tuple[str, str, str], int],
        language: str,
    ) -> None:
        self.layout, self.left, self.troubles = layout, left or Left(), troubles
        self.language = language
        self.unread = dict(unread(layout))
        self.skipped = dict(self.left.rows)

    def cell(self, at: int) -> str | None:
        """Where a column's header stands; None in a database, and where a verb made it."""
        row, shaped = self.layout.head.row, self.layout.shaped
        home = at if shaped is None or at in self.layout.head_columns else shaped.home(at)
        return a1(row, home) if row and home is not None else None


def _table(look: _Look) -> dict[str, Any]:
    layout = look.layout
    head = layout.head
    header_rows = list(range(head.top, head.row + 1)) if head.row else []
    numbers = [row.number for row in layout.rows if any(map(is_filled, row.values))]
    return {
        "source": layout.source.name,
        "tab": layout.table.name,
        "header_rows": header_rows,
        "certainty": certainty(layout, look.left).value,
        "doubts": [each.why.say(look.language) for each in doubts(layout, look.left)],
        "columns": list(_columns(look)),
        "rows": {
            "read": len({number for number in numbers if number not in look.skipped}),
            "skipped": [{"row": row, "reason": why} for row, why in look.skipped.items()],
        },
        "not_read": [
            {"cell": look.cell(at), "header": layout.headers.get(at), "kind": kind(seen)}
            for at, seen in sorted(look.unread.items())
        ],
    }


def _columns(look: _Look) -> Iterator[dict[str, Any]]:
    layout = look.layout
    fields = {at: name for name, at in layout.columns.fields.items()}
    fields |= {at: name for name, at in layout.types.items()}
    fields |= {at: f"{about}_{name}" for (name, about), at in layout.columns.scoped.items()}
    taken = _taken_apart(layout, fields)
    made = {at for at in fields if at not in layout.head_columns} if taken else set()
    for at in sorted({*layout.headers, *fields, *look.unread} - made):
        name = fields.get(at) or taken.get(at)
        filled, troubled, skipped = _cells(look, at)
        yield {
            "cell": look.cell(at),
            "header": layout.headers.get(at) or letters(at),
            "field": name,
            "why": _why(look, at, name).say(look.language),
            "filled": filled,
            "read": filled - troubled - skipped if name else 0,
            "unreadable": troubled,
        }


def _taken_apart(layout: Layout, fields: Mapping[int, str]) -> dict[int, str]:
    """The sheet's columns from which a verb made others: column → the field of their cells."""
    found: dict[int, str] = {}
    if layout.shaped is None or layout.shaped.turned:
        return found
    for at, name in fields.items():
        if at not in layout.head_columns:
            for position, row in enumerate(layout.rows):
                if is_filled(row.value(at)):
                    found.setdefault(layout.cell(position, at)[1], name)
    return found


def _cells(look: _Look, at: int) -> tuple[int, int, int]:
    """How many cells of a column are filled, how many of them could not be read, and how many
    of the others stand in rows that were left out."""
    layout, filled, troubled, skipped = look.layout, 0, 0, 0
    source, tab = layout.source.name, layout.table.name
    met: set[Address] = set()
    for position, row in enumerate(layout.rows):
        place = layout.cell(position, at)
        if not is_filled(row.value(at)) or place in met:
            continue
        met.add(place)
        filled += 1
        if look.troubles.get((source, tab, a1(*place))):
            troubled += 1
        elif row.number in look.skipped:
            skipped += 1
    return filled, troubled, skipped


def _why(look: _Look, at: int, name: str | None) -> Message:
    layout = look.layout
    shaped, header = layout.shaped, layout.headers.get(at, "")
    if at in layout.ours:
        return OURS
    if shaped is not None and at in shaped.read | shaped.barred | {*shaped.fields.values()}:
        return BY_VERB
    meanings = match(header)
    if name is None:
        return NO_FIELD if meanings and meanings[0].field == KEPT else NOT_KNOWN
    if layout.guessed is None or name in layout.source.columns:
        return BY_MAPPING
    return BY_HEADER if meanings else BY_CELLS
