"""Lines below each other that say different things of one row: “Target”, and “Actual” below it.

They become one row, where the first of them stands, with a column for each value of each line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from okrsync.i18n import Message
from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.shaped import OddPart, Shaped, put
from okrsync.mapping.fields import KEPT
from okrsync.mapping.files import safe_patterns
from okrsync.mapping.files.schema import Pivot
from okrsync.mapping.profile import SAMPLE, profile
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.table import Address, Row, Scalar

NO_MEASURE = Message(
    "What stands left of it says neither target nor actual, so this number was not read."
)
_NUMBERS = 0.6
"""Of what stands in a column of values, so much is numbers."""


class _Line(NamedTuple):
    word: str | None
    title: str | None
    name: str | None


@dataclass(slots=True)
class _Group:
    """The lines of one row, each by its word, and their positions."""

    at: list[int] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def lines_as_columns(shaped: Shaped, verb: Pivot) -> Shaped:
    """The table with a row for each group of lines. Lines of other words are kept as they are."""
    column = selecting.one(verb.column, shaped.headers)
    if column is None:
        return shaped
    told = [_said(row, column, verb) for row in shaped.rows]
    groups = _named_groups(told) if verb.match else _groups(shaped, told)
    fields = list(dict.fromkeys(_first_words(verb).values()))
    values = _values(shaped, column)
    made = {
        (at, word): shaped.width + number
        for number, (at, word) in enumerate((at, word) for at in values for word in fields)
    }
    shown = {same(word): word for word in reversed(list(verb.words))}
    headers = {
        place: f"{shaped.headers.get(at, '')} {shown[word]}".strip()
        for (at, word), place in made.items()
    }
    rows, origins, odd = [], [], []
    for number, group in enumerate(groups):
        odd += [
            OddPart(number, at, str(shaped.rows[line].value(at)), NO_MEASURE)
            for line in group.at
            if not _is_known(told[line].word, fields)
            for at in values
            if is_filled(shaped.rows[line].value(at))
        ]
        row, origin = _merged(shaped, group, values)
        name = told[group.at[0]].name
        if name is not None:
            row = replace(row, values=put(row.values, column, name))
        cells: list[Scalar] = [None] * len(made)
        for (at, word), place in made.items():
            line = group.lines.get(word)
            if line is not None and is_filled(value := shaped.rows[line].value(at)):
                cells[place - shaped.width] = value
                origin[place] = shaped.cell(line, at)
        rows.append(replace(row, values=[*row.values, *cells]))
        origins.append(origin)
    used = frozenset(values) if verb.match is not None else frozenset((*values, column))
    return replace(
        shaped,
        headers={**shaped.headers, **headers},
        rows=rows,
        origins=origins,
        width=shaped.width + len(made),
        fields={**shaped.fields, **_named(made, verb, len(values))},
        read=shaped.read | used,
        barred=shaped.barred | used,
        odd=(*shaped.odd, *odd),
    )


def _named(made: Mapping[tuple[int, str], int], verb: Pivot, count: int) -> dict[str, int]:
    """The fields of what stands in one column of values: each line's word says its own."""
    fields = {same(word): name for word, name in verb.words.items()}
    return {fields[word]: place for (_, word), place in made.items()} if count == 1 else {}


def _is_known(word: str | None, fields: Sequence[str]) -> bool:
    """Whether a line is one of the verb's, or what people compute of these (“Gap”)."""
    return word in fields or any(each.field == KEPT for each in match(word or ""))


def _first_words(verb: Pivot) -> dict[str, str]:
    """Each word → the first of its field, as compared."""
    first: dict[str, str] = {}
    for word, name in verb.words.items():
        first.setdefault(name, same(word))
    return {same(word): first[name] for word, name in verb.words.items()}


def _said(row: Row, column: int, verb: Pivot) -> _Line:
    """What a line says: its word, None where it has none; its title; and the name in its cell."""
    text, title = str(row.value(column) or "").strip(), _title(row, column)
    one = _first_words(verb)
    if verb.match is None:
        return _Line(one.get(same(text), same(text)) or None, title, None)
    groups = safe_patterns.search(rf"\A(?:{verb.match})\Z", text) if text else None
    if groups is None:
        return _Line(None, title, None)
    word, name = same(groups.get("word") or ""), (groups.get("name") or text).strip()
    known = one.get(word, word or None)
    return _Line(known, " ".join(filter(None, (title, same(name)))), name)


def _groups(shaped: Shaped, told: Sequence[_Line]) -> list[_Group]:
    """Rows that belong together: until a word comes again, or another title begins."""
    found: list[_Group] = []
    title: str | None = None
    for at in range(len(shaped.rows)):
        word, own = told[at].word, told[at].title
        begins = not found or word is None or word in found[-1].lines
        if begins or (own is not None and title is not None and own != title):
            found.append(_Group())
            title = None
        found[-1].at.append(at)
        title = own if title is None else title
        if word is not None:
            found[-1].lines.setdefault(word, at)
    return found


def _named_groups(told: Sequence[_Line]) -> list[_Group]:
    """Where each line has its name, those of one name belong together wherever they stand."""
    found: list[_Group] = []
    last: dict[str | None, _Group] = {}
    for at, line in enumerate(told):
        group = last.get(line.title)
        if group is None or line.word is None or line.word in group.lines:
            group = last[line.title] = _Group()
            found.append(group)
        group.at.append(at)
        if line.word is not None:
            group.lines[line.word] = at
    return found


def _title(row: Row, column: int) -> str | None:
    """What stands left of the words: the title, on the first line or on each."""
    texts = [same(str(value)) for value in row.values[:column] if is_filled(value)]
    return " ".join(texts) or None


def _values(shaped: Shaped, column: int) -> list[int]:
    """The columns of values: to the right of the words, with numbers in them."""
    found = []
    for at in sorted(shaped.headers):
        seen = profile([row.value(at) for row in shaped.rows[:SAMPLE]])
        if at > column and (seen.empty or seen.numbers + seen.numeric_texts >= _NUMBERS):
            found.append(at)
    return found


def _merged(shaped: Shaped, group: _Group, values: Sequence[int]) -> tuple[Row, dict[int, Address]]:
    """The first line, with what the others say in columns that are none of values."""
    first = shaped.rows[group.at[0]]
    cells = [first.value(column) for column in range(shaped.width)]
    origin = dict(shaped.origins[group.at[0]])
    for column in range(shaped.width):
        if column in values:
            cells[column] = None
            continue
        for at in group.at:
            if is_filled(value := shaped.rows[at].value(column)):
                cells[column] = value
                origin[column] = shaped.cell(at, column)
                break
    return replace(first, values=cells), origin
