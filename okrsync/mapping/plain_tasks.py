"""Lists of things to do that belong to no result: OKRs they are not, whatever an OKR calls one."""

from __future__ import annotations

from okrsync.mapping.layout import Layout
from okrsync.mapping.vocabulary.normal import phrase
from okrsync.mapping.vocabulary.words import everywhere

_OF_A_PLAN = (
    *("supports", "objective", "key_result", "kpi", "parent"),
    *("cadence", "amount", "minutes"),
)
"""What a list of actions of a plan says besides: what for, or how often and how much."""


def is_plain_list(layout: Layout) -> bool:
    """Whether a header such as “Task” is all that makes initiatives of the rows."""
    entity = layout.verdict.entity
    if entity != "initiative" or layout.source.columns or layout.source.level:
        return False
    if any(layout.column(name) is not None for name in _OF_A_PLAN):
        return False
    header = layout.headers.get(layout.verdict.titles[entity], "")
    return phrase(header) in everywhere("values.plain_tasks")["header"]
