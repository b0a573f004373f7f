"""A moment is the day that it has where the workspace is, whatever connector gave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.notion import connection as notion_door
from okrsync import pipeline as door
from tests.servers.notion.server import NotionServer

Due = Callable[[str, str | None], str]
HEADERS = ("Key result", "Objective", "Start", "Current", "Target", "Due")
ROW = ("Readers who subscribe", "Be found", 0, 30, 100)
MOMENTS = [
    ("2026-06-29T22:00:00.000Z", "Europe/Amsterdam", "2026-06-30"),
    ("2026-06-29T21:59:00.000Z", "Europe/Amsterdam", "2026-06-29"),
    ("2026-01-31T23:00:00.000+00:00", "Europe/Amsterdam", "2026-02-01"),  # winter time
    ("2026-01-31T22:30:00.000+00:00", "Europe/Amsterdam", "2026-01-31"),
    ("2026-06-30T03:30:00.000+00:00", "America/New_York", "2026-06-29"),
    ("2026-06-30T00:15:00.000+02:00", "America/New_York", "2026-06-29"),
    ("2026-06-29T12:00:00.000Z", "Pacific/Auckland", "2026-06-30"),
    ("2026-06-29T08:00:00.000-04:00", "Pacific/Auckland", "2026-06-30"),
    # Nobody said where: as it is written, which is what people see.
    ("2026-06-30T00:15:00.000+02:00", None, "2026-06-30"),
    ("2026-06-29T22:00:00.000Z", "UTC", "2026-06-29"),
    ("2026-06-30T00:15:00.000+02:00", "UTC", "2026-06-29"),
]
DAYS = [
    ("2026-06-30", zone, "2026-06-30")
    for zone in ("Europe/Amsterdam", "America/New_York", "Pacific/Auckland", None)
]


def read(folder: Path, location: str, zone: str | None) -> str:
    settings = f'[workspace]\ntimezone = "{zone}"\n' if zone else "[workspace]\n"
    (folder / "okrsync.toml").write_text(settings + f'[sources.plan]\nlocation = "{location}"\n')
    environment = {"OKRSYNC_STATE": str(folder / "state.db"), "OKRSYNC_TODAY": "2026-05-15"}
    job = door.open_sources(["plan"], environment=environment, folder=folder)
    (found,) = door.evaluate(job).reading.plan.key_results
    return str(found.due)


@pytest.fixture
def in_csv(tmp_path: Path) -> Due:
    def run(text: str, zone: str | None) -> str:
        rows = [HEADERS, (*ROW, text)]
        (tmp_path / "plan.csv").write_text("".join(",".join(map(str, r)) + "\n" for r in rows))
        return read(tmp_path, "plan.csv", zone)

    return run


@pytest.fixture
def notion(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotionServer]:
    with NotionServer() as server:
        monkeypatch.setenv("NOTION_TOKEN", server.token)
        monkeypatch.setenv("OKRSYNC_NOTION_API_URL", server.url)
        yield server
    notion_door.close()


@pytest.fixture
def in_notion(notion: NotionServer, tmp_path: Path) -> Callable[..., str]:
    def run(due: str | tuple[str, str], zone: str | None) -> str:
        kinds = ("title", "select:Be found", "number", "number", "number", "date")
        table = notion.database("Plan", dict(zip(HEADERS, kinds, strict=True)))
        table.add(dict(zip(HEADERS, (*ROW, due), strict=True)))
        return read(tmp_path, f"notion:{table.database.id}", zone)

    return run


@pytest.mark.parametrize(("text", "zone", "day"), [*MOMENTS, *DAYS])
def test_a_due_date_in_notion(in_notion: Due, text: str, zone: str | None, day: str) -> None:
    assert in_notion(text, zone) == day


@pytest.mark.parametrize(("text", "zone", "day"), [*MOMENTS, *DAYS])
def test_a_due_date_in_a_file(in_csv: Due, text: str, zone: str | None, day: str) -> None:
    assert in_csv(text, zone) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-29 22:00 UTC", "2026-06-30"),
        ("29/06/2026 10:30 p.m. Z", "2026-06-30"),
        ("29 June 2026 23:30 +01:00", "2026-06-30"),
        # No offset: nothing to convert.
        ("2026-06-29 23:30", "2026-06-29"),
        ("2026-06-29T23:30:00", "2026-06-29"),
        # No such offset or hour: the day as it is written.
        ("2026-06-29T22:00:00+99:00", "2026-06-29"),
        ("2026-06-29T31:00:00Z", "2026-06-29"),
    ],
)
def test_other_ways_to_write_one(in_csv: Due, text: str, day: str) -> None:
    assert in_csv(text, "Europe/Amsterdam") == day


def test_the_end_of_a_range_moves_as_well(in_notion: Callable[..., str]) -> None:
    stretch = ("2026-05-31T22:00:00.000Z", "2026-06-29T22:00:00.000Z")
    assert in_notion(stretch, "Europe/Amsterdam") == "2026-06-30"
    assert in_notion(stretch, "America/New_York") == "2026-06-29"
    assert in_notion(("2026-06-01", "2026-06-30"), "America/New_York") == "2026-06-30"
