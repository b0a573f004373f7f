"""INI, actions: can an initiative be ticked off, and is there a moment for it?"""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.model import Cadence, Initiative, Severity
from okrsync.rules.context import Context
from okrsync.rules.figures import has_figure, says_time
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.sheets import WHOLE, lacking, sheet_of
from okrsync.rules.wordlists import says


class NotTickable(Rule):
    """An initiative that has no end: on no day could anybody say that it is done. An amount, a
    date, a rhythm or a figure in its words is an end."""

    code = "INI02"
    name = "action-not-tickable"
    severity = Severity.WARN
    message = Message("This has no end, so it can't be ticked off.")
    why = Message("What is never done never feels done, and nobody sees whether it helped.")
    fix = Message(
        "Say what will be there when it is done, or how often and how much: a verb, an amount, and "
        "a date or a rhythm."
    )
    question = Message("On which day can we tick this off?")
    instead_of = "Work on the newsletter"
    write = "Send 1 newsletter every Tuesday, 45 minutes"

    def find(self, context: Context) -> Iterator[Hit]:
        """Open initiatives in words without an end, with nothing else that ends them."""
        for initiative in context.initiatives:
            if not _is_done(context, initiative) and not _ends(initiative):
                yield Hit(initiative)


def _is_done(context: Context, initiative: Initiative) -> bool:
    score = context.scores.initiatives.get(initiative.id)
    return bool(initiative.done) or (score is not None and score.done)


def _ends(initiative: Initiative) -> bool:
    """Whether something says when it is done: a moment, an amount, a figure."""
    if not says("endless", initiative.title) or initiative.amount is not None:
        return True
    return _when(initiative) or has_figure(initiative.title)


def _when(initiative: Initiative) -> bool:
    """Whether a moment is said, in a cell or in the words."""
    recurring = initiative.cadence is not Cadence.ONCE
    if recurring or initiative.due is not None or initiative.minutes is not None:
        return True
    return says("when", initiative.title) or says_time(initiative.title)


class WithoutTime(Rule):
    """An initiative for which no date, no duration and no rhythm is given."""

    code = "INI03"
    name = "action-without-time"
    severity = Severity.INFO
    message = Message("No date, duration or rhythm.")
    none = Message("Nothing here says when: no date, no duration and no rhythm.")
    column = Message("Add a column for the due date, or for how often and how long.")
    why = Message("What has no place in the diary is what is done last.")
    fix = Message("Add a due date, or a day of the week and how long it takes.")
    instead_of = "Call ten former customers"
    write = "Call ten former customers, Thursdays, 60 minutes"

    def find(self, context: Context) -> Iterator[Hit]:
        """Open initiatives without any of them; once where no row of a sheet has one, or
        the sheet has no column for it."""
        rows = [i for i in context.initiatives if not _is_done(context, i)]
        for sheet, lone in lacking(context, rows, _when, from_rows=WHOLE):
            no_place = len(lone) >= WHOLE and not any(map(_has_column, lone))
            whole = sheet_of(context, lone[0]) if no_place else sheet
            if whole is not None:
                yield Hit(None, message=self.none, fix=self.column, place=whole)
            else:
                yield from (Hit(initiative, "due") for initiative in lone)


def _has_column(initiative: Initiative) -> bool:
    """Whether its sheet has a place for a date or a rhythm, as far as it is known."""
    source = initiative.source
    return source is None or not {"due", "cadence", "minutes"}.isdisjoint(source.cells)
