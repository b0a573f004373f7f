"""What a table's rows are: objectives, key results, initiatives, KPIs, several, or check-ins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from okrsync.mapping import codes
from okrsync.mapping.assign import TITLES
from okrsync.mapping.code_levels import level_by_code
from okrsync.mapping.evidence import Evidence
from okrsync.mapping.plausible import plausible
from okrsync.mapping.reading import Kind

_NUMBERS = ("target", "baseline", "current", "lower", "upper")
_KINDS = {
    "objective": Kind.OBJECTIVES,
    "key_result": Kind.KEY_RESULTS,
    "initiative": Kind.INITIATIVES,
    "kpi": Kind.KPIS,
}
_NAMED_BY = {
    "kpi": ("indicator", "title"),
    "key_result": ("title", "indicator", "kpi", "initiative"),
}
"""What else a row is called by, where no column is named for what it is."""
_BY_NAME = {
    "objectives": "objective",
    "key_results": "key_result",
    "initiatives": "initiative",
    "kpis": "kpi",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rows of a table are.

    `entity` is what a row is where all are the same, None where a level `by` tells them apart
    ("column", "code" or "prefix"). `titles` maps an entity to the column of its title.
    `own_id` says that the id column is the rows' own. `sure` is 0–1.
    """

    kind: Kind | None
    entity: str | None
    titles: Mapping[str, int]
    sure: float
    by: str | None = None
    check_ins: bool = False


def decide(seen: Evidence) -> Verdict | None:
    """What the rows are, None where nothing says so."""
    if _is_log(seen):
        return Verdict(None, None, {}, 0.9, check_ins=True)
    if not seen.columns.titled:
        return None
    if seen.fixed:
        return _uniform(seen, seen.fixed, 1.0)
    found = _decided(seen)
    if found is None:
        return None
    column = found.titles[found.entity] if found.entity else min(found.titles.values())
    return found if plausible(seen, column) else None


def _decided(seen: Evidence) -> Verdict | None:
    if seen.level_column:
        return Verdict(Kind.MIXED, None, _titles(seen), 1.0, by="column")
    by = level_by_code(seen, _titles(seen))
    if by:
        return Verdict(Kind.MIXED, None, _titles(seen), 0.85, by=by)
    return _by_columns(seen) or _by_ids(seen) or _by_name(seen) or _by_shape(seen)


def _titles(seen: Evidence) -> dict[str, int]:
    return {name: seen.columns.fields[name] for name in TITLES if name in seen.columns.fields}


def _uniform(seen: Evidence, entity: str, sure: float) -> Verdict:
    """All rows are one entity: its title is its own column, else the best that there is."""
    titles = _titles(seen)
    order = (entity, *_NAMED_BY.get(entity, ("title",)), *TITLES)
    column = next(titles[name] for name in order if name in titles)
    for name in ("title", "indicator"):
        titles.pop(name, None)
    titles = {name: at for name, at in titles.items() if at != column}
    titles[entity] = column
    return Verdict(_KINDS[entity], entity, titles, sure)


def _is_log(seen: Evidence) -> bool:
    """A check-in log: a date and a value a line, for rows that stand elsewhere."""
    scoped = seen.columns.scoped
    refers = [at for (name, scope), at in scoped.items() if name == "id" and scope]
    refers += [seen.columns.fields[name] for name in TITLES if name in seen.columns.fields]
    refers += [seen.columns.fields[name] for name in ("parent", "id") if seen.has(name)]
    told = seen.has("current", "confidence", "status", "progress")
    if not refers or not seen.has("on") or not told or seen.has("target", "baseline", "due"):
        return False
    if seen.fixed:
        return False
    if seen.named == "check_ins":
        return True
    ids = {scope for (name, scope) in scoped if name == "id"}
    if not seen.has("current") or (seen.has(*TITLES) and not ids):
        return False
    if not ids & {"objective", "key_result", "kpi"} or seen.has("objective", "key_result", "kpi"):
        return False
    return not any(seen.unique(at) for (name, _), at in scoped.items() if name == "id")


def _by_columns(seen: Evidence) -> Verdict | None:
    """Headers that name what stands in their column."""
    has = seen.has
    if has("initiative") and _is_list_of_actions(seen):
        return _uniform(seen, "initiative", 0.95)
    if has("key_result"):
        return _uniform(seen, "key_result", 1.0)
    if has("kpi"):
        return _uniform(seen, "kpi", 0.95)
    if has("indicator"):
        of_objective = has("objective") or seen.named == "key_results"
        return _uniform(seen, "key_result" if of_objective else "kpi", 0.8)
    if has("initiative"):
        return _uniform(seen, "initiative", 0.95)
    if has("objective") and not has("title"):
        return _described(seen) or _uniform(seen, "objective", 0.95)
    if has("objective"):
        return _named_child(seen)
    return None


def _is_list_of_actions(seen: Evidence) -> bool:
    """Whether the rows are the actions, and a key result beside them is what they are for."""
    if not seen.has("key_result", "kpi", "indicator"):
        return True
    if seen.has(*_NUMBERS):
        return False
    if seen.named == "initiatives" or "key_result" in seen.others:
        return True
    result = seen.columns.fields.get("key_result")
    if result is None or seen.has("objective"):
        return False
    texts = [text for value in seen.samples.get(result, ()) if (text := codes.plain(value))]
    coded = sum(codes.whole(text) is not None for text in texts)
    return seen.columns.fields["initiative"] < result or coded > 0.6 * len(texts)


def _named_child(seen: Evidence) -> Verdict:
    """A name beside an objective: its key result, unless the tab's name says otherwise."""
    said = _BY_NAME.get(seen.named or "")
    if said and said != "objective":
        return _uniform(seen, said, 0.85)
    if _of_key_results(seen) or seen.has(*_NUMBERS):
        return _uniform(seen, "key_result", 0.75)
    return _uniform(seen, "objective", 0.7)


def _described(seen: Evidence) -> Verdict | None:
    """Objectives that repeat, with a text of its own and numbers on each row: key results."""
    text, objective = seen.columns.fields.get("description"), seen.columns.fields["objective"]
    if text is None or not seen.has("target", "baseline", "current"):
        return None
    told, above = seen.profiles[text], seen.profiles[objective]
    if told.distinct < 0.9 or told.filled < above.filled or above.distinct >= 0.9:
        return None
    return Verdict(
        Kind.KEY_RESULTS, "key_result", {"objective": objective, "key_result": text}, 0.75
    )


def _of_key_results(seen: Evidence) -> bool:
    return any(scope == "key_result" for _, scope in seen.columns.scoped)


def _by_ids(seen: Evidence) -> Verdict | None:
    """Whose id a column of ids is: unique ones are the rows' own, others their parents'."""
    scopes = [scope for (name, scope) in seen.columns.scoped if name == "id"]
    own = [scope for scope in scopes if seen.unique(seen.columns.scoped["id", scope])]
    if own and not seen.has("id"):
        lowest = max(own, key=list(_KINDS).index)
        if lowest != "objective" or len(scopes) == len(own):
            return _uniform(seen, lowest, 0.95)
    if "key_result" in scopes or "initiative" in scopes:
        return _uniform(seen, "initiative", 0.8)
    if "objective" in scopes:
        said = _BY_NAME.get(seen.named or "")
        numbers = seen.has(*_NUMBERS)
        return _uniform(seen, said or ("key_result" if numbers else "initiative"), 0.8)
    return None


def _by_name(seen: Evidence) -> Verdict | None:
    said = _BY_NAME.get(seen.named or "")
    if said == "objective" and _is_measured(seen):
        said = "key_result"
    return _uniform(seen, said, 0.8) if said else None


def _is_measured(seen: Evidence) -> bool:
    """Whether what a tab calls goals are measured, each with its own numbers, as results are."""
    return seen.has("target") and seen.has("parent", "current", "baseline")


def _by_shape(seen: Evidence) -> Verdict | None:
    """Names with targets and nothing about objectives are KPIs."""
    if seen.has("parent") and seen.has("target", "baseline"):
        return _uniform(seen, "key_result", 0.6)
    if seen.named == "okrs" and seen.has("target", "baseline", "current", "progress"):
        return _uniform(seen, "key_result", 0.55)
    if seen.has("target") or (seen.has("current") and seen.has("unit", "cadence", "baseline")):
        return _uniform(seen, "kpi", 0.65)
    if seen.has("parent") and seen.others and seen.has("done", "due", "status", "owner"):
        return _uniform(seen, "initiative", 0.6)
    return None
