"""A Progress column beside a target and no current value: a share, or how far the count is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from okrsync.mapping.columns_of import Columns
from okrsync.mapping.vocabulary.headers import match
from okrsync.table import Scalar
from okrsync.values import Quantity, read_number

_HUNDRED = 100
_BEYOND = Decimal("1.5")
"""So many times its target a value may be; a share of a small target is more."""
_ENOUGH = 3
_CLEAR, _VAGUE = 0.9, 0.6


def with_value(
    columns: Columns, samples: Mapping[int, Sequence[Scalar]], headers: Mapping[int, str]
) -> Columns:
    """“Target: 500 km, Progress: 320” is 320 of 500: no share is beyond a hundred. Where all of it
    is below a hundred, as are the targets, it is read so too, and asked about in a few rows."""
    at, target = columns.fields.get("progress"), columns.fields.get("target")
    if at is None or target is None or "current" in columns.fields or "%" in headers.get(at, ""):
        return columns
    pairs = _pairs(samples.get(target, ()), samples.get(at, ()))
    starts = samples.get(columns.fields.get("baseline", -1), ())
    if not pairs or not _in_reach(pairs, starts):
        return columns
    beyond = any(value > _HUNDRED for _, value in pairs)
    small = all(goal <= _HUNDRED for goal, _ in pairs) and any(g != _HUNDRED for g, _ in pairs)
    if not beyond and not small:
        return columns
    fields = {name: column for name, column in columns.fields.items() if name != "progress"}
    share = next((each for _, each in columns.rest if _is_share(headers.get(each, ""))), None)
    if share is not None:
        fields["progress"] = share
        columns = replace(columns, rest=tuple(each for each in columns.rest if each[1] != share))
    sure = _CLEAR if beyond or len(pairs) >= _ENOUGH else _VAGUE
    return replace(columns, fields={**fields, "current": at}, sure={**columns.sure, at: sure})


def _is_share(header: str) -> bool:
    best = match(header)[:1]
    return bool(best) and best[0].field == "progress" and best[0].score > _CLEAR


def _in_reach(pairs: Sequence[tuple[Decimal, Decimal]], starts: Sequence[Scalar]) -> bool:
    """Whether every value lies where it may on the way: what falls is above its target, and
    no further off than where the column of starts began."""
    known = [start for value in starts if (start := _plain(value)) is not None]
    highest = max(known, default=Decimal(0))
    return all(value <= max(_BEYOND * goal, highest) for goal, value in pairs)


def _pairs(
    targets: Sequence[Scalar], shown: Sequence[Scalar]
) -> list[tuple[Decimal, Decimal]] | None:
    """Target and progress of each row that has both; None where a percent or a word says that it
    is a share."""
    found = []
    for goal, value in zip(targets, shown, strict=False):
        if value is None or value == "":
            continue
        if _percent(value) and _percent(goal):
            continue  # a value as much as a share: other rows tell
        told = _plain(value)
        if told is None or (told < 1 and told != 0):
            return None
        if (reached := _plain(goal)) is not None and reached > 0:
            found.append((reached, told))
    return found


def _percent(value: Scalar) -> bool:
    return isinstance(value, str) and value.strip().endswith("%")


def _plain(value: Scalar) -> Decimal | None:
    """A number without a percent sign."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    if isinstance(value, str) and "%" in value:
        return None
    found = read_number(value)
    return found.value if isinstance(found, Quantity) else None
