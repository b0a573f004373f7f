"""DAT, what stands in whole columns: those that nothing read, headers that stand twice, and rows
that no header explains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from okrsync.i18n import Message
from okrsync.model import Severity
from okrsync.rules.context import Context
from okrsync.rules.families.data_cells import asking, problems
from okrsync.rules.rule import Hit, Rule


class HeaderTwice(Rule):
    """A header that stands over two columns, of which only one can be read."""

    code = "DAT15"
    name = "header-twice"
    severity = Severity.WARN
    message = Message(
        "The header “{shown}” stands there more than once ({cells}); only the one in {first} was "
        "read."
    )
    why = Message(
        "What stands under the other one counts for nothing, and people may well look at that one."
    )
    fix = Message("Give each column a header of its own, or remove the one that is old.")
    instead_of = "Target, Current, Target"
    write = "Target, Current, Target last year"

    def find(self, context: Context) -> Iterator[Hit]:
        """Headers of which reading took one."""
        return problems(context, self.code)


class ColumnNotRead(Rule):
    """A filled column that no field reads and that isn't known to be for people, such as notes,
    links or dates of change. A warning where it holds numbers or dates, else a remark."""

    code = "DAT16"
    name = "column-not-read"
    severity = Severity.INFO
    message = Message("The column “{shown}” was not read.")
    numbers = Message("The column “{shown}” holds numbers or dates, and was not read.")
    why = Message("If it was meant to count, it doesn't yet.")
    fix = Message(
        "If it is for people only, write ignore = [{column}] in the mapping; else name its field "
        "there, under columns."
    )
    suggested = Message(
        "If it is meant so, write columns = {{ {field} = {column} }} in the mapping; if it is for "
        "people only, ignore = [{column}]."
    )
    instead_of = "A column “Visits” that no field reads"
    write = 'columns = { current = "Visits" }, or ignore = ["Visits"]'

    def find(self, context: Context) -> Iterator[Hit]:
        """Columns that reading left alone."""
        for hit in problems(context, self.code):
            yield replace(
                hit,
                message=self.numbers if hit.severity is Severity.WARN else None,
                fix=self.suggested if hit.values["field"] else None,
            )


class RowGuessed(Rule):
    """A row whose kind, title or number no header says for certain, so that it was guessed. It is
    gone once a mapping says it."""

    code = "DAT17"
    name = "row-guessed"
    severity = Severity.WARN
    message = Message("A guess:{detail}.")
    why = Message("If it is meant otherwise, the numbers of this row say nothing.")
    fix = Message("{command} asks once, and writes the answer down.")
    instead_of = "Columns named “Thing” and “Value”"
    write = "Columns named “Key result” and “Current”"

    def find(self, context: Context) -> Iterator[Hit]:
        """Rows that reading placed without being told."""
        for hit in problems(context, self.code):
            command = asking(context, hit)
            yield replace(hit, values={**hit.values, "command": command})
