"""The pages about mapping and languages say what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from okrsync.mapping import presets
from okrsync.mapping.fields import FIELDS
from okrsync.mapping.words import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
MAPPING = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
LANGUAGE = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")


def test_the_page_lists_every_field_and_says_what_it_is() -> None:
    listed = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", MAPPING, re.MULTILINE))
    assert listed == {name: field.about.en for name, field in FIELDS.items()}


def test_the_page_on_languages_names_every_section() -> None:
    for language in LANGUAGES:
        path = ROOT / "mappings" / "words" / f"{language}.toml"
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, section in sections.items():
            if isinstance(section, dict):
                assert f"`[{name}]`" in LANGUAGE or f"`[{name}." in LANGUAGE, name


def test_the_mapping_file_that_the_page_shows_is_one() -> None:
    shown = MAPPING[MAPPING.index('    name = "ours"') : MAPPING.index("## The fields")]
    text = "\n".join(line.removeprefix("    ") for line in shown.splitlines())
    assert presets.parse(text, "the page").name == "ours"
