"""Who has agreed to what: which columns may be added, and whether a question is due.

`--yes` agrees to `progress` and `status` only; `create_columns = true` is a standing yes to
what the configuration lists; the finding column, which colleagues read, has a question of its
own or `finding = true`. Columns that are there are filled without asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from okrsync.config import WriteBack
from okrsync.sync.dialogue import Dialogue
from okrsync.table import NewColumn
from okrsync.text import Text

COVERED = frozenset({"progress", "status"})
"""The managed fields that `--yes` consents to."""
FINDING = "finding"

ADD = Text(
    en="Add the columns {headers} to the right of the tab {tab}? Nothing else is touched.",
    nl="De kolommen {headers} rechts op het tabblad {tab} toevoegen? Verder verandert er niets.",
)
ADD_FINDING = Text(
    en="Add the column {headers} to the tab {tab}? It asks a question beside each row that "
    "could be sharper, and your colleagues will read it.",
    nl="De kolom {headers} op het tabblad {tab} toevoegen? Daarin staat een vraag bij elke rij "
    "die scherper kan, en je collega's lezen mee.",
)
CHOICE = Text(en="[y/N]", nl="[j/N]")
UNDO = Text(
    en="Put back {cells} cells and remove {columns} columns, as they were before run {run} of "
    "{day} on {where}?",
    nl="{cells} cellen terugzetten en {columns} kolommen weghalen, zoals het was vóór run {run} "
    "van {day} op {where}?",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Which columns may be added, and which nobody agreed to."""

    agreed: Sequence[NewColumn]
    open: Sequence[NewColumn]


def standing(column: NewColumn, settings: WriteBack, *, yes: bool) -> bool:
    """Whether a column may be added without a question."""
    if column.field == FINDING:
        return settings.finding or (settings.create_columns and FINDING in settings.fields)
    return settings.create_columns or (yes and column.field in COVERED)


def ask(
    columns: Iterable[NewColumn],
    settings: WriteBack,
    *,
    yes: bool,
    tabs: dict[str, str],
    language: str,
    dialogue: Dialogue,
) -> Answer:
    """Sort columns by consent, asking where somebody can answer: one question a tab for what
    belongs together, and one for the finding. `tabs` are names by table key."""
    agreed: list[NewColumn] = []
    doubtful: dict[tuple[str, bool], list[NewColumn]] = {}
    for column in columns:
        if standing(column, settings, yes=yes):
            agreed.append(column)
        else:
            group = (column.table, column.field == FINDING)
            doubtful.setdefault(group, []).append(column)
    left: list[NewColumn] = []
    for (table, finding), together in doubtful.items():
        headers = ", ".join(f"“{column.header}”" for column in together)
        question = (ADD_FINDING if finding else ADD).say(language, headers=headers, tab=tabs[table])
        yes_given = dialogue.asks and dialogue.confirm(yes_or_no(question, language))
        (agreed if yes_given else left).extend(together)
    return Answer(agreed, left)


def yes_or_no(question: str, language: str) -> str:
    """A question with the answers that it takes, in its own language."""
    return f"{question} {CHOICE.say(language)}"
