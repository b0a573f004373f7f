"""“Objective / Key result” over one column: rows without a number head those with one."""

from __future__ import annotations

from okrsync.mapping.detect.evidence import Evidence
from okrsync.mapping.vocabulary.headers import names_both
from okrsync.mapping.vocabulary.normal import is_filled

_NUMBERS = ("baseline", "target", "current", "lower", "upper", "progress")


def numbers_tell_levels(seen: Evidence) -> bool:
    """Whether the header of titles names objectives and key results, and each row without a
    number stands right above one that has any."""
    title = seen.columns.fields.get("title")
    if title is None or not names_both(seen.headers.get(title, "")):
        return False
    places = [seen.columns.fields[name] for name in _NUMBERS if name in seen.columns.fields]
    columns = [seen.samples.get(at, ()) for at in places]
    told = [
        any(at < len(column) and is_filled(column[at]) for column in columns)
        for at, value in enumerate(seen.samples.get(title, ()))
        if is_filled(value)
    ]
    heads = [at for at, has in enumerate(told) if not has]
    if not heads or heads[0] != 0 or len(heads) > len(told) / 2:
        return False
    return all(at + 1 < len(told) and told[at + 1] for at in heads)
