"""Mapping files: what they say, what they may not say, and that they read as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.errors import ConfigError
from okrsync.mapping.fields import FIELDS
from okrsync.mapping.files import safe_patterns
from okrsync.mapping.files.schema import (
    ColumnRef,
    Join,
    Levels,
    Mapping,
    Pattern,
    Rows,
    Split,
    TableMapping,
    TabRef,
    Unpivot,
    Values,
)
from okrsync.mapping.files.toml_dump import dump
from okrsync.mapping.files.toml_load import FOREIGN_KEYS, load

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1)
HEADERS = TEXTS.filter(str.strip)
COLUMNS = st.one_of(
    HEADERS.map(lambda text: ColumnRef(header=text)),
    st.sampled_from(["A", "BC"]).map(lambda text: ColumnRef(letter=text)),
    st.just(ColumnRef(pattern="Target.*")),
)
LISTS = st.lists(COLUMNS, max_size=2).map(tuple)
FIELD = st.sampled_from([*FIELDS, "objective_owner"])
TABLES = st.builds(
    TableMapping,
    tab=st.none() | TEXTS.map(lambda text: TabRef(name=text)) | st.just(TabRef(pattern="Q. 2026")),
    range=st.none() | st.just("A3:F20"),
    header_rows=st.none() | st.lists(st.integers(1, 99), max_size=3).map(tuple),
    stop_at=st.none() | TEXTS,
    transpose=st.booleans(),
    level=st.none() | st.sampled_from(["kpi", "check_in"]),
    levels=st.none()
    | st.builds(Levels, by=st.just("column"), words=st.just({"Doel": "objective"})),
    guess=st.booleans(),
    columns=st.dictionaries(FIELD, COLUMNS, max_size=4),
    fill_down=LISTS,
    skip_rows=st.lists(
        st.builds(Rows, column=COLUMNS, texts=st.lists(TEXTS).map(tuple), blank=st.booleans()),
        max_size=2,
    ).map(tuple),
    unpivot=st.just(())
    | st.builds(
        Unpivot,
        columns=st.just("years") | st.lists(COLUMNS, min_size=1, max_size=2).map(tuple),
        measures=st.dictionaries(HEADERS, FIELD, max_size=2),
        current=st.sampled_from(["newest", "running"]),
    ).map(lambda one: (one,)),
    split=st.just(()) | st.builds(Split, column=COLUMNS, parallel=LISTS).map(lambda one: (one,)),
    pattern=st.just(()) | st.just((Pattern(ColumnRef(header="x"), "(?P<target>[0-9]+)"),)),
    values=st.builds(Values, decimal=st.sampled_from([None, ","]), null_words=st.just(("geen",))),
    id=LISTS,
    join=st.just(())
    | st.builds(Join, on=COLUMNS, to=st.just("key_result")).map(lambda one: (one,)),
    latest_by=st.none() | COLUMNS,
    ignore=LISTS,
)


@given(st.lists(TABLES, min_size=1, max_size=2).map(tuple))
@settings(max_examples=80, deadline=None)
def test_what_is_written_reads_the_same(tables: tuple[TableMapping, ...]) -> None:
    mapping = Mapping(tables, name="ours", title="Our “sheet”")
    assert load(dump(mapping), "ours.toml") == mapping


def test_keys_without_a_table_are_those_of_the_only_table() -> None:
    found = load('name = "a"\nlevel = "kpi"\n[columns]\ntitle = "Naam"\n', "a.toml")
    assert found == Mapping(
        (TableMapping(level="kpi", columns={"title": ColumnRef(header="Naam")}),), name="a"
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[tables]]\ncolums = {}\n", 2, "columns"),
        ('name = "a"\n\n[columns]\ntargt = "Target"\n', 4, "target"),
        ('[[tables]]\n[[tables]]\nunpivot = { colums = "years" }\n', 3, "columns"),
        ('[[tables]]\nsplit = [\n  { by = "lines" },\n]\n', 2, "column"),
        ('level = "keyresult"\n', 1, "key_result"),
        ('unpivot = { columns = "year" }\n', 1, "years"),
        ('header_rows = "3"\n', 1, "[3]"),
        ("columns = { title = 3 }\n", 1, "header in quotes"),
        ('pattern = { column = "Goal", match = "(" }\n', 1, "not a valid pattern"),
        ('values = { na_values = ["x"] }\n', 1, "null_words"),
        ('guess = "no"\n', 1, "true or false"),
        ('levels = { by = "column", words = { Doel = "goal" } }\n', 1, "objective"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_was_meant(
    text: str, line: int, said: str
) -> None:
    with pytest.raises(ConfigError) as error:
        load(text, "ours.toml")
    assert f"ours.toml, line {line}:" in error.value.say()
    assert said in error.value.say()
    assert f"ours.toml, regel {line}:" in error.value.say("nl")


@pytest.mark.parametrize("key", FOREIGN_KEYS)
def test_names_of_other_tools_lead_to_ours_by_an_example_that_works(key: str) -> None:
    ours, example = FOREIGN_KEYS[key]
    with pytest.raises(ConfigError, match=ours) as error:
        load(f"{key} = 1\n", "ours.toml")
    assert example in error.value.say()
    load(example, "ours.toml")


def test_a_key_beside_tables_is_told() -> None:
    with pytest.raises(ConfigError, match=r"line 1.*level"):
        load('level = "kpi"\n[[tables]]\ntab = "x"\n', "ours.toml")


def test_a_pattern_is_bounded_in_time() -> None:
    with pytest.raises(ConfigError, match="too long"):
        safe_patterns.search(r"^(a|aa)+$", "a" * 200 + "!")
