"""Which of several columns that could be a row's title is: the one that says what each row is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from okrsync.mapping.columns_of import Columns
from okrsync.mapping.detect.evidence import Evidence
from okrsync.mapping.profile import Profile

_OWN = 0.9
"""From this share of different texts on a column tells its rows apart."""
_REPEATS = 0.6
"""A column with fewer different ones than this share of the title's says the same of many rows."""
_CLEAR = 0.996
"""The score of a header that can only be a title: no description, no text."""
_PLAIN = 0.9
_MEASURED = ("target", "baseline", "current", "lower", "upper")
_WORK = ("done", "done_on", "due", "status", "minutes", "amount")


def without_repeated_measure(
    columns: Columns, profiles: Mapping[int, Profile], headers: Mapping[int, str]
) -> Columns:
    """Without the name of a measure that many rows share: “Progress” on each row is what is
    counted there, and no row's title."""
    title, measure = columns.get("title"), columns.get("indicator")
    if title is None or measure is None:
        return columns
    own, shared = profiles.get(title, Profile()), profiles.get(measure, Profile())
    if own.distinct < _OWN or shared.empty or shared.distinct >= _REPEATS * own.distinct:
        return columns
    fields = {name: at for name, at in columns.fields.items() if name != "indicator"}
    return replace(columns, fields=fields, rest=(*columns.rest, (headers[measure], measure)))


def are_actions(seen: Evidence) -> bool:
    """Whether rows with a title of their own stand beside the key result that they are for.

    Then nothing in them is measured, and the title says more than the key result does: it
    differs where that repeats, or an objective stands there as well, or the key result is only
    named by an id.
    """
    title = seen.columns.fields.get("title")
    if title is None or not seen.has("key_result") or seen.has(*_MEASURED):
        return False
    own = seen.profiles.get(title, Profile())
    above = seen.profiles.get(seen.columns.fields["key_result"], Profile())
    sure = seen.columns.sure[title]
    if own.filled < above.filled or sure < _PLAIN:
        return False
    # A key result that stands beside many different titles is none of these rows' own.
    repeats = above.filled > 2 and above.distinct < _REPEATS * own.distinct
    if not repeats and (own.distinct < _OWN or sure < _CLEAR):
        return False
    if ("id", "key_result") in seen.columns.scoped and seen.has("id"):
        return True
    return seen.has(*_WORK) and (seen.has("objective") or above.distinct < own.distinct)


def are_measured_goals(seen: Evidence) -> bool:
    """Whether each goal is measured on its own row, with a target and where it stands: what
    people call a goal is a key result then, and its numbers count."""
    goal = seen.columns.fields.get("objective")
    if goal is None or not seen.has("target") or not seen.has("current", "baseline"):
        return False
    own = seen.profiles.get(goal, Profile())
    named = [seen.columns.fields[name] for name in ("target", "current", "baseline")
             if seen.has(name)]  # fmt: skip
    filled = [seen.profiles.get(at, Profile()) for at in named]
    return own.distinct >= _OWN and sum(each.filled >= 0.5 * own.filled for each in filled) > 1
