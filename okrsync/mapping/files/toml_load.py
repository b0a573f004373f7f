"""A mapping from its TOML text. What is wrong is told with its line and the nearest known key."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from typing import Any, NoReturn, get_args

from okrsync.errors import ConfigError
from okrsync.i18n import Message
from okrsync.mapping.fields import ENTITIES, FIELDS
from okrsync.mapping.files.safe_patterns import check
from okrsync.mapping.files.schema import (
    HISTORY,
    ColumnRef,
    Join,
    Level,
    Levels,
    LevelsBy,
    Mapping,
    Pattern,
    Pivot,
    Rows,
    Split,
    TableMapping,
    TabRef,
    Times,
    Unpivot,
    Values,
)
from okrsync.mapping.files.toml_lines import Path, line_of

NO_TOML = Message("{where} is not valid TOML: {error}")
WRONG = Message("{where}, line {line}: {said}")
WRONG_FILE = Message("{where}: {said}")
UNKNOWN = Message("“{key}” is not a known key here.")
UNKNOWN_NEAR = Message("“{key}” is not a known key here; did you mean “{near}”?")
FOREIGN = Message("“{key}” is not a known key here; here it is called “{ours}”: {example}")
NO_FIELD = Message("there is no field “{name}”; known are {known}.")
NO_FIELD_NEAR = Message("there is no field “{name}”; did you mean “{near}”?")
EXPECTED = Message("“{key}” should be {what}.")
ONE_OF = Message("“{key}” should be one of {known}.")
NEEDED = Message("“{key}” is missing here.")
BOTH = Message("“{key}” stands beside [[tables]]: move it into the table that it is for.")
TEXT, TEXTS = Message("a text in quotes"), Message("a list of texts in quotes")
TRUTH, PAIRS = Message("true or false"), Message('pairs such as {{ word = "field" }}')
ROWS = Message("row numbers as the sheet shows them, such as [3] or [3, 4]")
WHOLE = Message("a whole number above 0")
COLUMN = Message('a header in quotes, or {{ letter = "C" }} or {{ pattern = "Target.*" }}')

FOREIGN_KEYS: Pairs[str, tuple[str, str]] = {
    "skiprows": ("header_rows", "header_rows = [3]"),
    "skip_leading_rows": ("header_rows", "header_rows = [3]"),
    "header": ("header_rows", "header_rows = [3]"),
    "header_row": ("header_rows", "header_rows = [3]"),
    "na_values": ("values", 'values = { null_words = ["n/a"] }'),
    "missing_values": ("values", 'values = { null_words = ["n/a"] }'),
    "null_values": ("values", 'values = { null_words = ["n/a"] }'),
    "null_words": ("values", 'values = { null_words = ["n/a"] }'),
    "decimal": ("values", 'values = { decimal = "," }'),
    "decimal_char": ("values", 'values = { decimal = "," }'),
    "group_char": ("values", 'values = { thousands = "." }'),
    "thousands": ("values", 'values = { thousands = "." }'),
    "melt": ("unpivot", 'unpivot = { columns = "months", values_to = "current" }'),
    "pivot_longer": ("unpivot", 'unpivot = { columns = "months", values_to = "current" }'),
    "pivot_wider": (
        "pivot",
        'pivot = { column = "Line", words = { Plan = "target", Actual = "current" } }',
    ),
    "sheet": ("tab", 'tab = "OKRs"'),
    "sheet_name": ("tab", 'tab = "OKRs"'),
    "usecols": ("columns", 'columns = { title = "Name" }'),
    "ffill": ("fill_down", 'fill_down = ["Objective"]'),
    "primary_key": ("id", 'id = ["Company", "Code"]'),
    "separate": ("split", 'split = { column = "Key result", by = "bullets" }'),
    "extract": ("pattern", 'pattern = { column = "Goal", match = "(?P<target>[0-9]+)" }'),
}
"""Names of other tools → ours, and how it is written."""
_INSIDE = {
    "na_values": "null_words", "missing_values": "null_words", "null_values": "null_words",
    "decimal_char": "decimal", "group_char": "thousands", "separator": "by", "regex": "match",
    "value_vars": "columns", "var_name": "names_pattern", "value_name": "values_to",
    "names_to": "names_pattern", "how": "by",
}  # fmt: skip
"""The same for what stands inside a verb."""


@dataclass(frozen=True, slots=True)
class _At:
    """A value and where it stands, so that a complaint can name the line."""

    value: Any
    path: Path
    text: str
    where: str

    def wrong(self, said: Message) -> NoReturn:
        line = line_of(self.text, self.path)
        message = WRONG.filled(line=line) if line else WRONG_FILE
        raise ConfigError(message.filled(where=self.where, said=said))

    def expected(self, what: Message) -> NoReturn:
        self.wrong(EXPECTED.filled(key=self.name, what=what))

    @property
    def name(self) -> str:
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    def __getitem__(self, key: str | int) -> _At:
        return _At(self.value[key], (*self.path, key), self.text, self.where)


Read = Callable[[_At], Any]


def load(text: str, where: str) -> Mapping:
    """A mapping from its TOML. Raises ConfigError: `where` and the line, what is wrong there."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(NO_TOML.filled(where=where, error=error)) from error
    at = _At(data, (), text, where)
    if "tables" in data:
        found = _keys(at, {**_FILE, "tables": _tables}, more=_TABLE)
        for key in found.keys() & _TABLE.keys():
            at[key].wrong(BOTH.filled(key=key))
        return Mapping(**found)
    found = _keys(at, {**_FILE, **_TABLE})
    own = {key: found.pop(key) for key in list(found) if key in _TABLE}
    return Mapping((_table(own),), **found)


def column_of(said: str | ColumnRef) -> ColumnRef:
    """A column as the configuration names it: its header."""
    return said if isinstance(said, ColumnRef) else ColumnRef(header=said)


def _keys(at: _At, known: Pairs[str, Read], *, more: Iterable[str] = ()) -> dict[str, Any]:
    """A table's keys, each read; one that is unknown is told with the nearest."""
    if not isinstance(at.value, dict):
        at.expected(PAIRS)
    found = {}
    for key in at.value:
        read = known.get(key)
        if read is None and key not in more:
            _unknown(at[key], known)
        found[key] = read(at[key]) if read else at.value[key]
    return found


def _unknown(at: _At, known: Iterable[str]) -> NoReturn:
    key, names = at.name, list(known)
    ours, example = FOREIGN_KEYS.get(key.casefold(), ("", ""))
    if ours in names:
        at.wrong(FOREIGN.filled(key=key, ours=ours, example=example))
    inside = _INSIDE.get(key.casefold())
    near = [inside] if inside in names else difflib.get_close_matches(key, names, n=1, cutoff=0.5)
    at.wrong(UNKNOWN_NEAR.filled(key=key, near=near[0]) if near else UNKNOWN.filled(key=key))


def _text(at: _At) -> str:
    if not isinstance(at.value, str) or not at.value:
        at.expected(TEXT)
    return at.value


def _texts(at: _At) -> tuple[str, ...]:
    if isinstance(at.value, str):
        return (at.value,)
    if not isinstance(at.value, list) or not all(isinstance(each, str) for each in at.value):
        at.expected(TEXTS)
    return tuple(at.value)


def _truth(at: _At) -> bool:
    if not isinstance(at.value, bool):
        at.expected(TRUTH)
    return at.value


def _regex(at: _At) -> str:
    said = check(_text(at))
    if said:
        at.wrong(said)
    return str(at.value)


def _whole(at: _At) -> int:
    if isinstance(at.value, bool) or not isinstance(at.value, int) or at.value < 1:
        at.expected(WHOLE)
    return at.value


def _row_numbers(at: _At) -> tuple[int, ...]:
    values = at.value if isinstance(at.value, list) else [at.value]
    if not all(isinstance(each, int) and each is not True and each > 0 for each in values):
        at.expected(ROWS)
    return tuple(values)


def _one_of(*known: str) -> Read:
    def read(at: _At) -> str:
        if at.value not in known:
            at.wrong(ONE_OF.filled(key=at.name, known=", ".join(known)))
        return str(at.value)

    return read


def _column(at: _At) -> ColumnRef:
    if isinstance(at.value, str) and at.value.strip():
        return ColumnRef(header=at.value)
    if not isinstance(at.value, dict) or len(at.value) != 1:
        at.expected(COLUMN)
    return ColumnRef(**_keys(at, {"header": _text, "pattern": _regex, "letter": _letter}))


def _letter(at: _At) -> str:
    if not (_text(at).isascii() and at.value.isalpha() and len(at.value) <= 3):
        at.expected(COLUMN)
    return str(at.value).upper()


def _columns(at: _At) -> tuple[ColumnRef, ...]:
    return tuple(_each(_column)(at))


def _each(read: Read) -> Read:
    """One of a thing, or a list of them."""

    def several(at: _At) -> tuple[Any, ...]:
        if isinstance(at.value, list):
            return tuple(read(at[place]) for place in range(len(at.value)))
        return (read(at),)

    return several


def _field(at: _At, name: str) -> str:
    if not is_field(name):
        near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.5)
        known = ", ".join(FIELDS)
        said = NO_FIELD_NEAR.filled(near=near[0]) if near else NO_FIELD.filled(known=known)
        at.wrong(said.filled(name=name))
    return name


def is_field(name: str) -> bool:
    """Whether this is a field, or the field of an entity: `objective_owner`."""
    return name in FIELDS or any(
        name.startswith(f"{entity}_") and name.removeprefix(f"{entity}_") in FIELDS
        for entity in ENTITIES
    )


def _fields(read: Read) -> Read:
    """Field → something."""

    def pairs(at: _At) -> dict[str, Any]:
        if not isinstance(at.value, dict):
            at.expected(PAIRS)
        return {_field(at[name], name): read(at[name]) for name in at.value}

    return pairs


def _words(at: _At) -> dict[str, str]:
    if not isinstance(at.value, dict) or not all(isinstance(v, str) for v in at.value.values()):
        at.expected(PAIRS)
    return dict(at.value)


def _measures(at: _At) -> dict[str, str]:
    return {word: _value_field(at[word]) for word in _words(at)}


def _ids_of(at: _At) -> dict[str, tuple[ColumnRef, ...]]:
    return _keys(at, dict.fromkeys(ENTITIES, _columns))


def _level_words(at: _At) -> dict[str, str]:
    return {word: _one_of(*ENTITIES)(at[word]) for word in _words(at)}


def _value_field(at: _At) -> str:
    return HISTORY if _text(at) == HISTORY else _field(at, at.value)


def _time_columns(at: _At) -> str | tuple[ColumnRef, ...]:
    if isinstance(at.value, str):
        return str(_one_of(*get_args(Times))(at))
    return _columns(at)


def _tab(at: _At) -> TabRef:
    if isinstance(at.value, str) and at.value:
        return TabRef(name=at.value)
    return TabRef(**_keys(at, {"name": _text, "pattern": _regex}))


def _made(kind: Callable[..., Any], known: Pairs[str, Read], *needed: str) -> Read:
    def read(at: _At) -> Any:
        found = _keys(at, known)
        for key in needed:
            if key not in found:
                at.wrong(NEEDED.filled(key=key))
        return kind(**{_PYTHON.get(key, key): value for key, value in found.items()})

    return read


_PYTHON = {"is": "texts", "with": "parallel"}
"""Keys whose name is a word of Python."""
_ROWS = _made(Rows, {"column": _column, "is": _texts, "pattern": _regex, "blank": _truth}, "column")
_TABLE: Pairs[str, Read] = {
    "tab": _tab,
    "range": _text,
    "header_rows": _row_numbers,
    "stop_at": _text,
    "transpose": _truth,
    "level": _one_of(*get_args(Level)),
    "levels": _made(
        Levels,
        {"by": _one_of(*get_args(LevelsBy)), "words": _level_words, "heading": _ROWS},
        "by",
    ),
    "language": _one_of("en", "nl", "de", "fr", "es", "pt"),
    "guess": _truth,
    "columns": _fields(_column),
    "goes_on": _column,
    "fill_down": _columns,
    "skip_rows": _each(_ROWS),
    "keep_rows": _each(_ROWS),
    "pivot": _made(
        Pivot, {"column": _column, "words": _measures, "match": _regex}, "column", "words"
    ),
    "unpivot": _each(
        _made(
            Unpivot,
            {
                "columns": _time_columns,
                "values_to": _value_field,
                "measures": _measures,
                "names_pattern": _regex,
                "current": _one_of("newest", "running"),
            },
            "columns",
        )
    ),
    "split": _each(
        _made(Split, {"column": _column, "by": _text, "with": _columns}, "column")
    ),
    "pattern": _each(_made(Pattern, {"column": _column, "match": _regex}, "column", "match")),
    "values": _made(
        Values,
        {
            "decimal": _one_of(".", ","),
            "thousands": _text,
            "null_words": _texts,
            "words": _fields(_words),
            "scales": _fields(_whole),
        },
    ),
    "id": _columns,
    "id_of": _ids_of,
    "join": _each(_made(Join, {"on": _column, "to": _one_of(*ENTITIES)}, "on")),
    "latest_by": _column,
    "ignore": _columns,
}  # fmt: skip
_FILE: Pairs[str, Read] = {"name": _text, "title": _text, "about": _text}


def _table(found: dict[str, Any]) -> TableMapping:
    return TableMapping(**found)


def _tables(at: _At) -> tuple[TableMapping, ...]:
    return tuple(_table(found) for found in _each(lambda each: _keys(each, _TABLE))(at))
