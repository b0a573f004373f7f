"""`check --format github`: annotations of a workflow's run.

Every line is a command of ours. What people typed stands inside of one, with its line breaks
escaped, so that no cell can begin a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from okrsync.i18n import Message
from okrsync.report.finding_files import cell_name, file_place, only_file
from okrsync.rules.finding import Finding

COMMANDS = {"error": "error", "warn": "warning", "info": "notice"}
MOST = 10
"""So many annotations of a kind are shown a step; the rest is dropped without a word."""
MORE = Message("{count} more findings are not shown here. All of them: {command}")
LINE_ENDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def github(
    findings: Sequence[Finding],
    paths: Mapping[str, str],
    notes: Iterable[str],
    language: str,
    command: str,
) -> Iterator[str]:
    """The gravest annotations first, then what connectors noticed, then how many are left."""
    open_ones = [finding for finding in findings if finding.waived is None]
    room = dict.fromkeys(COMMANDS, MOST) | {"info": MOST - 1}
    only, left = only_file(paths), 0
    for severity in COMMANDS:
        for finding in open_ones:
            if finding.severity != severity:
                continue
            if room[severity] == 0:
                left += 1
                continue
            room[severity] -= 1
            yield _annotation(finding, paths, only)
    for note in notes:
        if room["info"]:
            room["info"] -= 1
            yield f"::notice title=okrsync::{_data(note)}"
    if left:
        said = MORE.say(language, count=left, command=command)
        yield f"::notice title=okrsync::{_data(said)}"


def _annotation(finding: Finding, paths: Mapping[str, str], only: str | None) -> str:
    place = file_place(finding, paths, only)
    title = " ".join(part for part in (finding.code, cell_name(finding)) if part)
    properties = {"title": title}
    if place is not None:
        properties = {"file": place.path, "line": str(place.line)} | properties
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    said = [f"{finding.title}: " if finding.title else "", finding.message, "\n", finding.fix]
    return f"::{COMMANDS[finding.severity]} {named}::{_data(''.join(said))}"


def _data(text: str) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return LINE_ENDS.sub(" ", text)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
