"""Which key results count: a human's word before a waiver before the checker."""

from __future__ import annotations

from collections.abc import Container, Mapping

from okrsync.language.verdict import Label, Verdict
from okrsync.model import KeyResult, Measures, Plan
from okrsync.scoring.result import DecidedBy, Decision

_KNOWN = {(label, by): Decision(label, by) for label in Label for by in DecidedBy}
UNDECIDED = _KNOWN[Label.AMBIGUOUS, DecidedBy.CHECKER]
"""Where nobody said anything: ambiguous ones count."""


def decide(
    plan: Plan, verdicts: Mapping[str, Verdict], waived: Container[str]
) -> dict[str, Decision]:
    """Each key result's decision by id. `waived` are those accepted as outputs by a waiver.

    A key result without a verdict is ambiguous.
    """
    return {
        key_result.id: _decision(key_result, verdicts.get(key_result.id), key_result.id in waived)
        for key_result in plan.key_results
    }


def _decision(key_result: KeyResult, verdict: Verdict | None, waived: bool) -> Decision:
    if key_result.measures is not None:
        human = Label.OUTPUT if key_result.measures is Measures.OUTPUT else Label.OUTCOME
        return _KNOWN[human, DecidedBy.HUMAN]
    label = verdict.label if verdict else Label.AMBIGUOUS
    return _KNOWN[label, DecidedBy.WAIVER if waived else DecidedBy.CHECKER]
