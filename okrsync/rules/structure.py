"""STR: is the plan built as objective, key results and initiatives, with numbers where due?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from okrsync.language.verdict import Label, Shade
from okrsync.model import KeyResult, Metric, Severity, TargetMode, TargetType
from okrsync.rules.context import Context
from okrsync.rules.rule import Hit, Rule
from okrsync.text import Text

THRESHOLDS = frozenset({TargetType.AT_LEAST, TargetType.AT_MOST, TargetType.BETWEEN})
TIME = re.compile(
    r"\b(?:[QTKHS][1-4]|(?:19|20)\d\d|(?:FY|GJ) ?\d\d(?:/\d\d)?|(?:O|KR)\d+(?:\.\d+)*"
    r"|[1-4]e? ?(?:kwartaal|quarter|trimestre|quartal)|(?:kwartaal|quarter|quartal) ?[1-4])\b"
    r"|'\d\d\b",
    re.IGNORECASE,
)


def _is_milestone(context: Context, key_result: KeyResult) -> bool:
    verdict = context.verdicts.get(key_result.id)
    declared = key_result.metric and key_result.metric.target_type is TargetType.MILESTONE
    return bool(declared) or (verdict is not None and verdict.shade is Shade.MILESTONE)


def _has_number(metric: Metric | None) -> bool:
    return metric is not None and any(
        value is not None
        for value in (metric.target, metric.target_value, metric.lower, metric.upper)
    )


class WithoutMetric(Rule):
    """A key result without a number, a unit or a threshold, in its columns or in its title."""

    code = "STR01"
    name = "kr-without-metric"
    severity = Severity.ERROR
    message = Text(en="No number, unit or threshold.", nl="Geen getal, eenheid of grens.")
    why = Text(
        en="Without a number nobody can say how far it is.",
        nl="Zonder getal kan niemand zeggen hoe ver het is.",
    )
    fix = Text(
        en="Write from which value to which value, by when. Is there no starting value yet? Then "
        "measuring it is the first initiative.",
        nl="Schrijf van welke waarde naar welke waarde, en wanneer. Nog geen beginwaarde? Dan is "
        "die meten het eerste initiatief.",
    )
    question = Text(
        en="By which number would you notice it?", nl="Aan welk getal zou je het merken?"
    )
    instead_of = "Happier customers"
    write = "NPS from 31 to 45"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results with neither target nor typed progress nor a figure in the title."""
        for key_result in context.key_results:
            if _is_milestone(context, key_result) or _has_number(key_result.metric):
                continue
            if not re.search(r"\d", TIME.sub(" ", key_result.title)):
                yield Hit(key_result)


class WithoutBaseline(Rule):
    """A key result with a target but without a starting value, where one is needed."""

    code = "STR02"
    name = "kr-without-baseline"
    severity = Severity.INFO
    message = Text(en="Target without starting value.", nl="Doel zonder beginwaarde.")
    why = Text(
        en="Progress runs from start to target; without a start the first value stands in.",
        nl="Voortgang loopt van begin naar doel; zonder begin telt de eerste waarde.",
    )
    fix = Text(en="Fill in the starting value.", nl="Vul de beginwaarde in.")
    instead_of = "Conversion to 10%, start left empty"
    write = "Conversion to 10%, start 4%"
    relative = Text(en="{share} of what?", nl="{share} van wat?")
    points = Text(
        en="Is {share} meant in points, or as a part of the starting value?",
        nl="Zijn met {share} punten bedoeld, of een deel van de beginwaarde?",
    )

    def find(self, context: Context) -> Iterator[Hit]:
        """Targets whose start is missing and is not simply zero."""
        for key_result in context.key_results:
            metric = key_result.metric
            if metric is None or not _has_number(metric) or metric.baseline is not None:
                continue
            if metric.target_type in THRESHOLDS or _is_milestone(context, key_result):
                continue
            if "baseline" in metric.unclear:
                # It is there, and what is wrong with its cell is said already.
                continue
            yield from self._hit(context, key_result, metric)

    def _hit(self, context: Context, key_result: KeyResult, metric: Metric) -> Iterator[Hit]:
        score = context.scores.key_results.get(key_result.id)
        stuck = score is None or score.progress is None
        if metric.target_mode is not TargetMode.ABSOLUTE and metric.target is None:
            message = self.points if metric.unit == "%" else self.relative
            share = _share(metric)
            yield Hit(key_result, "target", {"share": share}, Severity.WARN, message)
        elif stuck or (score is not None and score.baseline != 0):
            severity = Severity.WARN if stuck else None
            yield Hit(key_result, "target", severity=severity)


def _share(metric: Metric) -> str:
    if metric.target_value is None:
        return "?"
    if metric.target_mode is TargetMode.FACTOR:
        return f"{(metric.target_value - 1) * 100:+.0f}%"
    return f"{metric.target_value:+f}"


class NumberInObjective(Rule):
    """A figure in an objective (a quarter or a year is none): often a key result in disguise."""

    code = "STR03"
    name = "objective-with-number"
    severity = Severity.INFO
    message = Text(
        en="A number in the objective is a key result in disguise.",
        nl="Een getal in het doel is een vermomd kernresultaat.",
    )
    why = Text(
        en="An objective says where to; the numbers below it say how far you are.",
        nl="Een doel zegt waarheen; de getallen eronder zeggen hoe ver je bent.",
    )
    fix = Text(
        en="Move the number to a key result, and say in words where you want to be.",
        nl="Zet het getal in een kernresultaat, en zeg in woorden waar je wilt zijn.",
    )
    instead_of = "Grow revenue by 20%"
    write = "Schools recommend us to each other"

    def find(self, context: Context) -> Iterator[Hit]:
        """Objectives with a digit that is no period and no code."""
        for objective in context.objectives:
            if re.search(r"\d", TIME.sub(" ", objective.title)):
                yield Hit(objective)


class OutputObjective(Rule):
    """An objective that names work to be done instead of a place to be."""

    code = "STR04"
    name = "objective-is-output"
    severity = Severity.WARN
    message = Text(
        en="The objective names work, not a place to be.",
        nl="Het doel noemt werk, geen plek om te zijn.",
    )
    why = Text(
        en="When the work is done, the team still doesn't know whether it has arrived.",
        nl="Als het werk klaar is, weet het team nog niet of het er is.",
    )
    fix = Text(
        en="Ask: where do I want to go? Write that, and keep the work as an initiative.",
        nl="Vraag: waar wil ik naartoe? Schrijf dat op, en houd het werk als initiatief.",
    )
    question = Text(en="Where do we want to be then?", nl="Waar willen we dan zijn?")
    instead_of = "Implement a new CRM"
    write = "Every customer feels known, whoever picks up the phone"

    def find(self, context: Context) -> Iterator[Hit]:
        """Objectives that the checker decides to be outputs."""
        for objective in context.objectives:
            verdict = context.verdicts.get(objective.id)
            if verdict is not None and verdict.label is Label.OUTPUT:
                yield Hit(objective)


class OrphanInitiative(Rule):
    """An initiative that is linked to no key result, objective or KPI."""

    code = "STR05"
    name = "orphan-initiative"
    severity = Severity.WARN
    message = Text(
        en="Linked to no key result, objective or KPI.",
        nl="Hangt aan geen kernresultaat, doel of KPI.",
    )
    why = Text(
        en="Work that serves no result takes time from work that does.",
        nl="Werk dat geen resultaat dient, kost tijd van werk dat dat wel doet.",
    )
    fix = Text(
        en="Link it to the result that it should move, or drop it.",
        nl="Koppel het aan het resultaat dat het moet bewegen, of laat het vallen.",
    )
    question = Text(en="Which result does this serve?", nl="Welk resultaat dient dit?")
    instead_of = "Newsletter every month, linked to nothing"
    write = "Newsletter every month, for: repeat orders from 18% to 25%"

    def find(self, context: Context) -> Iterator[Hit]:
        """Initiatives that support nothing at all (a wrong link is DAT06)."""
        return (Hit(initiative) for initiative in context.initiatives if not initiative.supports)


class Orphan(Rule):
    """A key result without an objective, or an objective with nothing below it."""

    code = "STR06"
    name = "orphan-kr"
    severity = Severity.ERROR
    message = Text(en="Key result without objective.", nl="Kernresultaat zonder doel.")
    empty = Text(
        en="Objective without key result or child objective.",
        nl="Doel zonder kernresultaat of onderliggend doel.",
    )
    why = Text(
        en="A result without a goal has no why; a goal without results has no end.",
        nl="Een resultaat zonder doel heeft geen waarom; een doel zonder resultaat geen einde.",
    )
    fix = Text(en="Put it under its objective.", nl="Hang het onder zijn doel.")
    add = Text(
        en="Add two or three key results, or a child objective.",
        nl="Geef het twee of drie kernresultaten, of een onderliggend doel.",
    )
    instead_of = "A key result row whose objective cell is empty"
    write = "The same row with its objective's title or ID"

    def find(self, context: Context) -> Iterator[Hit]:
        """Both kinds; an objective that only lives in another file is no orphan's."""
        for key_result in context.key_results:
            if key_result.objective_id is None:
                yield Hit(key_result)
        homes = {k.id: k.objective_id for k in context.key_results}
        parents = {o.parent_id for o in context.objectives}
        parents |= {homes.get(parent or "") for parent in set(parents)}
        for objective in context.objectives:
            if not context.under.get(objective.id) and objective.id not in parents:
                yield Hit(objective, message=self.empty, fix=self.add)


class SingleKeyResult(Rule):
    """An objective with only one key result."""

    code = "STR07"
    name = "single-kr"
    severity = Severity.INFO
    message = Text(en="Only one key result.", nl="Maar één kernresultaat.")
    why = Text(
        en="One number is easily reached in a way that nobody wanted.",
        nl="Eén getal is makkelijk te halen op een manier die niemand wilde.",
    )
    fix = Text(
        en="Add a second angle, such as quality beside quantity.",
        nl="Voeg een tweede kant toe, zoals kwaliteit naast aantal.",
    )
    instead_of = "Sell 500 copies, alone"
    write = "Sell 500 copies, and refunds below 2%"

    def find(self, context: Context) -> Iterator[Hit]:
        """Objectives with exactly one."""
        for objective in context.objectives:
            if len(context.under.get(objective.id, ())) == 1:
                yield Hit(objective)


class TooManyKeyResults(Rule):
    """An objective with more key results than anyone can keep in mind (5; `max_key_results`)."""

    code = "STR08"
    name = "too-many-krs"
    severity = Severity.WARN
    message = Text(
        en="{count} key results under one objective, more than {limit}.",
        nl="{count} kernresultaten onder één doel, meer dan {limit}.",
    )
    why = Text(
        en="What is measured everywhere is steered nowhere.",
        nl="Wie alles meet, stuurt nergens op.",
    )
    fix = Text(
        en="Keep the ones that say whether you have arrived; move the others to KPIs.",
        nl="Houd wat zegt of je er bent; maak van de rest KPI's.",
    )
    instead_of = "Nine key results"
    write = "Three key results, and two KPIs to watch"

    def find(self, context: Context) -> Iterator[Hit]:
        """Objectives above the limit."""
        limit = context.config.rules.max_key_results
        for objective in context.objectives:
            count = len(context.under.get(objective.id, ()))
            if count > limit:
                yield Hit(objective, values={"count": count, "limit": limit})


class WithoutInitiative(Rule):
    """A key result for which nobody is doing anything."""

    code = "STR09"
    name = "kr-without-initiative"
    severity = Severity.INFO
    message = Text(
        en="Nobody is doing anything for this key result.",
        nl="Niemand doet iets voor dit kernresultaat.",
    )
    why = Text(
        en="You control actions, not results: a result without an action is a hope.",
        nl="Je stuurt acties, geen resultaten: een resultaat zonder actie is hoop.",
    )
    fix = Text(
        en="Add an initiative: what must I do to reach this?",
        nl="Voeg een initiatief toe: wat moet ik doen om dit te halen?",
    )
    instead_of = "Churn from 5% to 3%, and no initiative"
    write = "Churn from 5% to 3%, with: call every customer after 30 days"

    def find(self, context: Context) -> Iterator[Hit]:
        """Key results that no initiative supports and that are no work themselves."""
        supported = {target for i in context.initiatives for target in i.supports}
        for key_result in context.key_results:
            verdict = context.verdicts.get(key_result.id)
            work = verdict is not None and verdict.label is Label.OUTPUT
            if key_result.id not in supported and not work:
                yield Hit(key_result)
