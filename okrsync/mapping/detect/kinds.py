"""What a table's rows are: objectives, key results, initiatives, KPIs, several, or check-ins."""

from __future__ import annotations

from dataclasses import replace

from okrsync.mapping.columns_of import RowVerdict, titles, uniform
from okrsync.mapping.detect.by_numbers import numbers_tell_levels
from okrsync.mapping.detect.by_parent import is_tree
from okrsync.mapping.detect.code_levels import are_of, level_by_code
from okrsync.mapping.detect.evidence import Evidence
from okrsync.mapping.detect.own_titles import are_actions, are_measured_goals
from okrsync.mapping.detect.plausible import plausible
from okrsync.mapping.fields import ENTITIES, TITLES
from okrsync.mapping.reading import Kind
from okrsync.mapping.vocabulary import codes, names
from okrsync.mapping.vocabulary.headers import match

_NUMBERS = ("target", "baseline", "current", "lower", "upper")
_TOLD = ("target", "baseline", "current", "owner", "due", "status", "progress", "weight",
         "confidence", "parent", "cadence")  # fmt: skip
"""What stands beside a goal that somebody pursues."""
_OF_ACTIONS = ("owner", "due", "done", "done_on", "status", "progress", "parent", "team", "notes",
               "objective", "period", "cadence")  # fmt: skip
_OTHERS = 2
_GOALS = 0.74
_A_FEW, _ALL, _LONG = 3, 0.95, 30
_NAMED = 0.7
"""A column of titles that is less sure than this has no header that says so."""
_BY_NAME = {
    "objectives": "objective",
    "key_results": "key_result",
    "initiatives": "initiative",
    "kpis": "kpi",
}


def decide(seen: Evidence) -> RowVerdict | None:
    """What the rows are, None where nothing says so."""
    if _is_log(seen):
        return RowVerdict(None, None, {}, 0.9, check_ins=True)
    if not seen.columns.titled:
        return None
    if seen.fixed:
        return _uniform(seen, seen.fixed, 1.0)
    found = _decided(seen)
    if found is None:
        return None
    column = found.titles[found.entity] if found.entity else min(found.titles.values())
    return found if plausible(seen, column) else None


def _decided(seen: Evidence) -> RowVerdict | None:
    if seen.level_column:
        return mixed(seen, "column", 1.0)
    by = level_by_code(seen, titles(seen.columns))
    if by:
        return mixed(seen, by, 0.85)
    if is_tree(seen):
        return mixed(seen, "parent", 0.85)
    if are_of(seen, "key_result"):
        return _uniform(seen, "key_result", 0.9)
    if numbers_tell_levels(seen):
        return mixed(seen, "numbers", 0.8)
    return _by_columns(seen) or _by_ids(seen) or _by_name(seen) or _by_shape(seen)


def mixed(seen: Evidence, by: str, sure: float) -> RowVerdict:
    """Rows of several levels, which something tells apart."""
    return RowVerdict(Kind.MIXED, None, titles(seen.columns), sure, by=by)


def _uniform(seen: Evidence, entity: str, sure: float) -> RowVerdict:
    found = uniform(seen.columns, entity, sure)
    titles = {name: at for name, at in found.titles.items() if not _is_beside(seen, found, name)}
    return replace(found, titles=titles)


def _is_beside(seen: Evidence, found: RowVerdict, name: str) -> bool:
    """Whether a column named for another kind of row holds none: the project that a KPI belongs
    to, again on each row; the purpose of each KPI, another one on each."""
    own, other = found.titles[found.entity or name], found.titles[name]
    there = seen.profiles.get(other)
    if name == found.entity or there is None or there.filled < _A_FEW:
        return False
    if name == "initiative":
        return found.entity in ("kpi", "key_result") and other < own and there.distinct < 1
    purpose = there.distinct > _ALL and there.length > _LONG and other > own
    return name == "objective" and found.entity == "kpi" and purpose


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


def _by_columns(seen: Evidence) -> RowVerdict | None:
    """Headers that name what stands in their column."""
    has = seen.has
    if has("initiative") and _is_list_of_actions(seen):
        return _uniform(seen, "initiative", 0.95)
    if are_actions(seen):
        return _uniform(seen, "initiative", 0.9)
    if has("key_result"):
        return _results(seen)
    if has("kpi"):
        return _uniform(seen, "kpi", 0.95)
    if has("indicator"):
        if not _of_a_plan(seen):
            return None
        of_objective = has("objective") or seen.named == "key_results"
        return _uniform(seen, "key_result" if of_objective else "kpi", 0.8)
    if has("initiative"):
        return _uniform(seen, "initiative", 0.95)
    if has("objective") and not has("title"):
        if not _of_a_plan(seen):
            return None
        if are_measured_goals(seen):
            return _described(seen) or _uniform(seen, "key_result", 0.75)
        return _described(seen) or _uniform(seen, "objective", 0.95)
    if has("objective"):
        return _named_child(seen)
    return None


def _results(seen: Evidence) -> RowVerdict | None:
    """Key results: without an owner, a number, a date or anything else of a plan beside them, but
    with columns of other things, they are what a study found."""
    others = sum(not seen.profiles[at].empty for _, at in seen.columns.rest if at in seen.profiles)
    if _planned(seen) or others < _OTHERS or seen.named == "okrs":
        return _uniform(seen, "key_result", 1.0)
    return _uniform(seen, "key_result", 0.6) if seen.has("objective") else None


def _planned(seen: Evidence) -> bool:
    return seen.written or seen.has(*_TOLD) or bool(seen.columns.types)


def _of_a_plan(seen: Evidence) -> bool:
    """Whether anything beside a goal says that it is an objective: "goal" and "objectif" also
    stand over goals of a match and over lenses."""
    told = (*_TOLD, "period", "theme", "notes")
    beside = seen.others - {"objective"}
    if seen.written or (seen.has("id") and names.kind(seen.tab) == "objectives"):
        return True
    said = seen.columns.scoped or seen.columns.types or beside or seen.named == "okrs"
    return seen.has(*told) or bool(said)


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


def _named_child(seen: Evidence) -> RowVerdict:
    """A name beside an objective: its key result, unless the tab's name says otherwise."""
    said = _BY_NAME.get(seen.named or "")
    if said and said != "objective":
        return _uniform(seen, said, 0.85)
    if _of_key_results(seen) or seen.has(*_NUMBERS):
        return _uniform(seen, "key_result", 0.75)
    if _of_itself(seen):
        title = seen.columns.fields["title"]
        return RowVerdict(Kind.OBJECTIVES, "objective", {"objective": title}, 0.7)
    return _uniform(seen, "objective", 0.7)


def _of_itself(seen: Evidence) -> bool:
    """Whether an objective's name stands beside its ambition: every row has an objective's id of
    its own, and a text that is no other row's."""
    own = seen.columns.get("id", "objective")
    title, said = seen.columns.fields["title"], seen.columns.fields["objective"]
    return (
        own is not None and seen.unique(own) and seen.unique(title)
        and seen.profiles[title].length < seen.profiles[said].length
    )  # fmt: skip


def _described(seen: Evidence) -> RowVerdict | None:
    """Objectives that repeat, with a text of its own and numbers on each row: key results."""
    text, objective = seen.columns.fields.get("description"), seen.columns.fields["objective"]
    if text is None or not seen.has("target", "baseline", "current"):
        return None
    told, above = seen.profiles[text], seen.profiles[objective]
    if told.distinct < 0.9 or told.filled < above.filled or above.distinct >= 0.9:
        return None
    return RowVerdict(
        Kind.KEY_RESULTS, "key_result", {"objective": objective, "key_result": text}, 0.75
    )


def _of_key_results(seen: Evidence) -> bool:
    return any(scope == "key_result" for _, scope in seen.columns.scoped)


def _by_ids(seen: Evidence) -> RowVerdict | None:
    """Whose id a column of ids is: unique ones are the rows' own, others their parents'."""
    scopes = [scope for (name, scope) in seen.columns.scoped if name == "id"]
    own = [scope for scope in scopes if seen.unique(seen.columns.scoped["id", scope])]
    if own and not seen.has("id"):
        lowest = max(own, key=ENTITIES.index)
        if lowest != "objective" or len(scopes) == len(own):
            return _uniform(seen, lowest, 0.95)
    if "key_result" in scopes or "initiative" in scopes:
        return _uniform(seen, "initiative", 0.8)
    if "objective" in scopes:
        said = _BY_NAME.get(seen.named or "")
        numbers = seen.has(*_NUMBERS)
        return _uniform(seen, said or ("key_result" if numbers else "initiative"), 0.8)
    return None


def _by_name(seen: Evidence) -> RowVerdict | None:
    said = _BY_NAME.get(seen.named or "")
    if seen.has("key_result"):
        return None  # What such a column says by itself was heard already.
    if said == "objective" and _is_measured(seen):
        said = "key_result"
    if said == "objective" and (_unnamed(seen) or not _of_a_plan(seen)):
        # A tab called "Goals" may hold those of a match, or what to buy.
        return None
    if said == "initiative" and not seen.has(*_OF_ACTIONS):
        # What was "measures" to a chronicler is no list of actions without who, until when or how.
        return None
    if said == "kpi" and not seen.has(*_NUMBERS, "unit", "cadence", "aggregation"):
        # A file called "kpis" may hold a list of persons.
        return None
    if said is None:
        return None
    # People call what they do their goals too.
    return _uniform(seen, said, _GOALS if said == "objective" else 0.8)


def _is_measured(seen: Evidence) -> bool:
    """Whether what a tab calls goals are measured, each with its own numbers, as results are."""
    return seen.has("target") and seen.has("parent", "current", "baseline")


def _by_shape(seen: Evidence) -> RowVerdict | None:
    """Names with targets and nothing about objectives are KPIs."""
    if seen.has("parent") and seen.has("target", "baseline"):
        return _uniform(seen, "key_result", 0.6)
    if seen.named == "okrs" and seen.has("target", "baseline", "current", "progress"):
        return _uniform(seen, "key_result", 0.55)
    beside = seen.has("current", "baseline", "unit", "cadence", "owner", "due", "status")
    if _filled(seen, "target") and (beside or not (_unnamed(seen) and _are_goals(seen))):
        return _uniform(seen, "kpi", 0.65)
    if seen.has("current") and seen.has("unit", "cadence", "baseline"):
        return _uniform(seen, "kpi", 0.65)
    if seen.has("parent") and seen.others and seen.has("done", "due", "status", "owner"):
        return _uniform(seen, "initiative", 0.6)
    return None


def _unnamed(seen: Evidence) -> bool:
    """Whether no header says that the column of titles is one."""
    title = seen.columns.fields.get("title")
    return title is not None and seen.columns.sure.get(title, 1.0) < _NAMED


def _are_goals(seen: Evidence) -> bool:
    """Whether the header over the numbers is a word for an objective too: of "Goals" over numbers
    alone nobody knows whether they are wanted or were shot."""
    header = seen.headers.get(seen.columns.fields["target"], "")
    return any(each.field == "objective" for each in match(header))


def _filled(seen: Evidence, name: str) -> bool:
    """Whether a field has a column in which something stands."""
    at = seen.columns.fields.get(name)
    return at is not None and at in seen.profiles and not seen.profiles[at].empty
