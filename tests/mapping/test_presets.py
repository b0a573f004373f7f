"""Presets: mappings of well-known sheets in TOML."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsync.errors import ConfigError
from okrsync.mapping.files import presets
from tests.mapping.sheets import read_cells


@pytest.mark.parametrize("name", presets.names())
def test_each_preset_reads_a_sheet_with_its_headers(name: str) -> None:
    preset = presets.load(name)
    assert preset.name == name
    headers = [column.header for column in preset.tables[0].columns.values()]
    cells = [headers, [f"Text {i}" for i in range(len(headers))]]
    reading = read_cells(cells, mapping=name)
    assert not reading.plan.empty
    assert reading.tables[0].mapping == name


def test_a_header_that_a_preset_names_need_not_be_there() -> None:
    reading = read_cells([["Name", "Target"], ["Revenue", 10]], mapping="notion-key-results")
    assert [each.title for each in reading.plan.key_results] == ["Revenue"]


def test_the_configuration_s_columns_come_over_a_preset() -> None:
    reading = read_cells(
        [["Name", "Real name"], ["x", "Call"]],
        mapping="notion-tasks",
        columns={"title": "Real name"},
    )
    assert [each.title for each in reading.plan.initiatives] == ["Call"]


def test_a_mapping_file_of_one_s_own(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(
        'name = "ours"\ntitle = "Ours"\nlevel = "kpi"\n[columns]\ntitle = "Foo"\n', encoding="utf-8"
    )
    reading = read_cells([["Foo", "Bar"], ["Visits", 1]], mapping=str(file))
    assert [each.title for each in reading.plan.kpis] == ["Visits"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name = ", "not valid TOML"),
        ('name = "a"\ntitle = "A"\ncolour = "red"\n', "colour"),
        ('name = "a"\ntitle = "A"\n[columns]\ntargt = "Target"\n', "target"),
        ("name = 3\n", "name"),
    ],
)
def test_a_wrong_mapping_file_names_its_mistake(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        presets.load(str(file))
    with pytest.raises(ConfigError, match="can't be read"):
        presets.load(str(tmp_path / "absent.toml"))
