"""Whether codes tell the levels of a table's rows: of a column, or before the titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrsync.mapping.detect.evidence import Evidence
from okrsync.mapping.vocabulary import codes
from okrsync.table import Scalar


def level_by_code(seen: Evidence, titles: Mapping[str, int]) -> str | None:
    """Whether codes tell levels apart: of a code column, or before the titles."""
    if sum(name in titles for name in ("objective", "key_result", "initiative", "kpi")) > 1:
        return None
    for name in ("code", "id"):
        column = seen.columns.fields.get(name)
        if column is not None and tells_levels(seen.samples.get(column, ()), prefixed=False):
            return "code" if name == "code" else "id"
    column = next(iter(titles.values()))
    return "prefix" if tells_levels(seen.samples.get(column, ()), prefixed=True) else None


def tells_levels(values: Sequence[Scalar], *, prefixed: bool) -> bool:
    """Whether codes (before titles, or alone) tell levels apart."""
    texts = [text for value in values if (text := codes.plain(value))]
    found = [codes.prefix(text) if prefixed else codes.whole(text) for text in texts]
    known = [code for code in found if code]
    if not texts or len(known) < 0.6 * len(texts):
        return False
    lettered = {code.entity for code in known if code.entity}
    if len(lettered) > 1:
        return True
    if lettered or (prefixed and len(known) < 0.8 * len(texts)):
        return False
    return _is_tree([code.numbers for code in known])


def are_of(seen: Evidence, entity: str) -> bool:
    """Whether the rows' own codes all bear one kind's letters (KR1, KR2), and no header says
    what rows are."""
    column = seen.columns.fields.get("code")
    if column is None or seen.has("key_result", "kpi", "initiative"):
        return False
    texts = [text for value in seen.samples.get(column, ()) if (text := codes.plain(value))]
    found = [codes.whole(text) for text in texts]
    return bool(found) and all(code and code.entity == entity for code in found)


def _is_tree(numbers: Sequence[tuple[str, ...]]) -> bool:
    """Whether bare numbers make a tree: `1.1` has its `1` above it."""
    tops = {each for each in numbers if len(each) == 1}
    deep = [each for each in numbers if len(each) == 2]
    return bool(tops) and bool(deep) and all((each[0],) in tops for each in deep)
