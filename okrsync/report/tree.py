"""`status` in a terminal: the tree with bars, honest beside reported where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text as Line

from okrsync.evaluate.assumed import period_label
from okrsync.i18n import Message, plural
from okrsync.language.verdict import Label
from okrsync.model import Initiative, KeyResult, Kpi, Metric, Objective, Status
from okrsync.report.bars import Glyphs, bar, percent, points, wrap
from okrsync.report.view import View
from okrsync.scoring.result import NO_START, KeyResultScore, ObjectiveScore
from okrsync.shell import quoted
from okrsync.values import safe

PLAIN = Style()
BOLD = Style(bold=True)
DIM = Style(dim=True)
COLOURS = {
    Status.ON_TRACK: Style(color="green"),
    Status.ACHIEVED: Style(color="green"),
    Status.ACCOMPLISHED: Style(color="green", bold=True),
    Status.NEEDS_ATTENTION: Style(color="yellow"),
    Status.PARTIAL: Style(color="yellow"),
    Status.OFF_TRACK: Style(color="red"),
    Status.MISSED: Style(color="red"),
}
PASSED = Message("{label}, {passed} of the period has passed")
REPORTED = Message("reported {value}  honest")
BESIDE = Message("reported {value}")
WIDE, NARROW = 78, 60
"""Columns from which there is room for a long bar, and below which there is little at all."""
NOT_COUNTED = Message("not counted")
START_UNKNOWN = Message("start unknown")
QUESTION = Message("You do this yourself. What changes when it is done?")
STALE = Message("No news for a while.")
FALSE = Message(
    "“{title}” says {reported}, its results say {honest}: {points} of false progress. Why?"
)
FALSE_ALONE = Message(
    "“{title}” says {reported}, and no result in it can show that: {points} of false progress. Why?"
)
NO_VALUES = Message(
    "No key result shows a number yet: what is read are columns such as Start, Target and "
    "Current, and not the figures in a title."
)
LOOSE = Message("Under no objective")
ACTIONS = Message("Actions for no result")
KPIS = Message("KPIs")
DUE = Message("due {day}")
WITH_CHILDREN = Message("with what is below it: {value}")
OF = Message("{current} of {target}")


def _gap(score: ObjectiveScore) -> int:
    """Points of false progress between the percents as they are shown, so that people can check
    them: half a point between two numbers that read alike is none."""
    if not score.false_progress:
        return 0
    return points(score.reported or Decimal(0)) - points(score.progress or Decimal(0))


def instead_of(score: KeyResultScore) -> Message | None:
    """What people read in place of a key result's status, None where the status is it."""
    if not score.decision.counts:
        return NOT_COUNTED
    no_start = score.basis == NO_START and score.status is Status.NO_DATA
    return START_UNKNOWN if no_start else None


@dataclass(frozen=True, slots=True)
class StatusTree:
    """How to draw: in which language and words, how wide, with which signs."""

    view: View
    language: str
    words: Mapping[Status, str]
    width: int
    glyphs: Glyphs
    sheet: Sequence[str] = ()
    """The locations as they were typed, for the command that it ends with."""

    def lines(self) -> Iterator[Line]:
        """The whole tree, a line at a time, none wider than `width`."""
        yield self._heading()
        key_results, supporting = self.view.key_results(), self.view.supporting()
        parents = self._parents()
        for objective, depth in self.view.in_order():
            yield Line()
            yield from self._objective(objective, depth, is_parent=objective.id in parents)
            for key_result in key_results.get(objective.id, ()):
                yield from self._key_result(key_result, depth + 1, supporting)
            if self.view.shows_initiatives(self._score(objective).status):
                yield from self._initiatives(supporting.get(objective.id, ()), depth + 1)
        yield from self._loose(key_results.get("", ()), supporting)
        yield from self._kpis()
        yield from self._no_values(key_results)
        yield from self._false_progress()

    def _score(self, objective: Objective) -> ObjectiveScore:
        return self.view.scores.objectives[objective.id]

    def _heading(self) -> Line:
        scores = self.view.scores
        days = (scores.period.end - scores.period.start).days + 1
        gone = Decimal((scores.as_of - scores.period.start).days) / days
        share = percent(min(max(gone, Decimal(0)), Decimal(1)), self.language)
        label = period_label(scores.period.label)
        origin = self.view.period_origin
        if origin is not None:
            label += f" ({origin.say(self.language)})"
        return Line(PASSED.say(self.language, label=label, passed=share), style=DIM)

    def _parents(self) -> frozenset[str | None]:
        """Ids of objectives that have others below them, through a key result or not."""
        homes = {k.id: k.objective_id for k in self.view.plan.key_results}
        named = [o.parent_id for o in self.view.plan.objectives if o.parent_id]
        return frozenset(homes.get(parent, parent) for parent in named)

    def _objective(self, objective: Objective, depth: int, *, is_parent: bool) -> Iterator[Line]:
        score = self._score(objective)
        reported = percent(score.reported, self.language)
        differs = bool(_gap(score))
        roomy = self.width >= NARROW
        middle = REPORTED.say(self.language, value=reported) if differs and roomy else ""
        yield from self._row(
            depth,
            objective.title,
            BOLD,
            (middle.rjust(self._bar), DIM),
            score.progress,
            score.status,
        )
        if differs and not roomy:
            yield from self._note(depth + 1, BESIDE.say(self.language, value=reported))
        if score.rolled_up is not None and is_parent:
            value = percent(score.rolled_up, self.language)
            yield from self._note(depth + 1, WITH_CHILDREN.say(self.language, value=value))

    def _key_result(
        self, key_result: KeyResult, depth: int, supporting: Mapping[str, Sequence[Initiative]]
    ) -> Iterator[Line]:
        score = self.view.scores.key_results[key_result.id]
        drawn = bar(score.progress or Decimal(0), score.expected, self._bar, self.glyphs)
        style = COLOURS.get(score.status, DIM) if score.decision.counts else DIM
        instead = instead_of(score)
        if instead is START_UNKNOWN:
            drawn = self._values(key_result.metric)
        status = instead.say(self.language) if instead else score.status
        yield from self._row(depth, key_result.title, PLAIN, (drawn, style), score.progress, status)
        yield from self._remarks(score, depth + 1)
        if self.view.shows_initiatives(score.status):
            yield from self._initiatives(supporting.get(key_result.id, ()), depth + 1)

    def _remarks(self, score: KeyResultScore, depth: int) -> Iterator[Line]:
        if score.decision.label is Label.OUTPUT and not score.decision.counts:
            yield from self._note(depth, QUESTION.say(self.language))
        if score.outdated:
            yield from self._note(depth, STALE.say(self.language))

    def _initiatives(self, initiatives: Sequence[Initiative], depth: int) -> Iterator[Line]:
        for initiative in initiatives:
            score = self.view.scores.initiatives[initiative.id]
            sign = self.glyphs.done if score.done else self.glyphs.open
            begun = score.progress and not score.done
            tail = percent(score.progress, self.language) if begun else ""
            if initiative.due and not score.done:
                tail += "  " + DUE.say(self.language, day=initiative.due.isoformat())
            room = self.width - 2 * depth - 2 - cell_len(tail) - 1
            title = self._fit(safe(initiative.title), room)
            yield Line("  " * depth + f"{sign} {title} {tail}".rstrip(), style=DIM)

    def _loose(
        self, key_results: Sequence[KeyResult], supporting: Mapping[str, Sequence[Initiative]]
    ) -> Iterator[Line]:
        shown = [k for k in key_results if self.view.filter.takes_loose(k)]
        if shown:
            yield from (Line(), Line(LOOSE.say(self.language), style=BOLD))
            for key_result in shown:
                yield from self._key_result(key_result, 1, supporting)
        adrift = [i for i in supporting.get("", ()) if self.view.filter.takes_loose(i)]
        if adrift and not self.view.without_initiatives:
            yield from (Line(), Line(ACTIONS.say(self.language), style=BOLD))
            yield from self._initiatives(adrift, 1)

    def _kpis(self) -> Iterator[Line]:
        kpis = [k for k in self.view.plan.kpis if not k.parked and self.view.filter.takes_loose(k)]
        if kpis:
            yield from (Line(), Line(KPIS.say(self.language), style=BOLD))
        for kpi in kpis:
            yield self._kpi(kpi)

    def _kpi(self, kpi: Kpi) -> Line:
        healthy = self.view.scores.kpis[kpi.id].healthy
        values = self._values(kpi.metric)
        room = self.width - 2 - cell_len(values) - 2
        line = Line("  " + self._pad(safe(kpi.title), room) + "  ")
        style = {True: COLOURS[Status.ON_TRACK], False: COLOURS[Status.OFF_TRACK]}
        return line.append(values, style=style.get(healthy, DIM) if healthy is not None else DIM)

    def _values(self, metric: Metric | None) -> str:
        if metric is None:
            return "–"
        if metric.target is None:
            return self._amount(metric.current, metric.unit)
        unit = "%" if metric.unit == "%" else None
        current = self._amount(metric.current, unit)
        target = self._amount(metric.target, metric.unit)
        return OF.say(self.language, current=current, target=target)

    def _amount(self, value: Decimal | None, unit: str | None) -> str:
        if value is None:
            return "–"
        if unit == "%":
            value, unit = value * 100, "%"
        shown = f"{value.normalize():f}"
        shown = shown.replace(".", ",") if self.language == "nl" else shown
        return f"{shown} {safe(unit)}" if unit else shown

    def _no_values(self, key_results: Mapping[str, Sequence[KeyResult]]) -> Iterator[Line]:
        """Why there is nothing to see, where not one key result has a value."""
        every = [k.id for group in key_results.values() for k in group]
        scores = self.view.scores.key_results
        if every and all(scores[entity_id].progress is None for entity_id in every):
            yield Line()
            yield from self._note(0, NO_VALUES.say(self.language))

    def _false_progress(self) -> Iterator[Line]:
        worst = max(
            self.view.objectives(),
            key=lambda o: self._score(o).false_progress or Decimal(0),
            default=None,
        )
        if worst and (share := _gap(self._score(worst))) > 0:
            yield Line()
            for text in wrap(self._false(worst, share), self.width):
                yield Line(self._fit(text, self.width))
            # On a line of its own and never cut: it is there to be copied.
            words = " ".join(map(quoted, (worst.id, *self.sheet)))
            yield Line(safe(f"  okrsync explain-score {words}"), style=DIM)

    def _false(self, worst: Objective, share: int) -> str:
        score = self._score(worst)
        text = FALSE_ALONE if score.progress is None else FALSE
        return text.say(
            self.language,
            title=self._fit(safe(worst.title), self.width // 2),
            reported=percent(score.reported, self.language),
            honest=percent(score.progress, self.language),
            points=plural("{count} point", "{count} points", share),
        )

    @property
    def _bar(self) -> int:
        return 20 if self.width >= WIDE else 10 if self.width >= NARROW else 5

    @property
    def _status(self) -> int:
        widest = max((cell_len(word) for word in self.words.values()), default=0)
        others = (cell_len(each.say(self.language)) for each in (NOT_COUNTED, START_UNKNOWN))
        return max(widest, *others)

    def _row(
        self,
        depth: int,
        title: str,
        style: Style,
        middle: tuple[str, Style],
        progress: Decimal | None,
        status: Status | str,
    ) -> Iterator[Line]:
        """Title (wrapped), what stands in the bar's place, the percent and the word."""
        size = max(cell_len(middle[0]), self._bar)
        room = self.width - size - self._status - 9 - 2 * depth
        first, *rest = self._wrap(safe(title), max(room, 10))
        word = self.words.get(status, status) if isinstance(status, Status) else status
        colour = COLOURS.get(status, DIM) if isinstance(status, Status) else DIM
        line = Line("  " * depth).append(self._pad(first, max(room, 10)), style=style)
        line.append(" ").append(middle[0].rjust(size), style=middle[1])
        line.append(f"{percent(progress, self.language):>6}  ", style=style)
        yield line.append(safe(word), style=colour)
        for text in rest:
            yield Line("  " * depth + text, style=style)

    def _note(self, depth: int, text: str) -> Iterator[Line]:
        for part in self._wrap(text, self.width - 2 * depth):
            yield Line("  " * depth + part, style=DIM)

    def _wrap(self, text: str, room: int) -> list[str]:
        """At most three lines at word boundaries; the last one is cut with an ellipsis."""
        lines = wrap(text, room)
        if len(lines) > 3:
            lines = [*lines[:2], " ".join(lines[2:])]
        return [self._fit(line, room) for line in lines]

    def _fit(self, text: str, room: int) -> str:
        if cell_len(text) <= room:
            return text
        return (
            set_cell_size(text, room - cell_len(self.glyphs.ellipsis)).rstrip()
            + self.glyphs.ellipsis
        )

    def _pad(self, text: str, room: int) -> str:
        return set_cell_size(self._fit(text, room), room)
