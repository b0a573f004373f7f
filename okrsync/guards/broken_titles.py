"""Rows whose own name, or whose objective's, is a formula's error, and what they were under."""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.evaluate.workspace import Recall
from okrsync.i18n import Message
from okrsync.mapping.reading import Reading
from okrsync.model import KeyResult
from okrsync.values.cell_errors import error_text
from okrsync.writeback.left import ERROR

NAME = Message("the name of this row, or of its objective, is an error: {shown}")
BELOW = Message("a row that belonged to it can't be read, since its name is an error: {shown}")


def broken_titles(reading: Reading, known: Recall) -> dict[str, Message]:
    """Entity id → why its managed cells are left: neither a row whose name is an error nor the
    objective that it was under is scored anew. To be called while the state is open."""
    plan = reading.plan
    named = {o.id: o.title for o in plan.objectives if error_text(o.title)}
    of_rows = {k.id: k.title for k in plan.key_results if error_text(k.title)}
    of_rows |= {k.id: named[k.objective_id] for k in plan.key_results if k.objective_id in named}
    shown = next(iter([*named.values(), *of_rows.values(), *_nameless(reading)]), None)
    if shown is None:
        return {}
    found = {e: NAME.filled(shown=text) for e, text in {**named, **of_rows}.items()}
    here = {k.id for k in plan.key_results} - of_rows.keys()
    for row in known.rows().values():
        if isinstance(row, KeyResult) and row.objective_id and row.id not in here:
            found.setdefault(row.objective_id, BELOW.filled(shown=shown))
    return found


def _nameless(reading: Reading) -> Iterator[str]:
    """What stands in cells of rows that are nothing for it."""
    return (p.shown for p in reading.problems if p.code == ERROR and p.entity_id is None)
