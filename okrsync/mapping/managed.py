"""The columns that okrsync owns, known by their header in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from okrsync.mapping.normal import same
from okrsync.mapping.words import LANGUAGES, load


@cache
def known_headers() -> Mapping[str, str]:
    """Header (as compared) → managed field, over all languages."""
    return {
        same(text): field
        for language in reversed(LANGUAGES)
        for field, texts in load(language).managed_headers.items()
        for text in texts
    }


def is_managed(text: str) -> bool:
    """Whether this is the header of a column of ours in any language."""
    return same(text) in known_headers()


def find(
    headers: Iterable[tuple[int, str]], own: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, str], set[int]]:
    """Managed field → column, field → header as it stands, and every column that is ours.

    `own` (managed field → header) are the headers of the configuration or remembered from
    earlier runs; they come before the languages' words. Of two columns for one field the
    first counts, and the second is no input either.
    """
    mine = {same(text): field for field, text in own.items()}
    columns: dict[str, int] = {}
    shown: dict[str, str] = {}
    ours: set[int] = set()
    for index, text in headers:
        field = mine.get(same(text)) or known_headers().get(same(text))
        if field is None:
            continue
        ours.add(index)
        if field not in columns:
            columns[field], shown[field] = index, text
    return columns, shown, ours
