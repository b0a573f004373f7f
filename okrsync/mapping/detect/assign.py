"""Which column holds which field: header words weighed against what stands in the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from okrsync.mapping.columns_of import Columns, rest_of
from okrsync.mapping.fields import FIELDS, KEPT, TITLES, Shape, placed
from okrsync.mapping.head import HeaderCell
from okrsync.mapping.profile import Profile
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.meaning import Match
from okrsync.mapping.vocabulary.normal import same
from okrsync.mapping.vocabulary.words import LANGUAGES

_ENOUGH = 0.3
"""A column whose best meaning scores less is left without a field."""
_HALF = 0.5
_A_WORD = 6
_FIGURES = 0.8
"""What the cells of a status count when half of them or more are figures."""
_CLEAR = 0.9
"""From this score on a header names its field clearly, and cells do not veto it."""
_PLAINEST = 0.995
"""The score of a field's first words: "target", "target value"."""
_FOREIGN = 0.9
_FOREIGN_ENGLISH = 0.96
"""What a word of another language than the table's counts: English is at home everywhere."""
_LEVELS = frozenset(("target", "baseline", "current"))
_EVIDENCE = frozenset(("target", "baseline", "current", "parent", "id", "progress"))
_OF_AN_OBJECTIVE = frozenset(("owner", "status", "progress", "weight", "due", "team", "notes"))


@dataclass(frozen=True, slots=True)
class _Candidate:
    column: int
    found: Match
    score: float


def assign(
    cells: Sequence[HeaderCell],
    profiles: Mapping[int, Profile],
    overrides: Mapping[str, int],
    ours: set[int],
    wide: Sequence[int],
    barred: Collection[int] = (),
) -> Columns:
    """Give each column its field. `overrides` (field → column) beat everything.

    `ours` are managed columns: they get none. `wide` are columns with values and no header,
    `barred` those that a verb has dealt with already.
    """
    free = [cell for cell in cells if cell.index not in ours]
    named = [cell for cell in free if cell.index not in barred]
    candidates = _candidates(named, profiles, None)
    language = _language(candidates)
    chosen = _choose(_candidates(named, profiles, language), overrides)
    columns = _columns(free, chosen, overrides, wide, language)
    columns = _fallback(columns, named, profiles)
    return _twice(columns, named)


def _candidates(
    cells: Sequence[HeaderCell], profiles: Mapping[int, Profile], language: str | None
) -> list[_Candidate]:
    found = []
    begun = any(not each.empty for each in profiles.values())
    lone = _result_is_measured(cells)
    for cell in cells:
        seen = profiles.get(cell.index, Profile())
        meanings = match(cell.text)
        if len(cell.text.strip()) == 1 and _are_short(profiles.get(cell.index, Profile())):
            continue  # “O” over “O1”: codes
        several = len({each.field for each in meanings if each.score > _CLEAR}) > 1
        for each in meanings:
            if begun and seen.empty and each.field in TITLES:
                continue  # What nothing stands in says nothing of what the rows are.
            fit = _fit(each, seen, alone=not several)
            figures = seen.numbers + seen.numeric_texts >= _HALF
            measured = figures or (lone and each.field == "key_result")
            if several and each.field in TITLES and measured:
                # “Objective: ≥ 20 %” beside an indicator is what it should be, “Result: 17” what
                # it is: no titles.
                fit = _ENOUGH
            score = each.score * fit * _home(each, language)
            if score >= _ENOUGH:
                found.append(_Candidate(cell.index, each, score))
    return sorted(found, key=lambda each: (-round(each.score, 3), each.column))


def _result_is_measured(cells: Sequence[HeaderCell]) -> bool:
    """Whether a column called “Result” is what was measured: there is an indicator with a target,
    and no other column for a current value."""
    fields: Counter[str] = Counter()
    for cell in cells:
        fields.update({each.field for each in match(cell.text) if each.score > _CLEAR})
    return fields["indicator"] > 0 and fields["target"] > 0 and fields["current"] == 1


def _fit(found: Match, seen: Profile, *, alone: bool = True) -> float:
    """How well the cells agree with a meaning, 0–1; `alone`: the header has no other one."""
    name = found.field
    if name == KEPT:
        return 0.97
    shape = FIELDS[name].shape if name in FIELDS else Shape.ANY
    fit = seen.fits(shape)
    if found.score < _CLEAR and name in _LEVELS and seen.binary:
        # Noughts and ones under a vague header are ticks, and no measured values.
        return 0.0
    if name == "measures" and not seen.empty and seen.outcomes < _HALF:
        # "Measure" over texts is what is measured, and says of nothing that it is an outcome.
        return 0.0
    if name == "unit" and _all_differ(seen):
        return 0.0
    if found.score < _CLEAR and name == "period" and seen.numbers + seen.numeric_texts > _HALF:
        # "Terms: 28" under a vague header is a count of something, and no quarter.
        return 0.0
    plain = found.score >= _PLAINEST and (alone or not _are_short(seen))
    if shape is Shape.NUMBER and seen.flags <= _HALF and plain:
        # "Target" with prose, dates or errors below it is still the target: its cells will be
        # asked about.
        return max(fit, _ENOUGH + 0.02)
    if name == "status" and seen.numbers + seen.numeric_texts >= _HALF:
        # "Progress" with as many figures as words below it is progress; the words are asked about.
        return fit * _FIGURES
    figures = seen.numbers + seen.numeric_texts
    if name == "team" and figures >= _HALF:
        return 0.0
    if name in TITLES and not seen.empty:
        # Titles differ from row to row; a filled-down objective still differs a little.
        fit *= 0.75 + 0.25 * seen.distinct
    return fit


def _are_short(seen: Profile) -> bool:
    """Whether texts are codes or letters rather than words."""
    return seen.texts == 1 and seen.length < _A_WORD


def _all_differ(seen: Profile) -> bool:
    """Whether a column has about as many words as rows: departments, and no units."""
    return seen.filled > 2 and seen.texts > 0.5 and seen.distinct > 0.8 and seen.length > 6


def _home(found: Match, language: str | None) -> float:
    if language is None or language in found.languages:
        return 1.0
    return _FOREIGN_ENGLISH if "en" in found.languages else _FOREIGN


def _language(candidates: Sequence[_Candidate]) -> str | None:
    """The language that most headers are in; what several languages share says little."""
    best: dict[int, _Candidate] = {}
    for each in candidates:
        best.setdefault(each.column, each)
    votes = dict.fromkeys(LANGUAGES, 0.0)
    told: dict[tuple[str, frozenset[str]], float] = {}
    for each in best.values():
        # A word that many headers share (“KR 1 score”, “KR 2 score”) tells no more than one.
        word = (each.found.field, each.found.languages)
        told[word] = max(told.get(word, 0.0), each.score)
    for (_, languages), score in told.items():
        for language in languages:
            votes[language] += score / len(languages) ** 2
    top = max(votes, key=lambda language: votes[language])
    return top if votes[top] else None


def _choose(
    candidates: Sequence[_Candidate], overrides: Mapping[str, int]
) -> dict[int, _Candidate]:
    chosen: dict[int, _Candidate] = {}
    taken = {placed(name) for name in overrides}
    fixed = set(overrides.values())
    for each in candidates:
        if each.column in chosen or each.column in fixed:
            continue
        wanted = _second_id(each) if _key(each) in taken else each
        if _key(wanted) in taken and wanted.found.field not in ("type", KEPT):
            continue
        taken.add(_key(wanted))
        chosen[wanted.column] = wanted
    return chosen


def _key(each: _Candidate) -> tuple[str, str | None]:
    return each.found.field, each.found.scope


def _second_id(each: _Candidate) -> _Candidate:
    """ "Story_ID, Feature_ID": both are initiatives' ids, the second is the parent's."""
    if each.found.field != "id" or each.found.scope is None:
        return each
    return replace(each, found=replace(each.found, field="parent", scope=None))


def _columns(
    cells: Sequence[HeaderCell],
    chosen: Mapping[int, _Candidate],
    overrides: Mapping[str, int],
    wide: Sequence[int],
    language: str | None,
) -> Columns:
    fields, scoped, types = {}, {}, []
    for column, each in chosen.items():
        if each.found.field == "type":
            types.append(column)
        elif each.found.scope:
            scoped[each.found.field, each.found.scope] = column
        elif each.found.field != KEPT:
            fields[each.found.field] = column
    for name, column in overrides.items():
        own, scope = placed(name)
        if name == "type":
            types.append(column)
        elif scope:
            scoped[own, scope] = column
        else:
            fields[own] = column
    used = {*fields.values(), *scoped.values(), *types}
    rest = rest_of(cells, used, wide)
    sure = {column: each.score for column, each in chosen.items()}
    sure.update(dict.fromkeys(overrides.values(), 1.0))
    return Columns(fields, scoped, tuple(sorted(types)), rest, sure, language)


def _fallback(
    columns: Columns, cells: Sequence[HeaderCell], profiles: Mapping[int, Profile]
) -> Columns:
    """A title where no header says so: a description, else the one column of differing texts."""
    if columns.titled:
        return columns
    if "description" in columns.fields:
        fields = {**columns.fields, "title": columns.fields["description"]}
        del fields["description"]
        return replace(columns, fields=fields)
    known = {*columns.fields, *(name for name, _ in columns.scoped)}
    if not known & _EVIDENCE:
        return columns
    meanings = {cell.index: match(cell.text) for cell in cells}
    for _, index in sorted(columns.rest, key=lambda each: each[1]):
        seen = profiles.get(index, Profile())
        told = meanings.get(index, ())
        fits = seen.texts >= 0.7 and seen.distinct >= 0.6
        if fits and not (told and told[0].score > 0.8):
            rest = tuple(each for each in columns.rest if each[1] != index)
            fields = {**columns.fields, "title": index}
            return replace(columns, fields=fields, rest=rest, sure={**columns.sure, index: 0.6})
    return columns


def _twice(columns: Columns, cells: Sequence[HeaderCell]) -> Columns:
    """Of two equal headers, the one between objective and key result is the objective's own."""
    left, right = columns.get("objective"), columns.get("key_result")
    if left is None or right is None or left > right:
        return columns
    fields, scoped = dict(columns.fields), dict(columns.scoped)
    by_text: dict[str, list[int]] = {}
    for cell in cells:
        by_text.setdefault(same(cell.text), []).append(cell.index)
    for name in _OF_AN_OBJECTIVE & fields.keys():
        pair = next((each for each in by_text.values() if fields[name] in each), [])
        if len(pair) == 2 and left < pair[0] < right < pair[1]:
            scoped.setdefault((name, "objective"), pair[0])
            fields[name] = pair[1]
    above, own = fields.get("objective"), fields.get("key_result")
    for name in _OF_AN_OBJECTIVE & fields.keys():
        at = fields[name]
        if (name, "key_result") in scoped and above is not None and own is not None and at < own:
            # “Objective, Weight, Key result, Weight KR”: the first is the objective's.
            scoped.setdefault((name, "objective"), fields.pop(name))
    used = {*fields.values(), *scoped.values(), *columns.types}
    rest = tuple(each for each in columns.rest if each[1] not in used)
    return replace(columns, fields=fields, scoped=scoped, rest=rest)
