"""One workspace in four homes: the same Plan, ids and places aside, and the same scores."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from okrsync import pipeline as door
from okrsync.pipeline import Evaluation
from tests.connectors.google_sheets import desk as google_desk
from tests.connectors.notion import desk as notion_desk
from tests.servers.google import seeding
from tests.servers.google.server import GoogleServer
from tests.servers.notion.server import NotionServer

OBJECTIVES: tuple[dict[str, Any], ...] = (
    {"Objective": "Guests love to come back", "Owner": "Noor", "Team": "Floor"},
    {"Objective": "The kitchen wastes nothing", "Owner": "Sem", "Team": "Kitchen"},
)
KEY_RESULTS: tuple[dict[str, Any], ...] = (
    {
        "Key Result": "Second visits within a month",
        "Objective": 0,
        "Start": 0.2,
        "Target": 0.4,
        "Current": 0.3,
        "Unit": "%",
        "Due": date(2026, 6, 30),
        "Owner": "Noor",
    },
    {
        "Key Result": "Reviews with five stars",
        "Objective": 0,
        "Start": 10,
        "Target": 60,
        "Current": 20,
        "Unit": "reviews",
        "Due": date(2026, 6, 15),
        "Owner": "Isa",
    },
    {
        "Key Result": "Waste per guest",
        "Objective": 1,
        "Start": 0.5,
        "Target": 0.2,
        "Current": 0.5,
        "Unit": "kg",
        "Due": date(2026, 6, 30),
        "Owner": "Sem",
    },
    {
        "Key Result": "Print a new menu",
        "Objective": 1,
        "Start": 0,
        "Target": 1,
        "Current": 1,
        "Unit": "menu",
        "Due": date(2026, 5, 1),
        "Owner": "Sem",
    },
)
INITIATIVES: tuple[dict[str, Any], ...] = (
    {"Initiative": "Mail after the first visit", "Key Result": 0, "Done": True},
    {"Initiative": "Weigh the bins each evening", "Key Result": 2, "Done": False},
)
PLACES = ("id", "source", "objective_id", "supports", "parent_id", "extra")
SCORED = ("progress", "status", "expected", "gap")
GRID = {
    "Objectives": [list(OBJECTIVES[0]), *(list(row.values()) for row in OBJECTIVES)],
    "Key Results": [
        list(KEY_RESULTS[0]),
        *(
            [OBJECTIVES[v]["Objective"] if name == "Objective" else v for name, v in row.items()]
            for row in KEY_RESULTS
        ),
    ],
    "Initiatives": [
        list(INITIATIVES[0]),
        *(
            [KEY_RESULTS[v]["Key Result"] if name == "Key Result" else v for name, v in row.items()]
            for row in INITIATIVES
        ),
    ],
}


def read(folder: Path, *places: str) -> Evaluation:
    environment = {"OKRSYNC_STATE": str(folder / "state.db"), "OKRSYNC_TODAY": "2026-05-18"}
    return door.evaluate(door.open_sources(places, environment=environment, folder=folder))


def as_workbook(folder: Path) -> Evaluation:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in GRID.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cell in ("C2", "D2", "E2"):
        book["Key Results"][cell].number_format = "0%"
    book.save(folder / "plan.xlsx")
    return read(folder, "plan.xlsx")


def as_csv(folder: Path) -> Evaluation:
    for name, rows in GRID.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    return read(folder, *(f"{name}.csv" for name in GRID))


def as_google_sheet(
    folder: Path, stack: ExitStack, patch: pytest.MonkeyPatch, locale: str
) -> Evaluation:
    folder.mkdir()
    google = stack.enter_context(GoogleServer())
    desk = stack.enter_context(google_desk.signed_in(google, folder, patch))
    grid = {
        name: [[_serial(value) for value in row] for row in rows] for name, rows in GRID.items()
    }
    book = desk.book(grid, locale=locale)
    results = next(tab for tab in book.tabs if tab.title == "Key Results")
    dutch = locale == "nl_NL"
    seeding.number_format(results, "C2:E2", "PERCENT", "0,0%" if dutch else "0%")
    seeding.number_format(results, "G2:G5", "DATE", "dd-mm-yyyy" if dutch else "yyyy-mm-dd")
    return read(folder, f"gsheets:{book.id}")


def _serial(value: Any) -> Any:
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else value


def as_databases(folder: Path, stack: ExitStack, patch: pytest.MonkeyPatch) -> Evaluation:
    notion = stack.enter_context(NotionServer())
    stack.enter_context(notion_desk.signed_in(notion, patch))
    page = notion.page("OKRs")
    upper = notion.database(
        "Objectives", {"Objective": "title", "Owner": "select", "Team": "select"}, parent=page
    )
    goals = [upper.add(row) for row in OBJECTIVES]
    columns = dict.fromkeys(("Start", "Target", "Current"), "number")
    results = notion.database(
        "Key Results",
        {"Key Result": "title", "Objective": "relation:Objectives", **columns}
        | {"Unit": "select", "Due": "date", "Owner": "rich_text"},
        parent=page,
    )
    rows = [results.add({**row, "Objective": goals[row["Objective"]]}) for row in KEY_RESULTS]
    work = notion.database(
        "Initiatives",
        {"Initiative": "title", "Key Result": "relation:Key Results", "Done": "checkbox"},
        parent=page,
    )
    for row in INITIATIVES:
        work.add({**row, "Key Result": rows[row["Key Result"]]})
    return read(folder, f"notion:{page}")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


def plain(found: Evaluation) -> Mapping[str, Any]:
    """The Plan with titles in place of ids, and without where its rows stand."""
    plan = found.plan
    everything = plan.entities
    titles = {each.id: each.title for each in everything}
    told: dict[str, Any] = {}
    for each in everything:
        said = {k: v for k, v in each.model_dump().items() if k not in PLACES}
        above = getattr(each, "objective_id", None) or getattr(each, "parent_id", None)
        supports = [titles[i] for i in getattr(each, "supports", ())]
        told[each.title] = said | {"above": titles.get(above or ""), "supports": supports}
    return told


def scores(found: Evaluation) -> Mapping[str, Any]:
    titles = {each.id: each.title for each in (*found.plan.objectives, *found.plan.key_results)}
    both = [*found.scores.objectives.items(), *found.scores.key_results.items()]
    return {
        titles[key]: tuple(getattr(score, name) for name in SCORED)  # both kinds have them
        for key, score in both
    }


def test_a_workspace_is_the_same_wherever_it_is_kept(
    tmp_path: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notion").mkdir()
    book = as_workbook(tmp_path)
    assert len(plain(book)) == len(OBJECTIVES) + len(KEY_RESULTS) + len(INITIATIVES)
    for other in (
        as_csv(tmp_path),
        as_google_sheet(tmp_path / "google", stack, monkeypatch, "en_US"),
        as_google_sheet(tmp_path / "dutch", stack, monkeypatch, "nl_NL"),
        as_databases(tmp_path / "notion", stack, monkeypatch),
    ):
        assert plain(other) == plain(book)
        assert scores(other) == scores(book)
