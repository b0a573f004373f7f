"""What `check` prints: full for people who want to learn, concise for a line each, JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.style import Style
from rich.text import Text as Line

from okrsync.i18n import Message
from okrsync.model import Severity
from okrsync.report.bars import wrap
from okrsync.rules import counted
from okrsync.rules.finding import Finding, FindingPlace
from okrsync.values import safe

COLOURS = {
    Severity.ERROR: Style(color="red"),
    Severity.WARN: Style(color="yellow"),
    Severity.INFO: Style(color="cyan"),
}
DIM, BOLD = Style(dim=True), Style(bold=True)
INDENT = 11
INSTEAD = Message("Instead: ")
NOTHING = Message("Nothing to improve.")
SUMMARY = Message(
    "{error} to correct, {warn} to think about, {info} to know. Why? okrsync rule {code}"
)
WAIVED = Message("{count} accepted with a reason.")


def findings_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """The object that `check --format json` prints; accepted findings stand apart."""
    return {
        "findings": [_json(f) for f in findings if f.waived is None],
        "counts": counted(findings),
        "waived": [{**_json(f), "reason": f.waived} for f in findings if f.waived is not None],
    }


def _json(finding: Finding) -> dict[str, Any]:
    place = finding.location
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "why": finding.why,
        "fix": finding.fix,
        "entity_id": finding.entity_id,
        "title": finding.title,
        "location": {
            "source": place.source,
            "tab": place.tab,
            "cell": place.cell,
            "row": place.row,
            "column": place.column,
        },
    }


def full(findings: Sequence[Finding], language: str, width: int) -> Iterator[Line]:
    """By tab and row: what, why and what to write instead."""
    open_ones = [f for f in findings if f.waived is None]
    for (source, tab), group in groupby(
        open_ones, key=lambda f: (f.location.source, f.location.tab)
    ):
        yield Line(" › ".join(safe(part) for part in (source, tab) if part), style=BOLD)
        for _, row in groupby(group, key=lambda f: (f.location.row, f.entity_id)):
            yield from _row(list(row), language, width)
        yield Line()
    yield from _summary(findings, language)


def _row(findings: Sequence[Finding], language: str, width: int) -> Iterator[Line]:
    first = findings[0]
    title, place = safe(first.title or ""), first.location
    if place.named:
        property_name = f"  {safe(place.column or '')}" if place.column else ""
        yield Line(f"  {title}").append(property_name, style=DIM)
    else:
        yield Line(f"  {place.cell or ''}  ", style=DIM).append(title, style=Style(dim=False))
    for finding in findings:
        message = wrap(safe(finding.message), width - INDENT)
        yield (
            Line("    ")
            .append(f"{finding.code:<{INDENT - 4}}", style=COLOURS[finding.severity])
            .append(message[0])
        )
        yield from (Line(" " * INDENT + text) for text in message[1:])
        if finding.severity is not Severity.INFO:
            yield from _indented(safe(finding.why), width, DIM)
        yield from _indented(INSTEAD.say(language) + safe(finding.fix), width, Style())


def _indented(text: str, width: int, style: Style) -> Iterator[Line]:
    for line in wrap(text, width - INDENT):
        yield Line(" " * INDENT + line, style=style)


def concise(findings: Sequence[Finding], language: str) -> Iterator[Line]:
    """A line a finding: place, severity, code, message."""
    for finding in findings:
        if finding.waived is None:
            where = where_of(finding.location, finding.title)
            line = Line(f"{where}: " if where else "")
            line.append(f"{finding.severity} {finding.code}", style=COLOURS[finding.severity])
            yield line.append(f" {safe(finding.message)}")
    yield from _summary(findings, language)


def where_of(place: FindingPlace, title: str | None = None) -> str:
    """`source:tab!cell`, in a database `source:tab: title, property`; as much as is known."""
    names = (title, place.column) if place.named else (place.cell,)
    cell = ", ".join(safe(part) for part in names if part)
    within = (": " if place.named else "!").join(p for p in (safe(place.tab or ""), cell) if p)
    return ":".join(part for part in (safe(place.source or ""), within) if part)


def _summary(findings: Sequence[Finding], language: str) -> Iterator[Line]:
    counts = counted(findings)
    if any(counts.values()):
        code = next(f.code for f in findings if f.waived is None)
        yield Line(SUMMARY.say(language, code=code, **counts), style=DIM)
    else:
        yield Line(NOTHING.say(language), style=DIM)
    waived = sum(f.waived is not None for f in findings)
    if waived:
        yield Line(WAIVED.say(language, count=waived), style=DIM)
