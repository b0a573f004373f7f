"""`explain-score`: the sum behind a number, with the cells that its figures stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rich.style import Style
from rich.text import Text as Line

from okrsync.i18n import Message
from okrsync.report.status import number
from okrsync.scoring.result import DecidedBy, Explanation, Sum, Term
from okrsync.values import safe

BOLD, DIM = Style(bold=True), Style(dim=True)
NAMES = {
    "progress": Message("honest progress"),
    "reported": Message("reported, what the sheet says"),
    "output_progress": Message("progress of the work"),
    "coverage": Message("coverage, what has a value"),
    "rolled_up": Message("with what is below it"),
    "expected": Message("expected by now"),
    "gap": Message("gap, expected minus progress"),
    "false_progress": Message("false progress, reported minus honest"),
    "healthy": Message("meets its target"),
}
WHY = {
    "typed": Message("as typed in the sheet"),
    "no_data": Message("no value: counts as 0"),
    "no_start": Message("start unknown: left out until there is one"),
    "output": Message("left out: it measures work"),
    "outcome": Message("left out: it measures a result"),
    "parked": Message("parked"),
    "period": Message("another period"),
    "own": Message("its own key results"),
    "child": Message("below it"),
}
POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
FIRST = ("progress", "reported")
"""The sums that people ask about come before all that follows from them."""
LABELS = {
    "outcome": Message("outcome"),
    "output": Message("output"),
    "ambiguous": Message("ambiguous"),
}
DECIDED = {
    DecidedBy.HUMAN: Message("{label}, as a person decided"),
    DecidedBy.WAIVER: Message("{label}, accepted by a waiver"),
    DecidedBy.CHECKER: Message("{label}, says the checker"),
}


def explanation_json(found: Explanation) -> dict[str, Any]:
    """The same for programs; fractions are numbers."""
    return {
        "id": found.id,
        "title": found.title,
        "kind": found.kind,
        "status": found.status,
        "label": found.decision.label if found.decision else None,
        "label_by": found.decision.by if found.decision else None,
        "parked": found.parked,
        "lines": [
            {
                "name": line.name,
                "formula": line.formula,
                "value": number(line.value),
                "cells": dict(line.cells),
            }
            for line in found.lines
        ],
        "sums": [_sum_json(total) for total in found.sums],
    }


def _sum_json(found: Sum) -> dict[str, Any]:
    return {
        "name": found.name,
        "total": number(found.total),
        "weight": number(found.weight),
        "value": number(found.value),
        "terms": [
            {
                "id": term.id,
                "title": term.title,
                "weight": number(term.weight),
                "progress": number(term.progress),
                "value": number(term.value),
                "counted": term.counted,
                "why": term.why,
                "cells": dict(term.cells),
            }
            for term in found.terms
        ],
    }


def explanation_lines(found: Explanation, language: str) -> Iterator[Line]:
    """The whole explanation, a line at a time."""
    yield Line(safe(found.title), style=BOLD).append(f"  {safe(found.id)}", style=DIM)
    if found.decision:
        label = DECIDED[found.decision.by].say(language, label=LABELS[found.decision.label])
        yield Line(f"  {label}", style=DIM)
    first = [total for total in found.sums if total.name in FIRST]
    for total in first:
        yield Line()
        yield from _sum(total, language)
    for line in found.lines:
        yield Line()
        yield Line(f"{_name(line.name, language)}: {_figure(line.value, language)}")
        formula = _written(safe(line.formula), language)
        yield Line(f"  = {formula}{_cells(line.cells)}", style=DIM)
    for total in found.sums:
        if total not in first:
            yield Line()
            yield from _sum(total, language)


def _sum(found: Sum, language: str) -> Iterator[Line]:
    yield Line(f"{_name(found.name, language)}: {_figure(found.value, language)}")
    for term in found.terms:
        yield _term(term, language)
    if found.value is not None:
        whole = f"  = {_plain(found.total, language)} / {_plain(found.weight, language)}"
        yield Line(whole, style=DIM)


def _term(term: Term, language: str) -> Line:
    why = WHY[term.why].say(language) if term.why in WHY else ""
    factors = [_plain(term.weight, language), _plain(term.value, language)]
    figure = " × ".join(factors) if term.counted else "–"
    style = DIM if not term.counted else Style()
    line = Line(f"  {figure:<16} {safe(term.title)}", style=style)
    return line.append(f"{f'  {why}' if why else ''}{_cells(term.cells)}", style=DIM)


def _name(name: str, language: str) -> str:
    return NAMES[name].say(language) if name in NAMES else name


def _cells(cells: Mapping[str, str]) -> str:
    shown = ", ".join(dict.fromkeys(safe(cell) for cell in cells.values()))
    return f"  [{shown}]" if shown else ""


def _figure(value: Decimal | None, language: str) -> str:
    if value is None:
        return "–"
    shown = f"{value * 100:.1f}"
    return f"{shown}%" if language == "en" else f"{_written(shown, language)} %"


def _plain(value: Decimal, language: str) -> str:
    shown = f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:f}".split(".")[0]
    return _written(shown, language)


def _written(figures: str, language: str) -> str:
    """Figures with a point, as the language writes them."""
    return figures if language == "en" else POINT.sub(",", figures)
