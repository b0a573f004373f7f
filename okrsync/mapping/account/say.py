"""What is said to people about what was found, left out or missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from okrsync.i18n import Message, joined, plural
from okrsync.mapping.account.level_words import unknown
from okrsync.mapping.head import Head
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.plain_tasks import is_plain_list
from okrsync.mapping.reading import Certainty, MappingError
from okrsync.mapping.rows.drafts import Draft
from okrsync.mapping.rows.rowfilter import Left
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.shell import quoted
from okrsync.table import Scalar, a1, letters
from okrsync.values import is_null, safe

COUNTED: Mapping[str, Callable[[int], Message]] = {
    "objective": lambda n: plural("{count} objective", "{count} objectives", n),
    "key_result": lambda n: plural("{count} key result", "{count} key results", n),
    "initiative": lambda n: plural("{count} initiative", "{count} initiatives", n),
    "kpi": lambda n: plural("{count} KPI", "{count} KPIs", n),
}
FOUND = Message("{tab}: header in row {row}, {counts} ({certainty}).")
FOUND_DATABASE = Message("{tab}: {counts} ({certainty}).")
NOTHING_YET = Message("no rows yet")
FOUND_LOG = Message("{tab}: a log with {count} check-ins.")
LOST_LINES = Message("{tab}: lines of the log that belong to no row that was read: {count}.")
NO_OBJECTIVES = Message("There are no objectives here, so what was found hangs under none.")
HIDDEN_LEFT = Message("The hidden tab {tab} was left out. Name it to read it: {location}#{tab}.")
HIDDEN_READ = Message("Only the hidden tab {tab} holds OKRs, so it was read.")
UNREAD_RELATION = Message(
    "{tab}: the relation “{column}” leads to a database that was not read; share that one with "
    "the integration and name it too, or go without it."
)
UNREAD_ROW = Message(
    "It leads to a page that can't be read: not shared with the integration, or deleted."
)
UNSURE_LEFT = Message("{tab}: left out, too little says what its rows are.")
SERIES = Message("{tab}: the current value is the last one filled in of {headers}.")
AIMS = Message(
    "{tab}: the target is that of the running time among {headers}, else the next one; the others "
    "are kept as they are."
)
ON_ITS_SIDE = Message(
    "{tab}: it stands on its side, with a column for each row, so there is no cell for scores "
    "beside them."
)
SEVERAL = Message(
    "{tab}: several stand in one row ({rows}), so there is no cell beside each for its score. "
    "Give each a row of its own to have it there."
)
APART = Message("{why} To have all scores in a list of their own: {command}")
UNMEASURED = Message(
    "{tab}: {rows} hold numbers in {headers}. Objectives and initiatives have none of their own, "
    "so these are kept as they are and don't count."
)
HEADERLESS = Message(
    "{tab}: it has no header, so no column can be added for scores. Put a header above row 1."
)
LEFT = {
    "totals": Message("{tab}: {rows} left out as totals."),
    "template": Message("{tab}: {rows} left out, a template that nobody filled in."),
    "header": Message("{tab}: {rows} left out, the header again."),
    "remark": Message("{tab}: {rows} left out as remarks below the table."),
    "section": Message("{tab}: {rows} left out as headings between the others."),
    "untitled": Message("{tab}: {rows} left out, without a title."),
    "no level": Message(
        "{tab}: {rows} left out, nothing says whether they are objectives or key results."
    ),
}
NUMBER_OF_OBJECTIVE = Message(
    "Other rows name this one as theirs, so it is an objective, and its number counts nowhere; "
    "give it a row of its own below."
)
UNKNOWN_LEVEL = Message("It should say which level this is, such as objective or key result.")
NO_OKRS = Message("No objectives, key results, initiatives or KPIs were found in {where}. {seen}")
SEEN = Message("Seen: {what}. Missing: {missing}.")
SEEN_NOTHING = Message("No row looks like a header, such as Objective, Key result, Target, Owner.")
EMPTY = Message("It is empty.")
MISSING_TITLE = Message("a column that says what each row is called")
MISSING_KIND = Message(
    "something that says whether rows are objectives, key results, initiatives or KPIs"
)
MISSING_SUBJECTS = Message("the key results or KPIs that this log speaks of; name their file too")
MISSING_RESULTS = Message("what these tasks are for: the results, beside them or in another tab")
MISSING_ROWS = Message("rows with a title")
MISSING_WORDS = Message("what rows with {words} in “{header}” are")
HINT = Message(
    'Say in okrsync.toml which column is which: columns = {{ key_result = "…" }}; '
    "okrsync init {location} asks what is missing and writes that file."
)
NO_HEADER = Message(
    "The mapping of source {source} names the column “{header}” for {field}, and no tab has "
    "it.{near}"
)
NEAR = Message(" The nearest is “{near}” ({cell}).")


def counts(numbers: Mapping[str, int]) -> Message:
    """ "3 objectives, 9 key results" in every language."""
    parts = [COUNTED[name](count) for name, count in numbers.items() if count]
    return joined(parts) if parts else NOTHING_YET


def found(layout: Layout, numbers: Mapping[str, int], certain: Certainty) -> Message:
    """What a table turned out to be."""
    text = FOUND if layout.head.row else FOUND_DATABASE
    values = {"tab": safe(layout.table.name), "row": layout.head.row, "counts": counts(numbers)}
    return text.filled(**values, certainty=certain.word)


def left_out(layout: Layout, left: Left) -> list[Message]:
    """Which rows were left out, and why."""
    return [
        LEFT[reason].filled(
            tab=safe(layout.table.name), rows=_rows(layout, left.first[reason], count)
        )
        for reason, count in left.counts.items()
        if reason in LEFT
    ]


def without_a_row(layout: Layout, drafts: Sequence[Draft]) -> list[Message]:
    """Why scores can't stand beside some rows, where they can't."""
    why = _without_a_row(layout) if drafts else None
    if why is None:
        return []
    command = f"okrsync summary {quoted(safe(layout.source.location))}"
    return [APART.filled(why=why, command=command)]


def _without_a_row(layout: Layout) -> Message | None:
    tab = safe(layout.table.name)
    if layout.head.first == 1 and not layout.table.columns:
        return HEADERLESS.filled(tab=tab)
    if layout.shaped is not None and layout.shaped.turned:
        return ON_ITS_SIDE.filled(tab=tab)
    shared = sorted(layout.shaped.shared) if layout.shaped else []
    listed = ", ".join(map(str, shared[:3])) + (" …" if len(shared) > 3 else "")
    return SEVERAL.filled(tab=tab, rows=listed) if shared else None


def unmeasured(layout: Layout, drafts: Sequence[Draft]) -> list[Message]:
    """Which objectives and initiatives have numbers that only key results and KPIs can have."""
    places = {layout.column(name) for name in ("baseline", "target", "current", "lower", "upper")}
    found: dict[int, None] = {}
    columns: set[int] = set()
    for draft in drafts:
        if draft.own_row and draft.entity in ("objective", "initiative"):
            here = {
                at for at in places if at is not None and _says(layout.rows[draft.at].value(at))
            }
            if here:
                found.setdefault(draft.row)
                columns |= here
    if not found:
        return []
    headers = ", ".join(f"“{safe(layout.headers.get(at, letters(at)))}”" for at in sorted(columns))
    tab, rows = safe(layout.table.name), list(found)
    return [UNMEASURED.filled(tab=tab, headers=headers, rows=_rows(layout, rows[:3], len(rows)))]


def _says(value: Scalar) -> bool:
    return is_filled(value) and not (isinstance(value, str) and is_null(value))


def _rows(layout: Layout, first: Sequence[int], count: int) -> Message:
    if not layout.head.row:  # a database: its rows have no numbers
        return plural("{count} row", "{count} rows", count)
    listed = ", ".join(map(str, first))
    if count == 1:
        return Message("row {listed}", {"listed": listed})
    if count > len(first):
        return Message("{count} rows ({listed} …)", {"count": count, "listed": listed})
    return Message("rows {listed}", {"listed": listed})


def nothing_found(
    unknown: Sequence[Unknown | Layout], locations: Sequence[str] = ()
) -> MappingError:
    """The refusal: what was seen, with cells, and what is missing. `locations` are what was read,
    for where no table came of it."""
    named = [each.source.location for each in unknown] or locations
    where = ", ".join(dict.fromkeys(map(safe, named))) or "-"
    location = next(iter(named), "")
    nearest = max(unknown, key=_nearness, default=None)
    return MappingError(
        NO_OKRS.filled(where=where, seen=_seen(nearest)),
        hint=HINT.filled(location=safe(location)) if unknown else None,
    )


def _nearness(each: Unknown | Layout) -> float:
    return each.head.score if each.head else -1.0 + bool(each.table.rows)


def _seen(nearest: Unknown | Layout | None) -> Message:
    if nearest is None or not any(row.values for row in nearest.table.rows):
        return EMPTY if nearest is None or nearest.head is None else SEEN_NOTHING
    if nearest.head is None:
        return SEEN_NOTHING
    return SEEN.filled(what=_headers(nearest.table.name, nearest.head), missing=_missing(nearest))


def _missing(nearest: Unknown | Layout) -> Message:
    if isinstance(nearest, Layout) and is_plain_list(nearest):
        return MISSING_RESULTS
    if isinstance(nearest, Layout):
        words = _level_words(nearest)
        return words or (MISSING_SUBJECTS if nearest.verdict.check_ins else MISSING_ROWS)
    titled = nearest.columns is not None and nearest.columns.titled
    return MISSING_KIND if titled else MISSING_TITLE


def _level_words(nearest: Layout) -> Message | None:
    """The words of its level column that nobody knows, where there are any."""
    at = nearest.types.get("level")
    words = unknown(nearest, at) if at is not None else []
    if at is None or not words:
        return None
    shown = ", ".join(f"“{safe(word)}”" for word in words)
    return MISSING_WORDS.filled(words=shown, header=safe(nearest.headers.get(at, "")))


def _headers(tab: str, head: Head) -> str:
    shown = [
        f"{safe(cell.text)[:40]}{f' ({a1(cell.row, cell.index)})' if cell.row else ''}"
        for cell in head.cells[:12]
    ]
    more = " …" if len(head.cells) > len(shown) else ""
    return f"{safe(tab)}: {', '.join(shown)}{more}"
