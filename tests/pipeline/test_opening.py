"""What a location means: a source's name, its path, or a file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from okrsync.connector import UnknownLocation
from okrsync.errors import ConfigError
from okrsync.pipeline import Job, Usage, open_sources
from tests.pipeline.sandbox import Time

TWO = """
[workspace]
name = "Acme"
[sources.company]
location = "plan.csv"
[sources.teams]
location = "book.xlsx#Team"
"""


def job(
    folder: Path, *locations: str, config: str = TWO, environment: Mapping[str, str] = {}
) -> Job:
    if config:
        (folder / "okrsync.toml").write_text(config, encoding="utf-8")
    return open_sources(locations, folder=folder, environment=environment, clock=Time())


def test_without_a_location_all_sources(tmp_path: Path) -> None:
    found = job(tmp_path)
    assert list(found.sources) == ["company", "teams"]
    assert [d.location.connector for d in found.documents] == ["csv", "excel"]
    assert found.documents[1].location.tab == "Team"
    assert found.workspace == "Acme"


@pytest.mark.parametrize(
    ("location", "names"),
    [("company", ["company"]), ("plan.csv", ["company"]), ("./plan.csv", ["company"]),
     ("book.xlsx", ["teams"]), ("book.xlsx#Team", ["teams"])],
)  # fmt: skip
def test_a_source_by_its_name_or_its_place(tmp_path: Path, location: str, names: list[str]) -> None:
    found = job(tmp_path, location)
    assert list(found.sources) == names
    assert found.workspace == "Acme"


def test_a_place_that_is_no_source_is_a_file_of_its_own(tmp_path: Path) -> None:
    found = job(tmp_path, "other.csv")
    assert list(found.sources) == ["other"]
    assert found.workspace is None


def test_another_tab_of_a_sources_file_is_no_source(tmp_path: Path) -> None:
    assert list(job(tmp_path, "book.xlsx#Other").sources) == ["book"]


def test_settings_hold_for_any_file_beside_them(tmp_path: Path) -> None:
    config = '[workspace]\nname = "Solo"\nlanguage = "nl"\n'
    found = job(tmp_path, "plan.csv", config=config)
    assert (found.workspace, found.config.workspace.language) == ("Solo", "nl")


def test_the_nearest_configuration_above(tmp_path: Path) -> None:
    (tmp_path / "okrsync.toml").write_text(TWO, encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    found = open_sources(folder=below, environment={})
    assert found.documents[0].location.path == tmp_path / "plan.csv"


def test_tabs_of_one_file_are_one_document(tmp_path: Path) -> None:
    found = job(tmp_path, "book.xlsx#One", "book.xlsx#Two", config="")
    (document,) = found.documents
    assert document.location.tab is None
    assert [part.source for part in document.parts] == ["book", "book-2"]


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    assert len(job(tmp_path, "x.csv", "./x.csv", config="").documents) == 1
    assert len(job(tmp_path, "company", "plan.csv").documents) == 1


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    found = job(tmp_path, "a/x.csv", "b/x.csv", config="")
    assert list(found.sources) == ["x", "x-2"]


@pytest.mark.parametrize("location", ["plan.docx", "plan", "ftp://host/plan", ""])
def test_what_nothing_reads_is_wrong_usage(tmp_path: Path, location: str) -> None:
    with pytest.raises(UnknownLocation):
        job(tmp_path, location)


def test_an_unknown_source_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownLocation) as unknown:
        job(tmp_path, "compny")
    assert "company, teams" in (str(unknown.value.hint) or "")


def test_nothing_to_read_is_wrong_usage(tmp_path: Path) -> None:
    for config in ("", '[workspace]\nname = "A"\n'):
        with pytest.raises(Usage, match="which sheet"):
            job(tmp_path, config=config)


def test_a_source_without_a_place_is_a_wrong_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'empty'"):
        job(tmp_path, config="[sources.empty]\n")


def test_a_configuration_by_name(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(TWO, encoding="utf-8")
    found = open_sources(config_path=tmp_path / "mine.toml", environment={}, folder=tmp_path)
    assert list(found.sources) == ["company", "teams"]
    with pytest.raises(ConfigError):
        open_sources(config_path=tmp_path / "none.toml", environment={}, folder=tmp_path)


def test_today_is_the_flags_the_environments_or_the_workspaces(tmp_path: Path) -> None:
    clock = Time(datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    zone = '[workspace]\ntimezone = "Europe/Amsterdam"\n'
    (tmp_path / "okrsync.toml").write_text(zone, encoding="utf-8")

    def day(as_of: date | None = None, **environment: str) -> date:
        found = open_sources(
            ["x.csv"], folder=tmp_path, environment=environment, as_of=as_of, clock=clock
        )
        return found.as_of

    assert day() == date(2026, 4, 1)
    assert day(OKRSYNC_TODAY="2026-02-03") == date(2026, 2, 3)
    assert day(date(2026, 1, 1), OKRSYNC_TODAY="2026-02-03") == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [("OKRSYNC_TODAY", "soon"), ("OKRSYNC_TODAY", "2026-02-30"), ("OKRSYNC_DEADLINE", "0"),
     ("OKRSYNC_DEADLINE", "nan"), ("OKRSYNC_TIME_SCALE", "-1"), ("OKRSYNC_TIME_SCALE", "x")],
)  # fmt: skip
def test_a_wrong_environment_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        job(tmp_path, "x.csv", environment={name: value})


def test_the_deadline_is_the_flags_else_the_environments(tmp_path: Path) -> None:
    found = job(tmp_path, "x.csv", environment={"OKRSYNC_DEADLINE": "30"})
    assert found.waiter.seconds == 30
    assert open_sources(["x.csv"], environment={}, deadline=5).waiter.seconds == 5
    assert open_sources(["x.csv"], environment={}).waiter.seconds == 600


def test_a_command_that_is_suggested_can_be_pasted(tmp_path: Path) -> None:
    found = job(tmp_path, "my plan.csv", config="")
    assert found.command("sync", "--yes") == 'okrsync sync "my plan.csv" --yes'
