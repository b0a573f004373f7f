"""OUT: does a key result measure an outcome, or only that work was done?"""

from __future__ import annotations

from collections.abc import Iterator

from okrsync.language.verdict import Shade, Verdict
from okrsync.model import KeyResult, Severity
from okrsync.rules.context import Context
from okrsync.rules.neighbours import Neighbours
from okrsync.rules.quoting import decided_by
from okrsync.rules.repair import Asking, as_initiative, as_split, with_example
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.tags import Tag, accepted_as
from okrsync.scoring.result import DecidedBy
from okrsync.text import Text

ASK_EFFECT = Text(en="What changes when this is done?", nl="Wat verandert er als dit af is?")
ASK_EFFECT_BESIDE = Text(
    en="What changes when this is done? Does it move “{other}”?",
    nl="Wat verandert er als dit af is? Beweegt “{other}” erdoor?",
)
ASK_EFFECT_LIKE = Text(
    en="What changes when this is done? For instance: {asks}",
    nl="Wat verandert er als dit af is? Bijvoorbeeld: {asks}",
)
ASK_TICK = Text(
    en="Can you tick this off without anyone else reacting?",
    nl="Kun je dit afvinken zonder dat iemand anders reageert?",
)
ACCEPTED_BY: dict[Shade, frozenset[Tag]] = {
    Shade.MILESTONE: frozenset(Tag),
    Shade.WORK: frozenset(Tag),
    Shade.UNCLEAR: frozenset(Tag),
    Shade.QUOTA: frozenset({Tag.BASELINE, Tag.LEARNING}),
}
"""Tags by which a human accepts a shade; counting and learning take many actions, money none."""


def _judged(context: Context, shade: Shade) -> Iterator[tuple[KeyResult, Verdict]]:
    """Key results that the checker gives this shade, unless a human has said or tagged."""
    for key_result in context.key_results:
        verdict = context.verdicts.get(key_result.id)
        score = context.scores.key_results.get(key_result.id)
        if verdict is None or verdict.shade is not shade:
            continue
        if score is not None and score.decision.by is DecidedBy.HUMAN:
            continue
        if not ACCEPTED_BY.get(shade, frozenset()) & accepted_as(key_result):
            yield key_result, verdict


class OutputKeyResult(Rule):
    """A key result that you can make true alone: it is work, and the tick moves nobody yet."""

    code = "OUT01"
    name = "kr-is-output"
    severity = Severity.ERROR
    message = Text(
        en="You do this; nothing has changed yet when it is ticked ({words}).",
        nl="Dit doe je zelf; als het is afgevinkt is er nog niets veranderd ({words}).",
    )
    why = Text(
        en="At 100% the work is done, and nobody knows whether anything got better.",
        nl="Bij 100 % is het werk klaar, en weet niemand of er iets beter is geworden.",
    )
    fix = Text(
        en="Move the row to the initiatives; ask what happens because of it and make that the key "
        "result.",
        nl="Zet de rij bij de initiatieven; vraag wat erdoor gebeurt en maak daar het "
        "kernresultaat van.",
    )
    question = ASK_EFFECT
    instead_of = "Launch the new booking page"
    write = "Bookings made without a phone call from 35% to 60%"
    quoted = "“Launch”, “booking page”"
    asking = Asking(
        fix=Text(
            en="Make it an initiative, and ask: what should happen because of it? For instance: "
            "{example}.",
            nl="Maak er een initiatief van, en vraag: wat moet erdoor gebeuren? Bijvoorbeeld: "
            "{example}.",
        ),
        question=ASK_EFFECT_LIKE,
        beside=ASK_EFFECT_BESIDE,
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
    message = Text(
        en="A count of your own actions, however measurable ({words}).",
        nl="Een aantal eigen handelingen, hoe meetbaar ook ({words}).",
    )
    why = Text(
        en="You can reach the number without anyone reacting; then you have learned nothing.",
        nl="Je kunt het aantal halen zonder dat iemand reageert; dan heb je niets geleerd.",
    )
    fix = Text(
        en="Measure what the actions yield (customers closed, not calls made); keep the count as "
        "an initiative or as the first KPI of a funnel.",
        nl="Meet wat de handelingen opleveren (gesloten klanten, niet gevoerde gesprekken); houd "
        "het aantal als initiatief of als eerste KPI van een trechter.",
    )
    question = Text(
        en="What do these actions bring about?", nl="Wat brengen deze handelingen teweeg?"
    )
    instead_of = "Make 120 outbound calls a week"
    write = "New customers a month from 4 to 9"
    quoted = "“Make”, “outbound calls”, “a week”"
    asking = Asking(
        fix=Text(
            en="Make it an initiative, or the first KPI of a funnel, and ask: what should happen "
            "because of it? For instance: {example}.",
            nl="Maak er een initiatief van, of de eerste KPI van een trechter, en vraag: wat moet "
            "dit opleveren? Bijvoorbeeld: {example}.",
        ),
        of_noun=Text(
            en="Make it an initiative, or the first KPI of a funnel, and ask: what should happen "
            "because of the {noun}? For instance: {example}.",
            nl="Maak er een initiatief van, of de eerste KPI van een trechter, en vraag: wat "
            "moeten die {noun} opleveren? Bijvoorbeeld: {example}.",
        ),
        question=Text(
            en="What do these actions bring about? For instance: {asks}",
            nl="Wat brengen deze handelingen teweeg? Bijvoorbeeld: {asks}",
        ),
        beside=Text(
            en="What do these actions bring about? Do they move “{other}”?",
            nl="Wat brengen deze handelingen teweeg? Beweegt “{other}” erdoor?",
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
    message = Text(
        en="Money spent is an input ({words}).",
        nl="Uitgegeven geld is inzet, geen resultaat ({words}).",
    )
    why = Text(
        en="A budget can be 100% spent while the funnel stands still.",
        nl="Een budget kan voor 100 % op zijn terwijl de trechter stilstaat.",
    )
    fix = Text(
        en="Keep the budget on the initiative; make the leads or the revenue the key result.",
        nl="Houd het budget bij het initiatief; maak de leads of de omzet het kernresultaat.",
    )
    question = Text(en="What should this money bring about?", nl="Wat moet dit geld teweegbrengen?")
    instead_of = "Spend $50K on trade fairs"
    write = "Qualified leads from trade fairs from 80 to 200"
    quoted = "“Spend”, “$50K”"
    asking = Asking(
        fix=Text(
            en="Make it an initiative with this budget, and ask: what should the money bring "
            "about? For instance: {example}.",
            nl="Maak er een initiatief met dit budget van, en vraag: wat moet het geld "
            "teweegbrengen? Bijvoorbeeld: {example}.",
        ),
        question=Text(
            en="What should this money bring about? For instance: {asks}",
            nl="Wat moet dit geld teweegbrengen? Bijvoorbeeld: {asks}",
        ),
        beside=Text(
            en="What should this money bring about? Does it move “{other}”?",
            nl="Wat moet dit geld teweegbrengen? Beweegt “{other}” erdoor?",
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
    message = Text(
        en="Deliverable and result in one row ({words}).",
        nl="Werk en resultaat in één rij ({words}).",
    )
    why = Text(
        en="One number can't tell whether the work or its effect is late.",
        nl="Eén getal kan niet zeggen of het werk of het effect achterloopt.",
    )
    fix = Text(
        en="Which part is the work, and which part is what comes of it? Write the result as the "
        "key result, and the work as an initiative that supports it.",
        nl="Welk deel is het werk, en welk deel komt daaruit voort? Schrijf het resultaat als "
        "kernresultaat, en het werk als initiatief daarbij.",
    )
    question = Text(
        en="Which part is the work, and which part is what comes of it?",
        nl="Welk deel is het werk, en welk deel komt daaruit voort?",
    )
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
    message = Text(
        en="Done or not done: nothing to steer on ({words}).",
        nl="Wel of niet af: er valt niet op te sturen ({words}).",
    )
    why = Text(
        en="Until the last day it shows 0%, and then it is too late to try something else.",
        nl="Tot de laatste dag staat er 0 %, en dan is het te laat om iets anders te proberen.",
    )
    fix = Text(
        en="Name the effect that it should have; for instance: {example}. Or accept it as it is: "
        "write baseline, learning or milestone in a Tags column, or #milestone in the notes.",
        nl="Noem het effect dat het moet hebben; bijvoorbeeld: {example}. Of accepteer het zoals "
        "het is: zet baseline, learning of milestone in een kolom Labels, of #milestone bij de "
        "opmerkingen.",
    )
    question = ASK_EFFECT
    instead_of = "Customer portal delivered"
    write = "Questions that customers answer themselves from 20% to 55%"
    quoted = "“delivered”"

    def find(self, context: Context) -> Iterator[Hit]:
        """Milestones without one of the accepting tags."""
        near = Neighbours(context)
        for key_result, verdict in _judged(context, Shade.MILESTONE):
            yield with_example(near, key_result, verdict, ASK_EFFECT_LIKE)


class Unclear(Rule):
    """A key result whose words can be read both ways."""

    code = "OUT06"
    name = "kr-unclear"
    severity = Severity.INFO
    message = Text(
        en="Could be read as work or as result ({words}).",
        nl="Kan werk zijn, en ook resultaat ({words}).",
    )
    why = Text(
        en="Two people will count it differently, and both will be right.",
        nl="Twee mensen tellen dit verschillend, en hebben allebei gelijk.",
    )
    fix = Text(
        en="Can you tick it off without anyone else reacting? Write the answer with the row: "
        "“output” (yes) or “outcome” (no) in a column Measures, or in the notes “OUT06: why it "
        "may stay”.",
        nl="Kun je dit afvinken zonder dat iemand anders reageert? Zet het antwoord bij de rij: "
        "“output” (ja) of “uitkomst” (nee) in een kolom Meet, of bij de opmerkingen “OUT06: "
        "waarom het mag blijven”.",
    )
    known = Text(
        en="Can you tick it off without anyone else reacting? Write the answer in "
        "{where}: “output” (yes) or “outcome” (no).",
        nl="Kun je dit afvinken zonder dat iemand anders reageert? Zet het antwoord in "
        "{where}: “output” (ja) of “uitkomst” (nee).",
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
