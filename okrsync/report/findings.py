"""What `check` prints: one screen for a first look, all of it, a line each, or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.style import Style
from rich.text import Text as Line

from okrsync.i18n import Message, plural
from okrsync.model import Severity
from okrsync.report.bars import cut, cut_lines, wrap
from okrsync.report.grouped import RuleGroup, groups, sheet_name, where_all
from okrsync.rules import counted
from okrsync.rules.finding import Finding, FindingPlace
from okrsync.values import safe

COLOURS = {
    Severity.ERROR: Style(color="red"),
    Severity.WARN: Style(color="yellow"),
    Severity.INFO: Style(color="cyan"),
}
DIM, BOLD = Style(dim=True), Style(bold=True)
INDENT = 9
LINES = 24
"""Of a terminal as it opens."""
TITLE = 48
INSTEAD = Message("Instead: ")
NOTHING = Message("Nothing to improve.")
SUMMARY = Message(
    "{error} to correct, {warn} to think about, {info} to know. Why? okrsync rule {code}"
)
ALL = Message("Everything, row by row, with the reasons: {command}")
ACCEPTED = Message("{code} accepted: {reason}")
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


def one_screen(
    findings: Sequence[Finding], language: str, width: int, *, more: str, lines: int = LINES
) -> Iterator[Line]:
    """What a first look can take in: a rule at a time, the most harmful first; what is left out
    is counted. `more` is the command that shows all of it."""
    everything = groups(findings)
    told = [group for group in everything if group.severity is not Severity.INFO]
    tabs = _several_sheets(findings)
    closing = list(_closing(findings, language))
    room = lines - len(closing) - 2
    blocks = _fitting([_Block(group, language, width, tabs=tabs) for group in told], room)
    for block in blocks:
        yield from block
    hidden = told[len(blocks) :]
    infos = sum(len(group.findings) for group in everything if group.severity is Severity.INFO)
    if hidden or infos or any(len(group.findings) > 1 for group in told):
        yield from _more(hidden, language, width, more)
    yield from closing


class _Block:
    """One rule on the first screen, in as few lines as may be, or with its advice."""

    def __init__(self, group: RuleGroup, language: str, width: int, *, tabs: bool) -> None:
        first, room = group.findings[0], width - INDENT
        where = where_all(group, tabs=tabs, language=language)
        if len(group.findings) == 1 and first.title and not first.location.named:
            where = f"{where}  {safe(first.title)}".strip()
        self.head = Line("  ").append(f"{group.code:<{INDENT - 2}}", style=COLOURS[group.severity])
        self.head.append(cut(where, room) if where else first.name, style=BOLD)
        said = group.message or _of_first(first)
        self.short = [_text(line) for line in cut_lines(safe(said), room, 1)]
        self.long = [_text(line) for line in cut_lines(safe(said), room, 2)]
        fix = INSTEAD.say(language) + safe(first.fix)
        self.fix = [_text(line) for line in cut_lines(fix, room, 2)]

    def lines(self, detail: int) -> list[Line]:
        """Of 0: where and what. Of 1: what in full. Of 2: what to do too."""
        said = self.long if detail else self.short
        return [self.head, *said, *(self.fix if detail > 1 else ())]


def _fitting(blocks: Sequence[_Block], room: int) -> list[list[Line]]:
    """As many rules as fit, and of these as much as fits, the first ones first."""
    shown = [block.lines(0) for block in blocks]
    while sum(map(len, shown)) > room:
        shown.pop()
    for detail in (1, 2):
        for at, block in enumerate(blocks[: len(shown)]):
            longer = block.lines(detail)
            if sum(map(len, shown)) - len(shown[at]) + len(longer) > room:
                break
            shown[at] = longer
    return shown


def _of_first(finding: Finding) -> str:
    title = safe(finding.title or "")
    short = f"{title[:TITLE].rstrip()}…" if len(title) > TITLE else title
    return f"“{short}”: {finding.message}" if short else finding.message


def _text(line: str) -> Line:
    return Line(" " * INDENT + line)


def _more(hidden: Sequence[RuleGroup], language: str, width: int, command: str) -> Iterator[Line]:
    if hidden:
        count = sum(len(group.findings) for group in hidden)
        codes = ", ".join(dict.fromkeys(group.code for group in hidden))
        left = plural("And {count} more: {codes}.", "And {count} more: {codes}.", count)
        yield Line("  " + cut(left.say(language, codes=codes), width - 2), style=DIM)
    yield Line(ALL.say(language, command=safe(command)), style=DIM)


def full(findings: Sequence[Finding], language: str, width: int) -> Iterator[Line]:
    """Everything, by rule: why it matters once, then each row with what is said of it alone."""
    tabs = _several_sheets(findings)
    for group in groups(findings):
        where = where_all(group, tabs=tabs, language=language) or group.findings[0].name
        head = Line("").append(f"{group.code} ", style=COLOURS[group.severity])
        yield head.append(cut(where, width - 6), style=BOLD)
        if group.message is not None:
            yield from _indented(safe(group.message), width, Style())
        yield from _indented(safe(group.findings[0].why), width, DIM)
        if group.fix is not None:
            yield from _indented(INSTEAD.say(language) + safe(group.fix), width, Style())
        for finding in group.findings:
            yield from _row(finding, group, language, width, tabs=tabs)
        yield Line()
    yield from _accepted(findings, language, width)
    yield from _closing(findings, language)


def _row(
    finding: Finding, group: RuleGroup, language: str, width: int, *, tabs: bool
) -> Iterator[Line]:
    place, title = finding.location, safe(finding.title or "")
    if title or place.cell:
        before = f"{sheet_name(place)}!" if tabs and place.cell and not place.named else ""
        if place.named:
            yield Line(f"  {title}").append(f"  {safe(place.column or '')}", style=DIM)
        else:
            yield Line(f"  {before}{place.cell or ''}  ", style=DIM).append(
                title, style=Style(dim=False)
            )
    if group.message is None:
        yield from _indented(safe(finding.message), width, Style())
    if group.fix is None:
        yield from _indented(INSTEAD.say(language) + safe(finding.fix), width, Style())


def _indented(text: str, width: int, style: Style) -> Iterator[Line]:
    for line in wrap(text, width - INDENT):
        yield Line(" " * INDENT + line, style=style)


def _accepted(findings: Sequence[Finding], language: str, width: int) -> Iterator[Line]:
    """What was accepted, with the reason."""
    for finding in findings:
        if finding.waived is not None:
            where = where_of(finding.location, finding.title)
            said = ACCEPTED.say(language, code=finding.code, reason=safe(finding.waived))
            yield Line(cut(f"{where}: {said}" if where else said, width), style=DIM)


def _several_sheets(findings: Iterable[Finding]) -> bool:
    places = (f.location for f in findings if f.location.tab or f.location.source)
    return len({(place.source, place.tab) for place in places}) > 1


def concise(findings: Sequence[Finding], language: str, *, infos: bool = True) -> Iterator[Line]:
    """A line a finding: place, severity, code, message."""
    for finding in findings:
        if finding.waived is None and (infos or finding.severity is not Severity.INFO):
            where = where_of(finding.location, finding.title)
            line = Line(f"{where}: " if where else "")
            line.append(f"{finding.severity} {finding.code}", style=COLOURS[finding.severity])
            yield line.append(f" {safe(finding.message)}")
    yield from _closing(findings, language)


def where_of(place: FindingPlace, title: str | None = None) -> str:
    """`source:tab!cell`, in a database `source:tab: title, property`; as much as is known."""
    names = (title, place.column) if place.named else (place.cell,)
    cell = ", ".join(safe(part) for part in names if part)
    within = (": " if place.named else "!").join(p for p in (safe(place.tab or ""), cell) if p)
    return ":".join(part for part in (safe(place.source or ""), within) if part)


def _closing(findings: Sequence[Finding], language: str) -> Iterator[Line]:
    counts = counted(findings)
    if any(counts.values()):
        code = groups(findings)[0].code
        yield Line(SUMMARY.say(language, code=code, **counts), style=DIM)
    else:
        yield Line(NOTHING.say(language), style=DIM)
    waived = sum(f.waived is not None for f in findings)
    if waived:
        yield Line(WAIVED.say(language, count=waived), style=DIM)
