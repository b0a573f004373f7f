"""The whole way in one cell: “from 20 to 40, now 31”."""

from __future__ import annotations

import re

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.files.schema import ColumnRef, Pattern
from okrsync.mapping.profile import SAMPLE
from okrsync.table import Scalar
from okrsync.values import is_null

_MOST = 0.6
_LONGEST = 120
_THREE = re.compile(r"\d\D+\d+\D+\d")
"""Whatever says three numbers: looked at first, for speed."""
_FROM = "from|start(?:ed)? at|van|vanaf|von|de|du|desde"
_TO = "to|naar|tot|auf|bis|zu|à|a|para|hasta|até|→|➔|->|=>"
_NOW = (
    "now|currently|today|at present|nu|nu op|thans|vandaag|staat op|jetzt|aktuell|derzeit|heute"
    "|maintenant|actuellement|aujourd['’]hui|ahora|actualmente|hoy|agora|hoje|atual|atualmente"
)
_NUMBER = r"[^\s\d;()]{0,4}\s?[-+]?\d[^;()]*?"
WAY = (
    rf"(?i)^\s*(?:(?:{_FROM})\s+)?(?P<baseline>{_NUMBER})\s*(?:{_TO})\s*(?P<target>{_NUMBER})"
    rf"\s*[,;.(/|–-]*\s*\b(?:{_NOW})(?:\s+(?:at|op|bei|à|en|em))?\s*[:=]?\s*"
    rf"(?P<current>{_NUMBER})\s*\)?\.?\s*$"
)


def found(ready: PreparedTable) -> tuple[ColumnRef, Pattern] | None:
    """The column whose cells say start, target and current value, and how; None without one."""
    for column in ready.names:
        values = [row.value(column) for row in ready.rows[:SAMPLE]]
        texts = [each for each in values if _says(each)]
        ways = sum(isinstance(each, str) and _is_way(each) for each in texts)
        if ways and ways >= _MOST * len(texts):
            named = selecting.naming(column, ready.names)
            return named, Pattern(named, WAY)
    return None


def _is_way(text: str) -> bool:
    if len(text) > _LONGEST or not _THREE.search(text):
        return False
    return re.fullmatch(WAY, text) is not None


def _says(value: Scalar) -> bool:
    return value is not None and value != "" and not (isinstance(value, str) and is_null(value))
