"""Headers that come again behind a numbered one: “KR 1, Progress, KR 2, Progress”."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from okrsync.mapping.vocabulary.normal import same

_NUMBERED = re.compile(r"(.*?[^\W\d_])[\s#.:_-]*(\d{1,2})")


def groups(texts: Mapping[int, str]) -> dict[int, str]:
    """Column → the numbered header that it belongs to. Only what stands behind several of them
    belongs to each: an owner behind the last one may be the whole row's."""
    starts = _numbered(texts)
    if len(starts) < 2:
        return {}
    blocks: dict[int, list[int]] = {start: [] for start in starts}
    for at in sorted(texts):
        before = [start for start in starts if start < at]
        if before and at not in blocks:
            blocks[before[-1]].append(at)
    counts = Counter(text for own in blocks.values() for text in {same(texts[at]) for at in own})
    found: dict[int, str] = {}
    for start, own in blocks.items():
        here = Counter(same(texts[at]) for at in own)
        for at in own:
            text = same(texts[at])
            if counts[text] > 1 and here[text] == 1:
                found[at] = texts[start]
    return found


def _numbered(texts: Mapping[int, str]) -> list[int]:
    """The columns of one word with different numbers, from the left; none where there is no such
    word, or where two of them compete."""
    by_word: dict[str, dict[str, int]] = {}
    for at, text in sorted(texts.items()):
        parts = _NUMBERED.fullmatch(text.strip())
        if parts:
            by_word.setdefault(same(parts[1]), {}).setdefault(parts[2], at)
    several = [list(columns.values()) for columns in by_word.values() if len(columns) > 1]
    return several[0] if len(several) == 1 else []
