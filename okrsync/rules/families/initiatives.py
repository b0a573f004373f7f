"""INI: is an initiative something to do?"""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.language.verdict import Label, Verdict
from okrsync.model import Initiative, KeyResult, Objective, Severity
from okrsync.rules.context import Context
from okrsync.rules.quoting import decided_by
from okrsync.rules.rule import Hit, Rule

DECIDED = 0.9
"""The confidence from which an initiative is told to be a result: many are shorthand for work."""
MOVEMENT = frozenset(
    {"level rises or falls", "others decide", "others act", "level reached", "from–to"}
    | {"others reach something", "people in a state", "threshold", "difference", "percent"}
)
"""What must be said beside a thing that is measured: "Customer satisfaction" alone is a topic."""


class InitiativeIsOutcome(Rule):
    """An initiative or a recurring action that states a result: nobody can do it and tick it."""

    code = "INI01"
    name = "initiative-is-outcome"
    severity = Severity.WARN
    message = Message("This is a result, not something you do ({words}).")
    why = Message(
        "You have direct control over your actions, not over their results: this can't be "
        "planned in a diary."
    )
    fix = Message(
        "Move it to the key results, or to the KPIs if you only want to watch it, and write "
        "here what you do to bring it about."
    )
    below = Message(
        "Move it to the key results of “{objective}”, or to the KPIs if you only want to watch "
        "it, and write here what you do to bring it about."
    )
    question = Message("What do we do to make this happen?")
    instead_of = "Initiative: double the number of newsletter subscribers"
    write = "Initiative: write a guest article every two weeks"
    quoted = "“double”, “subscribers”"

    def find(self, context: Context) -> Iterator[Hit]:
        """Initiatives that the checker decides, and strongly, to be outcomes."""
        for initiative in context.initiatives:
            verdict = context.verdicts.get(initiative.id)
            if verdict is None or not _decided(verdict):
                continue
            words = {"words": decided_by(verdict, context.language)}
            objective = _objective(context, initiative)
            if objective is None:
                yield Hit(initiative, values=words)
            else:
                values = {**words, "objective": " ".join(objective.title.split())}
                yield Hit(initiative, values=values, fix=self.below)


def _decided(verdict: Verdict) -> bool:
    """Whether a change or others' doing is said, in so many words, beyond any doubt."""
    said = {r.signal for r in verdict.reasons if r.towards is Label.OUTCOME}
    sure = verdict.label is Label.OUTCOME and verdict.confidence >= DECIDED
    return sure and not said.isdisjoint(MOVEMENT)


def _objective(context: Context, initiative: Initiative) -> Objective | None:
    """The objective that an initiative serves, itself or through a key result."""
    for supported in initiative.supports:
        entity = context.by_id.get(supported)
        if isinstance(entity, KeyResult):
            entity = context.by_id.get(entity.objective_id or "")
        if isinstance(entity, Objective):
            return entity
    return None
