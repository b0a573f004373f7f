"""`explain-score`: the sum behind a number, with the cells that its figures stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rich.style import Style
from rich.text import Text as Line

from okrsync.report.status import number
from okrsync.scoring.result import DecidedBy, Explanation, Sum, Term
from okrsync.text import Text
from okrsync.values import safe

BOLD, DIM = Style(bold=True), Style(dim=True)
NAMES = {
    "progress": Text(en="honest progress", nl="eerlijke voortgang"),
    "reported": Text(en="reported, what the sheet says", nl="gemeld, wat het blad zegt"),
    "output_progress": Text(en="progress of the work", nl="voortgang van het werk"),
    "coverage": Text(en="coverage, what has a value", nl="dekking, wat een waarde heeft"),
    "rolled_up": Text(en="with what is below it", nl="met wat eronder hangt"),
    "expected": Text(en="expected by now", nl="verwacht tot nu toe"),
    "gap": Text(en="gap, expected minus progress", nl="achterstand, verwacht min voortgang"),
    "false_progress": Text(
        en="false progress, reported minus honest", nl="schijnvoortgang, gemeld min eerlijk"
    ),
    "healthy": Text(en="meets its target", nl="haalt het doel"),
}
WHY = {
    "typed": Text(en="as typed in the sheet", nl="zoals het in het blad staat"),
    "no_data": Text(en="no value: counts as 0", nl="geen waarde: telt als 0"),
    "output": Text(en="left out: it measures work", nl="telt niet: het meet werk"),
    "outcome": Text(en="left out: it measures a result", nl="telt niet: het meet een resultaat"),
    "parked": Text(en="parked", nl="geparkeerd"),
    "period": Text(en="another period", nl="een andere periode"),
    "own": Text(en="its own key results", nl="de eigen kernresultaten"),
    "child": Text(en="below it", nl="eronder"),
}
POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
FIRST = ("progress", "reported")
"""The sums that people ask about come before all that follows from them."""
DECIDED = {
    DecidedBy.HUMAN: Text(en="{label}, said a human", nl="{label}, zei een mens"),
    DecidedBy.WAIVER: Text(en="{label}, accepted by a waiver", nl="{label}, bewust geaccepteerd"),
    DecidedBy.CHECKER: Text(en="{label}, says the checker", nl="{label}, zegt de toets"),
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
        label = DECIDED[found.decision.by].say(language, label=found.decision.label)
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
