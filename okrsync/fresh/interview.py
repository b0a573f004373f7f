"""The three questions, in their order: where to, which results, what to do.

Every answer is looked at while there is still somebody to ask; what is only work is met with
the question that leads from it to a result.
"""

from __future__ import annotations

import re

from okrsync.dialogue import Dialogue
from okrsync.fresh.outline import Action, Audience, Goal, Outline, Result
from okrsync.i18n import Message
from okrsync.language import Label, Shade, Verdict, classify, known_languages
from okrsync.model import Cadence
from okrsync.values.locales import decimal_mark
from okrsync.values.numbers import read_text
from okrsync.values.quantity import Quantity

NORTH_STAR = Message("Your north star: what is it all for, in the long run? (Enter: leave it out)")
THEME = Message("The theme of {period}? (Enter: leave it out)")
WHERE = Message("1. Where do you want to go? (Enter: write the example)")
WHERE_ELSE = Message("Where else do you want to go? (Enter: nowhere, this is all)")
TEAM = Message("Whose is it: which team? (Enter: leave it out)")
WHICH = Message("2. Which result must you reach, so that you are there?")
WHICH_ELSE = Message("Which other result? (Enter: these are all)")
START = Message("Where does that number stand now? (such as 12 or 40%; Enter: not known yet)")
TARGET = Message("And where must it get?")
WHAT = Message("3. What must you do for “{result}”? (Enter: nothing yet)")
WHAT_ELSE = Message("What else must you do for “{result}”? (Enter: this is all)")
OFTEN = Message("How often?")
RHYTHMS = {
    Cadence.ONCE: Message("once"),
    Cadence.DAILY: Message("every workday"),
    Cadence.WEEKLY: Message("every week"),
    Cadence.MONTHLY: Message("every month"),
}
AMOUNT = Message("How many each time? (Enter: leave it out)")
MINUTES = Message("How many minutes does that take? (Enter: leave it out)")

HAS_NUMBER = Message(
    "A number belongs to a result. Where do you want to be, in words? (Enter: keep it as it is)"
)
WORK_NOT_GOAL = Message(
    "That is something you do. Where are you once it is done? (Enter: keep it as it is)"
)
WORK = Message(
    "That is something you do: it becomes an initiative. What changes for others when it is done? "
    "(Enter: keep it as a result)"
)
SPEND = Message(
    "Money can be spent without anything changing: it becomes an initiative. What should it bring? "
    "(Enter: keep it as a result)"
)
HYBRID = Message(
    "There is work and a result in it. How do you say only the result? (Enter: keep it as it is)"
)
NO_NUMBER = Message("“{text}” is no number that can be read: write it such as 12, 3.5 or 40%.")
SAME = Message("Then it is there already: start and target are the same. Where must it get?")
_DIGIT = re.compile(r"\d")
_ANEW = 3
"""So often a result is asked for anew; then it stays as it was typed."""


class Interview:
    """One person, one outline. Where the input is ended `person.asks` is False, and what was
    answered so far is no whole outline."""

    def __init__(self, person: Dialogue, outline: Outline, language: str) -> None:
        self.person = person
        self.outline = outline
        self.language = language
        self._checked = language if language in known_languages() else None

    def hold(self) -> None:
        """Ask it all, and fill the outline."""
        self._above()
        first = not self.outline.goals
        while title := self._ask(WHERE if first else WHERE_ELSE):
            first = False
            goal = Goal(self._as_goal(title))
            if self.outline.kind is Audience.COMPANY:
                goal.team = self._ask(TEAM) or None
            self.outline.goals.append(goal)
            self._results(goal)
            for result in goal.results:
                self._actions(result)

    def _ask(self, question: Message, **values: object) -> str:
        if not self.person.asks:
            return ""
        typed = self.person.type(question.say(self.language, **values))
        # Bytes that are no text, as a terminal may send them, have no place in a file.
        return typed.encode("utf-8", "replace").decode("utf-8")

    def _above(self) -> None:
        if not self.outline.north_star:
            self.outline.north_star = self._ask(NORTH_STAR)
        self.outline.theme = self._ask(THEME, period=self.outline.period.label)

    def _judged(self, text: str, role: str) -> Verdict:
        return classify(text, role=role, lang=self._checked)

    def _as_goal(self, title: str) -> str:
        """The objective, asked for once more where it holds a number or is only work."""
        verdict = self._judged(title, "objective")
        if _DIGIT.search(title):
            return self._ask(HAS_NUMBER) or title
        if verdict.label is Label.OUTPUT:
            return self._ask(WORK_NOT_GOAL) or title
        return title

    def _results(self, goal: Goal) -> None:
        while title := self._ask(WHICH_ELSE if goal.results else WHICH):
            result = self._as_result(title)
            goal.results.append(result)
            self._numbers(result)

    def _as_result(self, title: str) -> Result:
        """The result; what was typed and is only work becomes what is done for it."""
        work = list[Action]()
        for _ in range(_ANEW):
            question = _leads_on(self._judged(title, "key_result"))
            better = self._ask(question) if question else ""
            if not better:
                break
            work += [Action(title)] if question is not HYBRID else []
            title = better
        return Result(title, actions=work)

    def _numbers(self, result: Result) -> None:
        start = self._number(START)
        target = self._number(TARGET)
        while start and target and start.value == target.value:
            target = self._number(SAME)
        units = [each.unit for each in (target, start) if each and each.unit]
        result.unit = units[0] if units else None
        result.start = _scaled(start, result.unit)
        result.target = _scaled(target, result.unit)

    def _number(self, question: Message) -> Quantity | None:
        """A number as it is typed in a cell; asked again where it can't be read."""
        while typed := self._ask(question):
            found = read_text(typed, decimal_mark(self.language))
            plain = found.plain() if isinstance(found, Quantity) else None
            if plain is not None and plain.value is not None:
                return plain
            self.person.say(NO_NUMBER.say(self.language, text=typed))
        return None

    def _actions(self, result: Result) -> None:
        question = WHAT_ELSE if result.actions else WHAT
        while title := self._ask(question, result=result.title):
            action = Action(title, self._rhythm())
            if action.cadence is not Cadence.ONCE:
                action.amount = _scaled(self._number(AMOUNT), None)
                action.minutes = _scaled(self._number(MINUTES), None)
            result.actions.append(action)
            question = WHAT_ELSE

    def _rhythm(self) -> Cadence:
        if not self.person.asks:
            return Cadence.ONCE
        labels = [each.say(self.language) for each in RHYTHMS.values()]
        chosen = self.person.pick(OFTEN.say(self.language), labels)
        return list(RHYTHMS)[chosen or 0]


def _leads_on(verdict: Verdict) -> Message | None:
    """What to ask of a result that is none; None where it is one, or may be."""
    if verdict.label is Label.OUTPUT:
        return SPEND if verdict.shade is Shade.SPEND else WORK
    return HYBRID if verdict.shade is Shade.HYBRID else None


def _scaled(number: Quantity | None, unit: str | None) -> float | None:
    """The number as a cell holds it: where the other one is a percent, 40 means 40%."""
    if number is None or number.value is None:
        return None
    return float(number.value / 100 if unit == "%" and number.unit != "%" else number.value)
