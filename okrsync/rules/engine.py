"""Runs the rules over a Plan: severities, one OUT code a row, waivers, order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from okrsync.model import Severity
from okrsync.rules.catalogue import catalogue, options
from okrsync.rules.context import Context
from okrsync.rules.families.data_numbers import UnusedWaiver
from okrsync.rules.finding import Finding, FindingPlace
from okrsync.rules.options import refuse_unknown
from okrsync.rules.rule import Hit, Rule
from okrsync.rules.waivers import Accepted, waivers
from okrsync.values import safe

OUT_ORDER = ("OUT03", "OUT02", "OUT04", "OUT05", "OUT01", "OUT06")
WORK = frozenset({"OUT01", "OUT02", "OUT03", "OUT04", "OUT05"})
OPPOSED = {
    **dict.fromkeys(("STR01", "STR02", "STR09", "KPI03", "KPI04", "KPI06", "PRG03", "PRG05"), WORK),
    "DAT10": frozenset({"DAT04"}),
    "KPI03": WORK | {"DAT02"},
    "STR09": WORK | {"PRG03"},
    "INI02": frozenset({"INI01"}),
    "INI03": frozenset({"INI01", "INI02"}),
}
"""Code → the codes beside which it is left out on one row."""
NONE: frozenset[str] = frozenset()
WEIGHT = {Severity.ERROR: 0, Severity.WARN: 1, Severity.INFO: 2}


def check(context: Context) -> list[Finding]:
    """All findings in the order of the sheet, the waived ones among them marked as such.

    Raises ConfigError where `[rules]` sets something that no rule knows.
    """
    refuse_unknown(context.config.rules, options())
    accepted = waivers(context.plan, context.config)
    findings = [f for rule in catalogue().values() for f in _run(rule, context)]
    findings = _not_opposed(_one_out_a_row(findings))
    marked = [_waived(finding, accepted) for finding in findings]
    unused = [w for w in accepted if not any(w.covers(f.code, f.entity_id) for f in findings)]
    marked += _run(UnusedWaiver, context, _unused_hits(context, unused))
    return sorted(marked, key=_order)


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity, waived ones left out."""
    counts = {"error": 0, "warn": 0, "info": 0}
    for finding in findings:
        if finding.waived is None:
            counts[finding.severity] += 1
    return counts


def _run(
    rule: type[Rule], context: Context, hits: Iterable[Hit] | None = None
) -> Iterator[Finding]:
    override = context.config.rules.severity.get(
        rule.code, context.config.rules.severity.get(rule.code[:3])
    )
    if override is Severity.OFF:
        return
    for hit in rule().find(context) if hits is None else hits:
        yield _finding(rule, hit, override, context)


def _finding(rule: type[Rule], hit: Hit, override: Severity | None, context: Context) -> Finding:
    language = context.language
    values = {k: safe(v) if isinstance(v, str) else v for k, v in hit.values.items()}
    entity_id = hit.entity.id if hit.entity else hit.entity_id
    title = hit.entity.title if hit.entity else hit.title
    question = hit.question or rule.question
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=override or hit.severity or rule.severity,
        message=(hit.message or rule.message).say(language, **values),
        why=rule.why.say(language, **values),
        fix=(hit.fix or rule.fix).say(language, **values),
        entity_id=entity_id,
        title=safe(title) if title else None,
        location=hit.place or context.place(hit.entity, hit.field),
        question=question.say(language, **values) if question else None,
    )


def _one_out_a_row(findings: list[Finding]) -> list[Finding]:
    """At most one OUT code a row: the first in the order of `OUT_ORDER`."""
    best: dict[str | None, int] = {}
    for finding in findings:
        if finding.code in OUT_ORDER:
            rank = OUT_ORDER.index(finding.code)
            best[finding.entity_id] = min(rank, best.get(finding.entity_id, rank))
    return [
        f
        for f in findings
        if f.code not in OUT_ORDER or OUT_ORDER.index(f.code) == best[f.entity_id]
    ]


def _not_opposed(findings: list[Finding]) -> list[Finding]:
    """Without what would give the opposite advice on one row: a row that should become an
    initiative needs no number, no start and no plan of its own; one that keeps a level moves
    nothing by itself."""
    by_row: dict[str | None, set[str]] = {}
    for finding in findings:
        by_row.setdefault(finding.entity_id, set()).add(finding.code)
    return [
        f
        for f in findings
        if f.entity_id is None or not (OPPOSED.get(f.code, NONE) & by_row[f.entity_id])
    ]


def _waived(finding: Finding, accepted: Iterable[Accepted]) -> Finding:
    for waiver in accepted:
        if waiver.covers(finding.code, finding.entity_id):
            return replace(finding, waived=waiver.reason)
    return finding


def _unused_hits(context: Context, unused: Iterable[Accepted]) -> Iterator[Hit]:
    for waiver in unused:
        entity = context.by_id.get(waiver.id)
        place = context.place(entity, "notes") if waiver.from_notes else FindingPlace()
        yield Hit(
            entity=entity,
            entity_id=waiver.id,
            values={"rule": waiver.rule, "id": waiver.id, "reason": waiver.reason},
            place=place,
        )


def stale_finding(rule: str, name: str, entity_id: str, file: str, language: str) -> Finding:
    """That a file accepts what isn't found any more."""
    values = {"rule": rule, "id": safe(name), "file": safe(file)}
    return Finding(
        code=UnusedWaiver.code,
        name=UnusedWaiver.name,
        severity=UnusedWaiver.severity,
        message=UnusedWaiver.of_file.say(language, **values),
        why=UnusedWaiver.why.say(language),
        fix=UnusedWaiver.from_file.say(language, **values),
        entity_id=entity_id,
        title=safe(name),
    )


def _order(finding: Finding) -> tuple[str, str, int, int, str, str]:
    place = finding.location
    return (
        place.source or "",
        place.tab or "",
        place.row or 0,
        WEIGHT[finding.severity],
        finding.code,
        place.cell or "",
    )
