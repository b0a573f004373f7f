"""The columns that okrsync owns, known by their header in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from okrsync.mapping.vocabulary.normal import same
from okrsync.mapping.vocabulary.words import LANGUAGES, load


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


@dataclass(frozen=True, slots=True)
class Ours:
    """Managed field → column, field → header as it stands, and columns that only look like one
    of these: column → field."""

    columns: dict[str, int]
    headers: dict[str, str]
    copies: dict[int, str]


def find(
    headers: Iterable[tuple[int, str]],
    own: Mapping[str, str],
    marked: Mapping[int, str] | None = None,
) -> Ours:
    """The columns of ours among these.

    `own` (managed field → header) are the headers of the configuration or remembered from
    earlier runs; they come before the languages' words. `marked` are columns that bear our mark
    (see `Table.marked`): a mark decides before any header, so that neither a new name nor a copy
    of the column misleads. Of two columns for one field the marked one counts, else the first;
    the other is a copy, and no input either.
    """
    mine = {same(text): field for field, text in own.items()}
    marks = marked or {}
    found = Ours({}, {}, {})
    for index, text in sorted(headers, key=lambda each: each[0] not in marks):
        field = marks.get(index) or mine.get(same(text)) or known_headers().get(same(text))
        if field is None:
            continue
        if field in found.columns:
            found.copies[index] = field
        else:
            found.columns[field], found.headers[field] = index, text
    return found
