"""`check --format sarif`: SARIF 2.1.0, as code scanning takes it in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from okrsync import __version__
from okrsync.report.finding_files import FilePlace, cell_name, file_place, only_file
from okrsync.rules import catalogue
from okrsync.rules.finding import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warn": "warning", "info": "note"}
MOST = 25_000
"""So many results a run are taken in; the gravest come first."""
FINGERPRINT = "okrsync/v1"


def sarif(findings: Sequence[Finding], paths: Mapping[str, str], language: str) -> dict[str, Any]:
    """One run with every rule and every finding, the accepted ones as suppressed."""
    rules = catalogue()
    order = {code: at for at, code in enumerate(rules)}
    only = only_file(paths)
    worst = sorted(findings, key=lambda f: ("error", "warn", "info").index(f.severity))[:MOST]
    kept = {id(finding) for finding in worst}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "okrsync",
                        "version": __version__,
                        "rules": [
                            {
                                "id": code,
                                "name": rule.name,
                                "shortDescription": {"text": _first_line(rule.__doc__ or code)},
                                "help": {"text": rule.why.say("en")},
                                "defaultConfiguration": {"level": LEVELS[rule.severity]},
                            }
                            for code, rule in rules.items()
                        ],
                    }
                },
                "columnKind": "utf16CodeUnits",
                "properties": {"language": language},
                "results": [
                    _result(f, file_place(f, paths, only), order) for f in findings if id(f) in kept
                ],
            }
        ],
    }


def _result(finding: Finding, place: FilePlace | None, order: Mapping[str, int]) -> dict[str, Any]:
    said = f"{finding.message} {finding.fix}"
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": order.get(finding.code, -1),
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.title}: {said}" if finding.title else said},
        "partialFingerprints": {FINGERPRINT: fingerprint(finding)},
    }
    if location := _location(finding, place):
        result["locations"] = [location]
    if finding.waived is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.waived}]
    return result


def _location(finding: Finding, place: FilePlace | None) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if place is not None:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": place.uri},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    if name := cell_name(finding):
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location


def fingerprint(finding: Finding) -> str:
    """The same for the same rule and row, wherever that row stands."""
    place = finding.location
    about = finding.entity_id or f"{place.tab or ''}\n{place.column or ''}"
    text = "\n".join((finding.code, place.source or "", about))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _first_line(text: str) -> str:
    return " ".join(text.split("\n\n", 1)[0].split())
