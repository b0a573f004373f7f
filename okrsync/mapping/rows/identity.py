"""Ids: the ID column's, else the service's own for the row, else derived from titles.

A derived id depends on neither the order of rows or tabs nor on the path of a file.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from okrsync.i18n import Message
from okrsync.mapping.rows.drafts import Draft
from okrsync.mapping.vocabulary.normal import same
from okrsync.values import fold

_SLUG = re.compile(r"[a-z0-9]+")
_WORDS = 4
_PREFIXES = {"objective": "o", "key_result": "kr", "initiative": "i", "kpi": "kpi"}
SAME_ID = "Two rows carry this id"
Telling = Callable[[Draft], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Doubled:
    """Rows that share an id: nothing is written to any of them."""

    shown: str
    drafts: tuple[Draft, ...]
    derived: bool


NO_DIFFERENCE = Message("They have the same title, owner and target, so nothing tells them apart.")


def identify(
    drafts: Sequence[Draft], source_of: Callable[[Draft], str], tell: Telling
) -> list[Doubled]:
    """Give every draft its id. `tell` lists what tells equal titles apart:
    period, team, owner, target. What stays equal is blocked, and returned."""
    doubled = _given([draft for draft in drafts if draft.lasting])
    doubled += _derived([draft for draft in drafts if not draft.lasting], source_of, tell)
    _across_kinds(drafts)
    return doubled + _clashes(drafts)


class _Lines:
    """The titles above each draft, the topmost first; a loop ends where it closes."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, ...]] = {}

    def of(self, draft: Draft) -> tuple[str, ...]:
        """The titles above a draft."""
        if not draft.joined:
            return ()
        above = draft.joined[0].final()
        if above is draft:
            return ()
        if id(above) not in self._known:
            self._known[id(above)] = ()
            self._known[id(above)] = (*self.of(above), same(above.title))
        return self._known[id(above)]


def _given(drafts: Sequence[Draft]) -> list[Doubled]:
    groups: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        draft.id = draft.lasting or ""
        groups.setdefault((draft.entity, draft.id.casefold()), []).append(draft)
    return [_block(group, derived=False) for group in groups.values() if len(group) > 1]


def _block(group: Sequence[Draft], *, derived: bool) -> Doubled:
    shown = (group[0].ident or group[0].title) if not derived else group[0].title
    for number, draft in enumerate(group):
        draft.blocked = SAME_ID
        if number:
            draft.id = f"{draft.id}~{number + 1}"
    return Doubled(shown, tuple(group), derived)


def _derived(
    drafts: Sequence[Draft], source_of: Callable[[Draft], str], tell: Telling
) -> list[Doubled]:
    groups: dict[tuple[str, ...], list[Draft]] = {}
    lines = _Lines()
    for draft in drafts:
        key = (source_of(draft), draft.entity, *lines.of(draft), same(draft.title))
        groups.setdefault(key, []).append(draft)
    doubled = []
    for key, group in groups.items():
        if len(group) == 1:
            group[0].id = _name(group[0], key)
            continue
        for more, equal in _told_apart(group, tell):
            for draft in equal:
                draft.id = _name(draft, (*key, *more))
            if len(equal) > 1:
                doubled.append(_block(equal, derived=True))
    return doubled


def _told_apart(group: Sequence[Draft], tell: Telling) -> list[tuple[tuple[str, ...], list[Draft]]]:
    """Equal titles by what differs between them, in the fewest properties that differ at all."""
    said = [tuple(tell(draft)) for draft in group]
    telling = [at for at in range(len(said[0])) if len({each[at] for each in said}) > 1]
    found: dict[tuple[str, ...], list[Draft]] = {}
    for draft, each in zip(group, said, strict=True):
        found.setdefault(tuple(each[at] for at in telling), []).append(draft)
    return list(found.items())


def _name(draft: Draft, key: tuple[str, ...]) -> str:
    digest = hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:8]
    slug = "-".join(_SLUG.findall(fold(draft.title[:60]))[:_WORDS])[:40].strip("-")
    return (
        f"{_PREFIXES[draft.entity]}-{slug}-{digest}"
        if slug
        else f"{_PREFIXES[draft.entity]}-{digest}"
    )


def _across_kinds(drafts: Sequence[Draft]) -> None:
    """Ids of one kind that are also another's get their kind before them.

    Where tables number their rows 1, 2, 3 each, all given ids of the lower kind change
    alike, so that a new row never changes another one's id.
    """
    used: set[str] = set()
    for kind, prefix in _PREFIXES.items():
        own = [draft for draft in drafts if draft.entity == kind]
        ids = {draft.id for draft in own}
        if ids & used:
            for draft in own:
                if draft.ident:
                    draft.id = f"{prefix}-{draft.id}"
            ids = {draft.id for draft in own}
        used |= ids


def _clashes(drafts: Sequence[Draft]) -> list[Doubled]:
    """What still carries one id, such as an ID that somebody copied from a derived one."""
    counts = Counter(draft.id for draft in drafts)
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        if counts[draft.id] > 1:
            groups.setdefault(draft.id, []).append(draft)
    return [_block(group, derived=False) for group in groups.values()]
