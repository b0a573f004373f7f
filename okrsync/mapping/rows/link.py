"""Joining rows: by id, else by code, else by title, over all tabs and files of a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from okrsync.i18n import Message
from okrsync.mapping.rows.drafts import Draft, Ref
from okrsync.mapping.vocabulary import codes
from okrsync.mapping.vocabulary.normal import same

_ABOVE = {
    "objective": ("objective", "key_result"),
    "key_result": ("objective", "key_result"),
    "kpi": ("objective", "key_result"),
    "initiative": ("key_result", "objective", "kpi", "initiative"),
}
_PARTS = ("\n", ";", ", ", " / ", ",", "/", " + ", " & ")
_DECORATED = re.compile(r"(?P<title>[^()]+)\((?P<remarks>[^()]*:[^()]*)\)")
_IDENT = re.compile(r"\bid\s*[:=#]\s*([\w.-]+)", re.IGNORECASE)
NEAREST = Message("Did you mean “{near}”?")


@dataclass(frozen=True, slots=True)
class Broken:
    """A reference that leads nowhere: its draft, what stands there, the nearest existing text."""

    draft: Draft
    ref: Ref
    nearest: str | None


@dataclass(frozen=True, slots=True)
class Index:
    """All drafts by what they can be referred to."""

    by_ident: dict[tuple[str, str], list[Draft]]
    by_shown: dict[tuple[str, str], list[Draft]]
    by_code: dict[tuple[str, tuple[str, ...]], list[Draft]]
    by_title: dict[tuple[str, str], list[Draft]]
    kinds: frozenset[str]


def join(drafts: Sequence[Draft]) -> list[Broken]:
    """Merge what is only mentioned with its own row, and find each draft's parents."""
    wanted = {draft.entity for draft in drafts if not draft.own_row}
    _merge(drafts, _index((draft for draft in drafts if draft.own_row), wanted))
    rest = [draft for draft in drafts if draft.merged_into is None and not draft.lost]
    index = _index(rest, _referred(rest))
    broken: list[Broken] = []
    for draft in rest:
        _join_one(draft, index, broken)
    return broken


def _referred(drafts: Sequence[Draft]) -> set[str]:
    """The kinds of rows that something may refer to."""
    found: set[str] = set()
    for draft in drafts:
        if draft.refs or draft.code:
            found.update(_ABOVE[draft.entity])
    return found


def _index(drafts: Iterable[Draft], wanted: set[str]) -> Index:
    """The drafts of the wanted kinds by id, code and title."""
    index = Index({}, {}, {}, {}, frozenset())
    kinds = set()
    for draft in drafts:
        kinds.add(draft.entity)
        if draft.entity not in wanted:
            continue
        for ident in {draft.ident, draft.key if draft.own_row else None} - {None}:
            index.by_ident.setdefault((draft.entity, str(ident).casefold()), []).append(draft)
        if draft.ident_shown:
            index.by_shown.setdefault((draft.entity, draft.ident_shown), []).append(draft)
        if draft.code:
            for path in _paths(draft):
                index.by_code.setdefault((draft.entity, path), []).append(draft)
        index.by_title.setdefault((draft.entity, same(draft.title)), []).append(draft)
    return replace(index, kinds=frozenset(kinds))


def _paths(draft: Draft) -> list[tuple[str, ...]]:
    """A draft's code, alone and below its objective's: KR2 of O1 is also 1.2."""
    code = draft.code
    if code is None or not code.numbers or code.entity not in (None, draft.entity):
        return []
    paths = [code.numbers]
    above = draft.parent.final().code if draft.parent else None
    if above and above.numbers and code.numbers[: len(above.numbers)] != above.numbers:
        paths.append((*above.numbers, *code.numbers))
    return paths


def _merge(drafts: Sequence[Draft], index: Index) -> None:
    """What a row only mentions is the row of its own that has this id, title or code.

    Mentions of the same thing in several tables are one. Where a table's other mentions are
    found and one is not, it is a slip, and no new objective.
    """
    mentions = [each for each in drafts if not each.own_row and each.entity != "initiative"]
    known: set[tuple[int, str]] = set()
    for draft in mentions:
        found = _own_row_of(draft, index)
        if found is not None:
            draft.merged_into = found
            known.add((draft.table, draft.entity))
    mentioned: dict[tuple[str, ...], Draft] = {}
    for draft in mentions:
        if draft.merged_into is not None:
            continue
        draft.means = tuple(_listed(draft, index))
        told = (draft.table, draft.entity) in known
        slip = draft.entity in index.kinds and told
        # A code that has an id beside it is what people call the row.
        named = draft.ident is not None and same(draft.ident) != same(draft.title)
        draft.lost = bool(draft.means) or slip or (codes.bare(draft.title) and not named)
        if draft.lost:
            continue
        above = same(draft.parent.title) if draft.parent else ""
        key = (draft.entity, same(draft.title), draft.ident or "", above, draft.when, draft.space)
        found = mentioned.setdefault(key, draft)
        if found is not draft:
            draft.merged_into = found


def _listed(draft: Draft, index: Index) -> Iterator[Draft]:
    """The rows that a mention lists, where it lists several."""
    if draft.ident is None:
        for part in _parts(draft.title):
            found = _own_row_of(replace(draft, title=part), index)
            if found is not None:
                yield found


def _own_row_of(draft: Draft, index: Index) -> Draft | None:
    kind, text = draft.entity, draft.title
    candidates = index.by_ident.get((kind, (draft.ident or text).casefold()), [])
    if not candidates and draft.ident:
        candidates = _as_shown(kind, draft.ident, draft.ident_shown, index)
    if not candidates and not draft.ident:
        candidates = index.by_title.get((kind, same(text)), [])
    if not candidates:
        code = codes.whole(text)
        found = index.by_code.get((kind, code.numbers), []) if code else []
        candidates = found if len(found) == 1 else []
    return _closest(draft, candidates) if candidates else None


def _as_shown(kind: str, text: str, shown: str | None, index: Index) -> list[Draft]:
    """The one row whose id is shown as this text is, or is this text as shown: 1 under a format
    of zeros is 001 to whoever looks at it. None of several."""
    found = index.by_shown.get((kind, text)) or index.by_ident.get((kind, shown or ""), [])
    return found if len(found) == 1 else []


def _closest(draft: Draft, candidates: Sequence[Draft]) -> Draft:
    """Of several that fit, the one of the same table, tab's team and period."""
    return max(
        candidates,
        key=lambda each: (
            each.table == draft.table,
            each.space == draft.space,
            each.when == draft.when,
            -each.at,
        ),
    )


def _join_one(draft: Draft, index: Index, broken: list[Broken]) -> None:
    parents: list[Draft] = []
    for ref in draft.refs:
        found, lost = _resolve(draft, ref, index)
        parents.extend(each for each in found if each not in parents)
        for text in lost:
            _note_lost(draft, Ref(text, ref.entity, ref.column), index, broken)
    above = draft.parent.final() if draft.parent else None
    if above is not None and above.lost:
        for text in _missing(above):
            _note_lost(draft, Ref(text, above.entity, above.title_column), index, broken)
    # A reference that leads nowhere leaves the parent empty: never the row above instead.
    silent = not draft.refs and not draft.parents
    draft.joined = tuple(parents) or (_by_place(draft, index) if silent else ())


def _missing(mention: Draft) -> list[str]:
    """What a lost mention names that exists nowhere: all of it, or the parts that don't."""
    if not mention.means:
        return [mention.title]
    known = {text for each in mention.means for text in (same(each.title), same(each.ident or ""))}
    parts = _parts(mention.title)
    return (
        [part for part in parts if same(part) not in known]
        if len(parts) > len(mention.means)
        else []
    )


def _by_place(draft: Draft, index: Index) -> tuple[Draft, ...]:
    """Without a reference: the code's parent in the same table, else what stands above."""
    code = draft.code
    if code is not None and len(code.numbers) > 1 and code.entity in (None, draft.entity):
        for kind in _ABOVE[draft.entity]:
            found = index.by_code.get((kind, code.numbers[:-1]), [])
            near = [each for each in found if each.table == draft.table]
            near = near or ([] if draft.parent else found)
            if len(near) == 1 and near[0] is not draft:
                return (near[0],)
    above = draft.parent.final() if draft.parent else None
    if above is None or above.lost:
        return above.means if above else ()
    return (above,)


def _resolve(draft: Draft, ref: Ref, index: Index) -> tuple[list[Draft], list[str]]:
    """What a reference means; where the whole text is nothing, each of its parts."""
    whole = _find(draft, ref.text, ref.entity, index, ref.shown)
    if whole is not None:
        return [whole], []
    decorated = _undecorated(ref.text)
    whole = next(
        (each for text in decorated if (each := _find(draft, text, ref.entity, index))), None
    )
    if whole is not None:
        return [whole], []
    if decorated:
        return [], [ref.text]
    parts = _parts(ref.text)
    found = [_find(draft, part, ref.entity, index) for part in parts]
    known = [each for each in found if each is not None]
    if not known:
        return [], [ref.text]
    return known, [part for part, each in zip(parts, found, strict=True) if each is None]


def _undecorated(text: str) -> list[str]:
    """What a reference with remarks in brackets names: the id in these, else the title before
    them, as exports write it ("Grow (weight: 14 %, Id: 10)")."""
    match = _DECORATED.fullmatch(text.strip())
    if match is None:
        return []
    ident = _IDENT.search(match["remarks"])
    return [*([ident[1]] if ident else []), match["title"].strip()]


def _parts(text: str) -> list[str]:
    for separator in _PARTS:
        if separator in text:
            parts = [part.strip() for part in text.split(separator) if part.strip()]
            if len(parts) > 1:
                return parts
    return []


def _find(
    draft: Draft, text: str, entity: str | None, index: Index, shown: str | None = None
) -> Draft | None:
    kinds = (entity,) if entity else _ABOVE[draft.entity]
    for kind in kinds:
        found = _only(draft, index.by_ident.get((kind, text.casefold()), []))
        if found:
            return found
    for kind in kinds:
        found = _only(draft, _as_shown(kind, text, shown, index))
        if found:
            return found
    code = codes.whole(text)
    if code is not None and code.numbers:
        for kind in (code.entity,) if code.entity else kinds:
            found = _only(draft, index.by_code.get((kind, code.numbers), []))
            if found and kind in _ABOVE[draft.entity]:
                return found
    for kind in kinds:
        found = _only(draft, index.by_title.get((kind, same(text)), []))
        if found:
            return found
    return None


def _only(draft: Draft, candidates: Sequence[Draft]) -> Draft | None:
    """The one candidate that is meant: the draft itself only where an objective has no other.

    That is a circle of one, and a finding of its own. A code such as KR1 that several
    objectives have is none's: it is left to be asked.
    """
    others = [each for each in candidates if each is not draft]
    if not others:
        return draft if candidates and draft.entity == "objective" else None
    best = _closest(draft, others)
    rivals = [each for each in others if each.table == best.table and each is not best]
    unclear = rivals and {same(each.title) for each in rivals} != {same(best.title)}
    return None if unclear else best


def _note_lost(draft: Draft, ref: Ref, index: Index, broken: list[Broken]) -> None:
    """A reference to a kind of row that the workspace lacks altogether is kept, not broken."""
    kinds = (ref.entity,) if ref.entity else _ABOVE[draft.entity]
    known = [kind for kind in kinds if kind in index.kinds]
    named = ref.entity is not None
    if not known or (not named and set(known) <= {draft.entity}):
        draft.parents = (*draft.parents, ref.text)
        return
    titles = [each.title for kind in known for (k, _), group in index.by_title.items()
              if k == kind for each in group]  # fmt: skip
    idents = [group[0].ident for (kind, _), group in index.by_ident.items() if kind in known]
    choices = [text for text in (*titles, *idents) if text]
    near = get_close_matches(ref.text, choices[:5000], n=1, cutoff=0.6)
    broken.append(Broken(draft, ref, near[0] if near else None))
