"""OUT: does a key result measure an outcome, or only that work was done?"""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.language.verdict import Shade, Verdict
from okrsync.model import KeyResult, Metric, Severity
from okrsync.rules.context import Context
from okrsync.rules.neighbours import Neighbours
from okrsync.rules.quoting import decided_by
from okrsync.rules.repair import Asking, as_initiative, as_split, with_example
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.tags import Tag, accepted_as
from okrsync.scoring.result import DecidedBy

ASK_EFFECT = Message("What changes when this is done?")
ASK_EFFECT_BESIDE = Message("What changes when this is done? Does it move “{other}”?")
ASK_EFFECT_LIKE = Message("What changes when this is done? For instance: {asks}")
ASK_TICK = Message("Can you tick this off without anyone else reacting?")
ACCEPTED_BY: dict[Shade, frozenset[Tag]] = {
    Shade.MILESTONE: frozenset(Tag),
    Shade.WORK: frozenset(Tag),
    Shade.UNCLEAR: frozenset(Tag),
    Shade.QUOTA: frozenset({Tag.BASELINE, Tag.LEARNING}),
}
"""Tags by which a human accepts a shade. A count of own actions may be a baseline or for learning;
money that is spent is accepted by no tag."""


def _judged(context: Context, shade: Shade) -> Iterator[tuple[KeyResult, Verdict]]:
    """Key results that the checker gives this shade, unless a human has said or tagged."""
    for key_result in context.key_results:
        verdict = context.verdicts.get(key_result.id)
        score = context.scores.key_results.get(key_result.id)
        if verdict is None or _shade(key_result, verdict) is not shade:
            continue
        if score is not None and score.decision.by is DecidedBy.HUMAN:
            continue
        if not ACCEPTED_BY.get(shade, frozenset()) & accepted_as(key_result):
            yield key_result, verdict


def _shade(key_result: KeyResult, verdict: Verdict) -> Shade:
    """The verdict's shade; what moves in between is more than done or not done."""
    milestone = verdict.shade is Shade.MILESTONE
    return Shade.WORK if milestone and _moves(key_result.metric) else verdict.shade


def _moves(metric: Metric | None) -> bool:
    """Whether its numbers can stand between start and target."""
    if metric is None or metric.target is None or metric.target_type == "milestone":
        return False
    span = abs(metric.target - (metric.baseline or 0))
    return metric.unit == "%" or span > 1


class OutputKeyResult(Rule):
    """A key result that you can make true alone: it is work, and the tick moves nobody yet."""

    code = "OUT01"
    name = "kr-is-output"
    severity = Severity.ERROR
    message = Message("You do this; nothing has changed yet when it is ticked ({words}).")
    why = Message("At 100% the work is done, and nobody knows whether anything got better.")
    fix = Message(
        "Move the row to the initiatives; ask what happens because of it and make that the key "
        "result."
    )
    question = ASK_EFFECT
    instead_of = "Launch the new booking page"
    write = "Bookings made without a phone call from 35% to 60%"
    quoted = "“Launch”, “booking page”"
    asking = Asking(
        fix=Message(
            "Make it an initiative, and ask: what should happen because of it? For instance: "
            "{example}."
        ),
        question=ASK_EFFECT_LIKE,
        beside=ASK_EFFECT_BESIDE,
        bare=Message("Make it an initiative, and ask: what should happen because of it?"),
        plain=ASK_EFFECT,
    )

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results judged to be a piece of work."""
        near = Neighbours(context)
        for key_result, verdict in _judged(context, Shade.WORK):
            yield as_initiative(near, key_result, verdict, self.asking)


class ActivityQuota(Rule):
    """A key result that counts your own actions: calls made, posts placed, trainings given."""

    code = "OUT02"
    name = "kr-is-activity-quota"
    severity = Severity.ERROR
    message = Message("A count of your own actions, however measurable ({words}).")
    why = Message(
        "You can reach the number without anyone reacting; then you have learned nothing."
    )
    fix = Message(
        "Measure what the actions yield (customers won, not calls made); keep the count "
        "as an initiative or as the first KPI of a funnel."
    )
    question = Message("What do these actions bring about?")
    instead_of = "Make 120 outbound calls a week"
    write = "New customers a month from 4 to 9"
    quoted = "“Make”, “outbound calls”, “a week”"
    asking = Asking(
        fix=Message(
            "Make it an initiative, or the first KPI of a funnel, and ask: what should happen "
            "because of it? For instance: {example}."
        ),
        of_noun=Message(
            "Make it an initiative, or the first KPI of a funnel, and ask: what should happen "
            "because of the {noun}? For instance: {example}."
        ),
        question=Message("What do these actions bring about? For instance: {asks}"),
        beside=Message("What do these actions bring about? Do they move “{other}”?"),
        bare=Message(
            "Make it an initiative, or the first KPI of a funnel, and ask: what should happen "
            "because of it?"
        ),
        bare_of_noun=Message(
            "Make it an initiative, or the first KPI of a funnel, and ask: what should happen "
            "because of the {noun}?"
        ),
        plain=question,
    )

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results judged to be a count of own actions."""
        near = Neighbours(context)
        for key_result, verdict in _judged(context, Shade.QUOTA):
            yield as_initiative(near, key_result, verdict, self.asking)


class Spend(Rule):
    """A key result that is reached by spending money."""

    code = "OUT03"
    name = "kr-is-spend"
    severity = Severity.ERROR
    message = Message("Money spent is an input ({words}).")
    why = Message("A budget can be 100% spent while the funnel stands still.")
    fix = Message(
        "Keep the budget on the initiative; make the leads or the revenue the key result."
    )
    question = Message("What should this money bring about?")
    instead_of = "Spend $50K on trade fairs"
    write = "Qualified leads from trade fairs from 80 to 200"
    quoted = "“Spend”, “$50K”"
    asking = Asking(
        fix=Message(
            "Make it an initiative with this budget, and ask: what should the money bring "
            "about? For instance: {example}."
        ),
        question=Message("What should this money bring about? For instance: {asks}"),
        beside=Message("What should this money bring about? Does it move “{other}”?"),
        bare=Message(
            "Make it an initiative with this budget, and ask: what should the money bring about?"
        ),
        plain=question,
    )

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results judged to be money spent."""
        near = Neighbours(context)
        for key_result, verdict in _judged(context, Shade.SPEND):
            yield as_initiative(near, key_result, verdict, self.asking)


class Hybrid(Rule):
    """A key result that holds a piece of work and its result in one row."""

    code = "OUT04"
    name = "kr-is-hybrid"
    severity = Severity.WARN
    message = Message("Deliverable and result in one row ({words}).")
    why = Message("One number can't tell whether the work or its effect is late.")
    fix = Message(
        "Which part is the work, and which part is what comes of it? Write the result as the "
        "key result, and the work as an initiative that supports it."
    )
    question = Message("Which part is the work, and which part is what comes of it?")
    instead_of = "Launch the app and reach 30% adoption"
    write = "Weekly active users from 0% to 30% (initiative: launch the app)"
    quoted = "“Launch the app”, “30% adoption”"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results judged to be work and result at once."""
        near = Neighbours(context)
        for key_result, verdict in _judged(context, Shade.HYBRID):
            yield as_split(near, key_result, verdict)


class Milestone(Rule):
    """A key result that is done or not done, and not accepted as such by a tag."""

    code = "OUT05"
    name = "kr-milestone"
    severity = Severity.WARN
    message = Message("Done or not done: nothing to steer by ({words}).")
    why = Message("Until the last day it shows 0%, and then it is too late to try something else.")
    fix = Message(
        "Name the effect that it should have. Or accept it as it is: write baseline, learning or "
        "milestone in a Tags column, or #milestone in the notes."
    )
    question = ASK_EFFECT
    instead_of = "Customer portal delivered"
    write = "Questions that customers answer themselves from 20% to 55%"
    quoted = "“delivered”"
    asking = Asking(
        fix=Message(
            "Name the effect that it should have; for instance: {example}. Or accept it as it is: "
            "write baseline, learning or milestone in a Tags column, or #milestone in the notes."
        ),
        question=ASK_EFFECT_LIKE,
        beside=ASK_EFFECT_BESIDE,
        bare=fix,
        plain=ASK_EFFECT,
    )

    def find(self, context: Context) -> Iterator[Hit]:
        """Milestones without one of the accepting tags."""
        near = Neighbours(context)
        for key_result, verdict in _judged(context, Shade.MILESTONE):
            yield with_example(near, key_result, verdict, self.asking)


class UnclearKeyResult(Rule):
    """A key result whose words can be read both ways."""

    code = "OUT06"
    name = "kr-unclear"
    severity = Severity.INFO
    message = Message("Could be read as work or as result ({words}).")
    why = Message("Two people will count it differently, and both will be right.")
    fix = Message(
        "Can you tick it off without anyone else reacting? Write the answer with the row: "
        "“output” (yes) or “outcome” (no) in a column Measures, or in the notes “OUT06: why it "
        "may stay”."
    )
    known = Message(
        "Can you tick it off without anyone else reacting? Write the answer in "
        "{where}: “output” (yes) or “outcome” (no)."
    )
    question = ASK_TICK
    instead_of = "Set up partnerships with 3 schools"
    write = "Pupils who come through partner schools from 0 to 60"
    quoted = "“Set up”, “partnerships”"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results that the checker calls ambiguous."""
        for key_result, verdict in _judged(context, Shade.UNCLEAR):
            values = {"words": decided_by(verdict, context.language)}
            place = context.place(key_result, "measures")
            if key_result.source is None or "measures" not in key_result.source.cells:
                yield Hit(key_result, values=values)
            else:
                spot = context.spot(key_result, "measures")
                values["where"] = spot if place.named else f"{spot} ({place.column or ''})"
                yield Hit(key_result, values=values, fix=self.known)
