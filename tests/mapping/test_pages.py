"""The pages about mapping and languages say what the code does."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pytest

from okrsync.mapping.fields import FIELDS
from okrsync.mapping.files.schema import TableMapping
from okrsync.mapping.vocabulary.words import LANGUAGES
from okrsync.model import KeyResult, Kpi, Objective
from tests.mapping.page_examples import Example, examples, shown_field
from tests.mapping.sheets import read_cells

ROOT = Path(__file__).resolve().parents[2]
READING = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
MAPPING = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
LANGUAGE = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")


def test_the_page_lists_every_field_and_says_what_it_is() -> None:
    listed = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", READING, re.MULTILINE))
    assert listed == {name: field.about.say() for name, field in FIELDS.items()}


def test_the_page_on_languages_names_every_section() -> None:
    for language in LANGUAGES:
        path = ROOT / "mappings" / "words" / f"{language}.toml"
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, section in sections.items():
            if isinstance(section, dict):
                assert f"`[{name}]`" in LANGUAGE or f"`[{name}." in LANGUAGE, name


EXAMPLES = examples(MAPPING)


def test_every_verb_has_a_before_and_an_after() -> None:
    said = "\n".join(example.toml for example in EXAMPLES)
    listed = {field.name for field in fields(TableMapping)}
    for name in listed - {"tab", "range", "language", "guess", "keep_rows", "join"}:
        assert re.search(rf"\b{name}\b", said), name
    for name in listed:
        assert re.search(rf"\b{name}\b", MAPPING) or name == "language", name


def test_the_page_is_two_pages_at_most() -> None:
    assert len(MAPPING.splitlines()) <= 260


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.toml.split("\n")[0])
def test_what_the_page_shows_before_becomes_what_it_shows_after(
    example: Example, tmp_path: Path
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(example.toml, encoding="utf-8")
    plan = read_cells(example.before, mapping=str(file)).plan
    kinds: dict[str, Sequence[Objective | KeyResult | Kpi]]
    kinds = {"objective": plan.objectives, "key result": plan.key_results, "KPI": plan.kpis}
    titles = {each.id: each.title for each in plan.objectives}
    found = [
        {name: shown_field(each, name, kind, titles) for name in example.names}
        for kind, entities in kinds.items()
        for each in entities
        if kind != "objective" or any(row["is"] == "objective" for row in example.after)
    ]
    assert found == example.after
