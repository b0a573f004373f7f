"""What humans have accepted, each with a reason: in the configuration or in a notes column.

In a notes column a waiver is the code, a colon and the reason: `OUT01: baseline quarter`.
A whole family takes a word before it: `accept OUT: a learning quarter`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from okrsync.config import Config
from okrsync.model import Plan

NOTE = re.compile(
    r"(?:\b(?:waive|accept|ignore|ok|akkoord|accepteer|negeer)\s+(?P<family>[A-Z]{3}(?:\d{2})?)"
    r"|\b(?P<code>[A-Z]{3}\d{2}))\s*[:=–—-]\s*(?P<reason>[^\n;]*\w[^\n;]*)"
)
SIX = frozenset({"OUT01", "OUT02", "OUT03", "OUT04", "OUT05", "OUT06"})


@dataclass(frozen=True, slots=True)
class Accepted:
    """One waiver: a code or a family, the row's id and the reason."""

    rule: str
    id: str
    reason: str
    from_notes: bool = False

    def covers(self, code: str, entity_id: str | None) -> bool:
        """Whether it waives this finding."""
        return entity_id == self.id and code.startswith(self.rule)


def waivers(plan: Plan, config: Config) -> list[Accepted]:
    """All waivers, those of the configuration first."""
    written = [Accepted(w.rule, w.id, w.reason) for w in config.rules.waivers]
    return written + list(_noted(plan))


def waived_outputs(plan: Plan, config: Config) -> frozenset[str]:
    """Ids of key results that a human accepts although the checker may call them outputs."""
    return frozenset(
        waiver.id
        for waiver in waivers(plan, config)
        if any(code.startswith(waiver.rule) for code in SIX)
    )


def _noted(plan: Plan) -> Iterator[Accepted]:
    for entity in plan.entities:
        for match in NOTE.finditer(entity.notes or ""):
            rule = match["family"] or match["code"]
            yield Accepted(rule, entity.id, match["reason"].strip(), from_notes=True)
