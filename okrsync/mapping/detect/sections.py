"""Whether a table's rows stand under headings: “Objective 2: …” alone on a row, or above it."""

from __future__ import annotations

from okrsync.mapping.apply.numbering import is_numbering
from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.apply.sections import Heading, alternate, headings, is_header, lines_above
from okrsync.mapping.columns_of import RowVerdict
from okrsync.mapping.files.schema import Levels
from okrsync.mapping.vocabulary import names
from okrsync.mapping.vocabulary.normal import is_filled, tokens

_SHORT = 2
"""A heading of so many words is a department or a theme, and no objective."""
_BY = {"prefix": "title", "code": "code"}


def found(ready: PreparedTable, verdict: RowVerdict) -> Levels | None:
    """What tells objectives from the rows below them, where that is a line of their own; None
    where the table has no such lines, or they are no objectives."""
    if ready.mapping.levels is not None or ready.table.columns or _in_parts(ready):
        return None
    if verdict.entity is None:
        by = _BY.get(verdict.by or "")
        above = lines_above(ready.table, ready.head.top, coded=True)
        return Levels("title" if by == "title" else "code") if by and above else None
    if verdict.entity == "objective" or "objective" in verdict.titles:
        return None
    title = verdict.titles[verdict.entity]
    ours = {*ready.ours.columns.values(), *ready.ours.copies}
    body = headings(ready.rows, ready.names, title, 0, ours)
    if any(each.coded for each in body) or lines_above(ready.table, ready.head.top, coded=True):
        return Levels("sections")
    if verdict.entity == "kpi" or not body:
        return None
    if not (_are_titles(body) or _are_okrs(ready) or _indented(ready, title, body)):
        return None
    repeated = any(is_header(row, ready.names) for row in ready.rows)
    filled = [at for at, row in enumerate(ready.rows) if any(map(is_filled, row.values))]
    turns = alternate(filled, {each.at for each in body})
    return Levels("sections") if repeated or turns else None


def _in_parts(ready: PreparedTable) -> bool:
    """Whether rows are no longer those of the sheet; values over time leave them as they are."""
    said = ready.mapping
    return bool(said.split or said.transpose) or any(map(is_numbering, said.unpivot))


def _are_okrs(ready: PreparedTable) -> bool:
    """Whether the tab says that it holds OKRs: then what stands above key results is no theme."""
    return names.kind(ready.table.name) in ("okrs", "objectives")


def _indented(ready: PreparedTable, title: int, body: list[Heading]) -> bool:
    """Whether the rows below the headings begin further to the right."""
    heads = {each.at for each in body}
    texts = [
        value for at, row in enumerate(ready.rows)
        if at not in heads and isinstance(value := row.value(title), str) and value.strip()
    ]  # fmt: skip
    return bool(texts) and all(text[:1].isspace() for text in texts)


def _are_titles(body: list[Heading]) -> bool:
    """Whether most headings say more than a department or a theme would."""
    long = sum(len(tokens(each.text)) > _SHORT for each in body)
    return long > 0.5 * len(body)
