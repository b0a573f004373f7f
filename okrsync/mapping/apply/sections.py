"""Lines that head the rows below them: “Objective 2: …” alone on a row, or above the header."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.filtering import is_meant, shown
from okrsync.mapping.apply.shaped import Shaped, with_column
from okrsync.mapping.files.schema import Rows
from okrsync.mapping.vocabulary import codes, names
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.normal import is_filled, phrase, same
from okrsync.mapping.vocabulary.words import everywhere
from okrsync.table import Address, Row, Scalar, Table
from okrsync.values import clean

_LABEL = re.compile(r"^\W*(?P<label>[^:]{2,30}?)\W*:\W*(?P<said>\S.*?)\W*$", re.DOTALL)
_NAMED = re.compile(r"^[^:]{1,30}:\s+(?P<rest>\S.*)$", re.DOTALL)
_MARKS = re.compile(r"^[*_#\s]+|[*_\s]+$")
_CLEAR = 0.9
_LINES_ABOVE = 8
_FEWEST = 2
_CELLS = 2
"""A line above a table has at most so many filled cells: a text, or a label and a text."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads the rows below it: its position and cell, the objective's text, whether
    it says itself that it is one, and the positions of the lines that go on about it."""

    at: int
    column: int
    text: str
    coded: bool = False
    more: tuple[int, ...] = ()


def sections(
    shaped: Shaped,
    title: int,
    lead: int = 0,
    ours: Collection[int] = (),
    said: Rows | None = None,
) -> Shaped:
    """The table with the text of its headings in a column of objectives, on rows of their own.

    The first `lead` rows are lines from above the header; what stands in columns of `ours` says
    nothing of a row. `said` tells the headings where a mapping does. What stands below a heading
    and before the header again says who owns the objective, or describes it.
    """
    if said is not None:
        found = _as_said(shaped, title, said)
    else:
        found = headings(shaped.rows, shaped.headers, title, lead, ours)
    heads = {each.at: each for each in found}
    if not heads:
        return replace(shaped, rows=shaped.rows[lead:], origins=shaped.origins[lead:])
    gone = {at for each in heads.values() for at in each.more}
    gone |= {at for at in range(lead) if at not in heads}
    owners, about = _said(shaped, heads)
    cells: dict[str, list[tuple[Scalar, Address | None]]] = {
        "objective": [_cell(shaped, heads.get(at)) for at in range(len(shaped.rows))]
    }
    if owners:
        cells["objective_owner"] = [owners.get(at, (None, None)) for at in range(len(shaped.rows))]
    if about:
        cells["objective_description"] = [
            about.get(at, (None, None)) for at in range(len(shaped.rows))
        ]
    rows = [
        replace(row, values=_without(row, ours)) if at in heads else row
        for at, row in enumerate(shaped.rows)
    ]
    shaped, header = replace(shaped, rows=rows), shaped.headers.get(title, "")
    for name, values in cells.items():
        shaped = with_column(shaped, name, header, values)
    kept = [at for at in range(len(shaped.rows)) if at not in gone]
    return replace(
        shaped, rows=[shaped.rows[at] for at in kept], origins=[shaped.origins[at] for at in kept]
    )


def _as_said(shaped: Shaped, title: int, said: Rows) -> list[Heading]:
    """The rows without a title that a mapping calls headings."""
    column = selecting.one(said.column, shaped.headers)
    return [
        Heading(at, column, clean(shown(row.value(column))))
        for at, row in enumerate(shaped.rows)
        if column is not None
        and (column == title or not is_filled(row.value(title)))
        and is_filled(row.value(column))
        and is_meant(row.value(column), said)
    ]


def headings(
    rows: Sequence[Row],
    headers: Mapping[int, str],
    title: int,
    lead: int = 0,
    ours: Collection[int] = (),
) -> list[Heading]:
    """The headings among these rows, of which the first `lead` stand above the header.

    Where any says itself that it is an objective, those that do; else, where the header comes
    again, the first of the lines before it; else every row that holds a title and nothing more.
    """
    found = {at: each for at, row in enumerate(rows) if (each := _heading(at, row, title, ours))}
    again = {at for at, row in enumerate(rows) if is_header(row, headers)} | ({lead} - {0})
    if any(each.coded for each in found.values()):
        chosen = [each for each in found.values() if each.coded]
    elif again:
        chosen = [found[at] for at in _before(again, found)]
    else:
        chosen = [each for each in found.values() if each.column == title]
    return [replace(each, more=_going_on(each.at, found, again, lead)) for each in chosen]


def lines_above(table: Table, head_top: int, *, coded: bool) -> list[Row]:
    """The lines above a header from the heading that the table stands under to the header, empty
    where there is none. `coded`: only a line that says itself that it is an objective counts."""
    lines: list[Row] = []
    for row in reversed([row for row in table.rows if row.number < head_top][-2 * _LINES_ABOVE :]):
        filled = sum(map(is_filled, row.values))
        if filled > _CELLS or len(lines) == _LINES_ABOVE:
            break
        if filled:
            lines.insert(0, row)
    found = [_heading(at, row, table.width) for at, row in enumerate(lines)]
    said = [each for each in found if each is not None and each.coded]
    if not said and not coded:
        said = [each for each in found if each is not None and not _is_about_the_sheet(each.text)]
    return lines[said[-1].at :] if said else []


def is_header(row: Row, headers: Mapping[int, str]) -> bool:
    """Whether a row is the header again: each of its cells is its column's header."""
    filled = [(at, value) for at, value in enumerate(row.values) if is_filled(value)]
    return bool(filled) and all(
        isinstance(value, str) and same(value) == selecting.lower(headers.get(at, ""))
        for at, value in filled
    )


def is_marked(row: Row) -> bool:
    """Whether a row is a line that says itself that it is an objective."""
    found = _heading(0, row, len(row.values))
    return found is not None and found.coded


def _heading(at: int, row: Row, title: int, ours: Collection[int] = ()) -> Heading | None:
    filled = [
        (column, value)
        for column, value in enumerate(row.values)
        if is_filled(value) and column not in ours
    ]
    if len(filled) == 1:
        column, value = filled[0]
        if column > title or not isinstance(value, str):
            return None
        text = _MARKS.sub("", clean(value))
        return Heading(at, column, stripped(text) or text, coded=stripped(text) is not None)
    if len(filled) == _CELLS and filled[0][0] <= title:
        label, said = (value for _, value in filled)
        if isinstance(label, str) and isinstance(said, str) and _names_objective(label):
            return Heading(at, filled[1][0], clean(said), coded=True)
    return None


def stripped(text: str) -> str | None:
    """What an objective is called behind its mark (“Objective 2: …”), None where it bears none."""
    code = codes.prefix(text)
    if code is None or code.entity != "objective":
        return None
    rest = codes.rest(text)
    if not rest:
        named = _NAMED.match(text)
        rest = named["rest"] if named else ""
    return rest or None


def _names_objective(label: str) -> bool:
    text = clean(label).rstrip(" :")
    code = codes.whole(text)
    if code is not None:
        return code.entity == "objective"
    best = match(text)[:1]
    return bool(best) and best[0].field == "objective" and best[0].score >= _CLEAR


def _is_about_the_sheet(text: str) -> bool:
    """Whether a line is the sheet's own title, a label or a period, and heads no rows."""
    labelled = _LABEL.match(text)
    words = phrase(labelled["label"] if labelled else text)
    if any(words in texts for texts in everywhere("labels").values()):
        return True
    if labelled and match(labelled["label"])[:1]:
        return True
    period = names.period_text(text)
    alone = period is not None and not text.replace(period, "").strip(" -–—:()")
    return alone or names.kind(text) is not None


def _before(again: set[int], found: Mapping[int, Heading]) -> list[int]:
    """Positions of the first of the lines right before each header."""
    firsts = []
    for at in sorted(again):
        first = at
        while first - 1 in found:
            first -= 1
        if first < at:
            firsts.append(first)
    return firsts


def _going_on(at: int, found: Mapping[int, Heading], again: set[int], lead: int) -> tuple[int, ...]:
    """The lines below a heading that stand before the header."""
    if at < lead:
        return tuple(range(at + 1, lead))
    end = at + 1
    while end in found and not found[end].coded:
        end += 1
    return tuple(range(at + 1, end)) if end in again else ()


def _said(
    shaped: Shaped, heads: Mapping[int, Heading]
) -> tuple[dict[int, tuple[Scalar, Address]], dict[int, tuple[Scalar, Address]]]:
    """Who owns the objective of each heading, and what else is said below it."""
    owners: dict[int, tuple[Scalar, Address]] = {}
    about: dict[int, tuple[Scalar, Address]] = {}
    for at, each in heads.items():
        for line in each.more:
            values = shaped.rows[line].values
            filled = [column for column, value in enumerate(values) if is_filled(value)]
            text = ": ".join(clean(str(values[column])).rstrip(" :") for column in filled)
            if _is_about_the_sheet(text) and not _LABEL.match(text):
                continue
            labelled, place = _LABEL.match(text), shaped.cell(line, filled[-1])
            best = match(labelled["label"])[:1] if labelled else ()
            if labelled and best and best[0].field == "owner" and at not in owners:
                owners[at] = (labelled["said"], place)
            else:
                before = f"{about[at][0]}\n" if at in about else ""
                about[at] = (before + _MARKS.sub("", text), about[at][1] if at in about else place)
    return owners, about


def _cell(shaped: Shaped, head: Heading | None) -> tuple[Scalar, Address | None]:
    return (None, None) if head is None else (head.text, shaped.cell(head.at, head.column))


def _without(row: Row, ours: Collection[int]) -> Sequence[Scalar]:
    """A heading's row without its text, which has moved, and without its label."""
    return [value if column in ours else None for column, value in enumerate(row.values)]


def alternate(filled: Sequence[int], heads: Collection[int]) -> bool:
    """Whether headings and fuller rows take turns from the first row on: then a row that holds a
    title alone heads others, and is none of them that nobody has filled in yet."""
    if len(heads) < _FEWEST or not filled or filled[0] not in heads or filled[-1] in heads:
        return False
    return not any(one in heads and other in heads for one, other in pairwise(filled))
