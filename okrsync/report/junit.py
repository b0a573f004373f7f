"""`check --format junit`: each finding a failed case, as build servers show it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from okrsync.report.finding_files import cell_name, file_place, only_file
from okrsync.rules import catalogue
from okrsync.rules.finding import Finding

UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold, and no parser reads back."""


def junit(findings: Sequence[Finding], paths: Mapping[str, str]) -> str:
    """One suite: a failure a finding, a passed case a rule that found nothing; what was accepted
    is skipped, with its reason."""
    open_ones = sum(finding.waived is None for finding in findings)
    silent = [code for code in catalogue() if all(f.code != code for f in findings)]
    counts: dict[str, str] = {
        "tests": str(len(findings) + len(silent)),
        "failures": str(open_ones),
        "errors": "0",
        "skipped": str(len(findings) - open_ones),
    }
    whole = ET.Element("testsuites", {"name": "okrsync", **counts})
    suite = ET.SubElement(whole, "testsuite", {"name": "okrsync check", "time": "0", **counts})
    only, names = only_file(paths), Counter[tuple[str, str]]()
    for finding in findings:
        _case(suite, finding, paths, only, names)
    for code in silent:
        ET.SubElement(suite, "testcase", classname=f"okrsync.{code}", name=code, time="0")
    ET.indent(whole)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(whole, encoding="unicode")


def _case(
    suite: ET.Element,
    finding: Finding,
    paths: Mapping[str, str],
    only: str | None,
    names: Counter[tuple[str, str]],
) -> None:
    group = _speakable(".".join(p for p in (finding.location.tab, finding.code) if p))
    name = _speakable(" ".join(p for p in (cell_name(finding), finding.title) if p)) or finding.code
    names[group, name] += 1
    if names[group, name] > 1:
        # Cases of one name fall together where they are shown.
        name = f"{name} ({names[group, name]})"
    case = ET.SubElement(suite, "testcase", classname=group, name=name, time="0")
    if place := file_place(finding, paths, only):
        case.set("file", _speakable(place.path))
        case.set("line", str(place.line))
    if finding.waived is not None:
        ET.SubElement(case, "skipped", message=_speakable(finding.waived))
        return
    message = _speakable(f"{finding.code} {finding.message}")
    failure = ET.SubElement(case, "failure", message=message, type=finding.severity)
    failure.text = _speakable(f"{finding.why}\n{finding.fix}")


def _speakable(text: str) -> str:
    return UNSPEAKABLE.sub("\ufffd", text)
