"""OUT: does a key result measure an outcome, or only that work was done?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from okrsync.language.verdict import Label, Shade
from okrsync.model import Severity
from okrsync.rules.context import Context
from okrsync.rules.rule import Hit, Rule
from okrsync.scoring.result import DecidedBy
from okrsync.text import Text

ASK_EFFECT = Text(en="What changes when this is done?", nl="Wat verandert er als dit af is?")
ASK_TICK = Text(
    en="Can you tick this off without anyone else reacting?",
    nl="Kun je dit afvinken zonder dat iemand anders reageert?",
)


def _judged(context: Context, *shades: Shade) -> Iterator[Hit]:
    """Key results that the checker gives one of these shades, unless a human has said."""
    for key_result in context.key_results:
        verdict = context.verdicts.get(key_result.id)
        score = context.scores.key_results.get(key_result.id)
        if verdict is None or verdict.shade not in shades:
            continue
        if score is not None and score.decision.by is DecidedBy.HUMAN:
            continue
        yield Hit(key_result, values={"words": _words(verdict.reasons, verdict.lean)})


def _words(reasons: object, lean: Label) -> str:
    """The words that decided, at most three, none of them a part of another."""
    quoted: list[str] = []
    for reason in reasons if isinstance(reasons, list | tuple) else ():
        words = reason.words.strip()
        inside = any(words in other or other in words for other in quoted)
        if words and reason.towards is lean and not inside:
            quoted.append(words)
    return ", ".join(quoted[:3]) or "…"


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

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results judged to be a piece of work."""
        return _judged(context, Shade.WORK)


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

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results judged to be a count of own actions."""
        return _judged(context, Shade.QUOTA)


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

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results judged to be money spent."""
        return _judged(context, Shade.SPEND)


class Hybrid(Rule):
    """A key result that holds a piece of work and its result in one row."""

    code = "OUT04"
    name = "kr-is-hybrid"
    severity = Severity.WARN
    message = Text(en="Deliverable and result in one row.", nl="Werk en resultaat in één rij.")
    why = Text(
        en="One number can't tell whether the work or its effect is late.",
        nl="Eén getal kan niet zeggen of het werk of het effect achterloopt.",
    )
    fix = Text(
        en="Split it: the result is the key result, the work an initiative that supports it.",
        nl="Splits de rij: het resultaat is het kernresultaat, het werk een initiatief daarbij.",
    )
    question = Text(
        en="Which part is the work, and which part is what comes of it?",
        nl="Welk deel is het werk, en welk deel komt daaruit voort?",
    )
    instead_of = "Launch the app and reach 30% adoption"
    write = "Weekly active users from 0% to 30% (initiative: launch the app)"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results judged to be work and result at once."""
        return _judged(context, Shade.HYBRID)


class Milestone(Rule):
    """A key result that is done or not done, and not accepted as such by a tag."""

    code = "OUT05"
    name = "kr-milestone"
    severity = Severity.WARN
    message = Text(
        en="Done or not done: nothing to steer on.", nl="Wel of niet af: er valt niet op te sturen."
    )
    why = Text(
        en="Until the last day it shows 0%, and then it is too late to try something else.",
        nl="Tot de laatste dag staat er 0 %, en dan is het te laat om iets anders te proberen.",
    )
    fix = Text(
        en="Name the effect that the milestone should have, or tag the row baseline, learning or "
        "milestone to accept it.",
        nl="Noem het effect dat de mijlpaal moet hebben, of geef de rij het label baseline, "
        "learning of milestone om dit te accepteren.",
    )
    question = ASK_EFFECT
    instead_of = "ISO certificate obtained"
    write = "Tenders that we may enter from 12 to 30"
    accepting: ClassVar = frozenset({"baseline", "learning", "milestone"})

    def find(self, context: Context) -> Iterator[Hit]:
        """Milestones without one of the accepting tags."""
        for hit in _judged(context, Shade.MILESTONE):
            if hit.entity and not self.accepting & {t.casefold() for t in hit.entity.tags}:
                yield hit


class Unclear(Rule):
    """A key result whose words can be read both ways."""

    code = "OUT06"
    name = "kr-unclear"
    severity = Severity.INFO
    message = Text(en="Could be read as work or as result.", nl="Kan werk zijn, en ook resultaat.")
    why = Text(
        en="Two people will count it differently, and both will be right.",
        nl="Twee mensen tellen dit verschillend, en hebben allebei gelijk.",
    )
    fix = Text(
        en="Can you tick it off without anyone else reacting? Write the answer in a Measures "
        "column: outcome or output.",
        nl="Kun je dit afvinken zonder dat iemand anders reageert? Zet het antwoord in een kolom "
        "Meet: uitkomst of output.",
    )
    question = ASK_TICK
    instead_of = "Set up partnerships with 3 schools"
    write = "Pupils who come through partner schools from 0 to 60"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results that the checker calls ambiguous."""
        return _judged(context, Shade.UNCLEAR)
