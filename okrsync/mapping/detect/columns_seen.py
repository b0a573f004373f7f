"""What columns mean once their cells have been seen beside each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from okrsync.mapping.columns_of import Columns, RowVerdict
from okrsync.mapping.detect.code_levels import tells_levels
from okrsync.mapping.detect.codes_beside import with_codes
from okrsync.mapping.detect.progress_or_value import with_value
from okrsync.mapping.detect.whose_goals import with_its_person
from okrsync.mapping.fields import ENTITIES, VARIANTS
from okrsync.mapping.vocabulary import types
from okrsync.mapping.vocabulary.headers import match, year_of
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.table import Scalar, letters

_CLEAR = 0.9
_MEASURED = ("baseline", "target", "current", "lower", "upper", "progress")
_KEY = re.compile(r"[A-Z]{1,10}[-_ ]?\d{1,6}(?:[.-]\d{1,4})*")
"""A key such as a tracker gives: “WEB-12”, “KR1.2”."""


def settled(
    columns: Columns,
    samples: Mapping[int, Sequence[Scalar]],
    headers: Mapping[int, str],
    fixed: Mapping[str, int],
) -> tuple[dict[str, int], Columns]:
    """What Type columns hold, and the columns with what their cells tell of them."""
    variants, columns = _variants(columns, samples, headers, fixed)
    columns = _started(columns, headers)
    columns = _keyed(_aimed(columns, samples, headers), samples)
    columns = with_its_person(with_value(columns, samples, headers), samples)
    columns = _ticked(with_codes(columns, samples, headers), samples)
    return variants, _coded(columns, samples, headers)


def _variants(
    columns: Columns,
    samples: Mapping[int, Sequence[Scalar]],
    headers: Mapping[int, str],
    fixed: Mapping[str, int],
) -> tuple[dict[str, int], Columns]:
    """What Type columns hold; those whose words are unknown are kept as they are."""
    found = {name: fixed[name] for name in VARIANTS if name in fixed}
    fields = {name: at for name, at in columns.fields.items() if name not in VARIANTS}
    found |= {name: at for name, at in columns.fields.items() if name in VARIANTS}
    rest = list(columns.rest)
    for index in columns.types:
        read = types.read(index, samples.get(index, ()))
        if read and read.group not in found:
            found[read.group] = index
        else:
            rest.append((headers[index], index))
    if "level" not in found and types.MIXED not in found:
        of_words = (
            at for _, at in rest if at in headers and types.tells_levels(samples.get(at, ()))
        )
        level = next(of_words, None)
        if level is None:
            level = next((at for at in columns.types if _names_levels(at, columns, samples)), None)
        if level is not None and level not in found.values():
            found["level"] = level
            rest = [each for each in rest if each[1] != level]
    return found, replace(columns, fields=fields, rest=tuple(rest))


def _names_levels(at: int, columns: Columns, samples: Mapping[int, Sequence[Scalar]]) -> bool:
    """Whether a Type column calls levels by words that nobody else knows, where no column says
    what rows belong to or are beside an objective."""
    below = [name for name in ENTITIES if name in columns.fields]
    if len(below) > 1 or any(scope in ENTITIES for _, scope in columns.scoped):
        return False
    numbers = [samples.get(columns.fields[n], ()) for n in _MEASURED if n in columns.fields]
    values = samples.get(at, ())
    measured = [
        any(is_filled(column[row]) for column in numbers if row < len(column))
        for row in range(len(values))
    ]
    return types.has_own_words(values, measured)


def _started(columns: Columns, headers: Mapping[int, str]) -> Columns:
    """“Actual 2025, Target 2026, Now”: what was counted in a year before the target's is where it
    started, and the latest is what it is now."""
    at, target = columns.fields.get("current"), columns.fields.get("target")
    goal = year_of(headers.get(target, "")) if target is not None else None
    if at is None or goal is None:
        return columns
    others = [each for _, each in columns.rest if each in headers and _is_current(headers[each])]
    dated = {each: year_of(headers[each]) for each in (at, *others)}
    before = sorted((year, each) for each, year in dated.items() if year and year < goal)
    if not before:
        return columns
    later = [each for each in dated if each not in {old for _, old in before}]
    fields = {name: column for name, column in columns.fields.items() if name != "current"}
    if later:
        fields["current"] = max(later)
    fields.setdefault("baseline", before[-1][1])
    used = set(fields.values())
    freed = [(headers[each], each) for each in dated if each not in used]
    rest = [each for each in columns.rest if each[1] not in used and each[1] not in dated]
    return replace(columns, fields=fields, rest=(*rest, *freed))


def _is_current(header: str) -> bool:
    best = match(header)[:1]
    return bool(best) and best[0].field == "current" and best[0].score > _CLEAR


def _aimed(
    columns: Columns, samples: Mapping[int, Sequence[Scalar]], headers: Mapping[int, str]
) -> Columns:
    """“KPI, Goal”: behind a KPI a word for both means the target, where no other column does and
    figures stand below it."""
    kpi = next((columns.fields[n] for n in ("kpi", "indicator") if n in columns.fields), None)
    goal = columns.fields.get("objective")
    if kpi is None or goal is None or goal < kpi or "target" in columns.fields:
        return columns
    both = any(each.field == "target" for each in match(headers.get(goal, "")))
    texts = [str(value) for value in samples.get(goal, ()) if value not in (None, "")]
    figures = sum(any(char.isdigit() for char in text) for text in texts)
    if not both or figures <= len(texts) / 2:
        return columns
    fields = {name: at for name, at in columns.fields.items() if name != "objective"}
    return replace(columns, fields={**fields, "target": goal})


def _keyed(columns: Columns, samples: Mapping[int, Sequence[Scalar]]) -> Columns:
    """“Epic: E-1, Summary: Build the oven”: a column named for what rows are that holds keys is
    their id, where another one says what they are called."""
    called = next((name for name in ("title", "description") if name in columns.fields), None)
    if called is None or "id" in columns.fields:
        return columns
    for name in ("initiative", "key_result", "kpi", "objective"):
        at = columns.fields.get(name)
        if at is not None and (name, "id") not in columns.scoped and _are_keys(samples.get(at, ())):
            fields = {each: column for each, column in columns.fields.items() if each != name}
            fields["title"] = fields.pop(called)
            return replace(columns, fields=fields, scoped={**columns.scoped, ("id", name): at})
    return columns


def _are_keys(values: Sequence[Scalar]) -> bool:
    texts = [str(value).strip() for value in values if value not in (None, "")]
    keys = sum(_KEY.fullmatch(text) is not None for text in texts)
    return bool(texts) and keys == len(texts) == len(set(texts))


def _ticked(columns: Columns, samples: Mapping[int, Sequence[Scalar]]) -> Columns:
    """“Key result, Action, Done”: ticks that all stand beside actions are those of the actions,
    and make no milestone of the key result before them."""
    done, action = columns.fields.get("done"), columns.fields.get("initiative")
    if done is None or action is None or not columns.fields.keys() & {"key_result", "kpi"}:
        return columns
    if done < action or ("done", "initiative") in columns.scoped:
        return columns
    pairs = zip(samples.get(done, ()), samples.get(action, ()), strict=False)
    if any(tick not in (None, "", False) and text in (None, "") for tick, text in pairs):
        return columns
    fields = {name: at for name, at in columns.fields.items() if name != "done"}
    return replace(columns, fields=fields, scoped={**columns.scoped, ("done", "initiative"): done})


def _coded(
    columns: Columns, samples: Mapping[int, Sequence[Scalar]], headers: Mapping[int, str]
) -> Columns:
    """A column of codes that nobody gave a header."""
    if "code" in columns.fields:
        return columns
    for label, index in columns.rest:
        if index not in headers and tells_levels(samples.get(index, ()), prefixed=False):
            rest = tuple(each for each in columns.rest if each != (label, index))
            return replace(columns, fields={**columns.fields, "code": index}, rest=rest)
    return columns


def without_others(
    columns: Columns, verdict: RowVerdict | None, headers: Mapping[int, str]
) -> Columns:
    """Without the columns that are named for a kind of row and hold none: kept as they are."""
    if verdict is None or verdict.entity is None:
        return columns
    if verdict.entity == "initiative" and "on" in columns.fields and "due" not in columns.fields:
        # The date of an action is the day by which it is wanted.
        fields = dict(columns.fields)
        fields["due"] = fields.pop("on")
        columns = replace(columns, fields=fields)
    gone = {
        name: at
        for name, at in columns.fields.items()
        if name in ENTITIES and at not in verdict.titles.values()
    }
    if not gone:
        return columns
    fields = {name: at for name, at in columns.fields.items() if name not in gone}
    rest = (*columns.rest, *((headers.get(at, letters(at)), at) for at in gone.values()))
    return replace(columns, fields=fields, rest=rest)
