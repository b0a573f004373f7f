"""Each source has its own language for headers and statuses, settled once for each."""

from __future__ import annotations

import csv
import tomllib

import openpyxl
import pytest

from okrsync import pipeline as door
from okrsync.state import open_state
from tests.pipeline.sandbox import HEADER, ROWS, YES, Sandbox, as_csv

DUTCH_HEADER = ("Doel", "Kernresultaat", "Startwaarde", "Huidige waarde", "Streefwaarde")
DUTCH = (
    ("Klanten blijven langer bij ons", "NPS van onze klanten", "10", "30", "60"),
    ("Klanten blijven langer bij ons", "Klachten over de bezorging per week", "40", "39", "10"),
)
TOML = (
    '[workspace]\nname = "Acme"\n'
    '[sources.plan]\nlocation = "plan.csv"\n[sources.doelen]\nlocation = "doelen.csv"\n'
)
BOTH = ("plan.csv", "doelen.csv")


def top(box: Sandbox, name: str) -> list[str]:
    with (box.folder / name).open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


def words(box: Sandbox, name: str) -> set[str]:
    with (box.folder / name).open(encoding="utf-8", newline="") as stream:
        return {row["OKR status"] for row in csv.DictReader(stream)}


@pytest.fixture
def two(box: Sandbox) -> Sandbox:
    box.write()
    (box.folder / "doelen.csv").write_text(as_csv([DUTCH_HEADER, *DUTCH]), encoding="utf-8")
    return box


def forget_wording(box: Sandbox) -> None:
    """The state as the version before left it: one set for all sources."""
    with open_state(box.environment["OKRSYNC_STATE"], write=True) as state:
        state._database.many("DELETE FROM fixed WHERE name = ?", [("wording",)])


def test_each_source_gets_its_own_language(two: Sandbox) -> None:
    two.sync(YES, door.SILENT, *BOTH)
    assert top(two, "plan.csv")[-2:] == ["OKR progress", "OKR status"]
    assert top(two, "doelen.csv")[-2:] == ["OKR voortgang", "OKR status"]
    assert "off track" not in words(two, "doelen.csv")
    assert "ontspoord" in words(two, "doelen.csv")
    assert not words(two, "plan.csv") & {"ontspoord", "op schema", "aandacht nodig"}
    assert two.sync(YES, door.SILENT, *BOTH).written == 0


def test_a_configured_language_holds_for_all(two: Sandbox) -> None:
    two.configure(TOML.replace("[sources.plan]", 'language = "nl"\n[sources.plan]'))
    two.sync(YES, door.SILENT, "plan", "doelen")
    assert top(two, "plan.csv")[-2] == top(two, "doelen.csv")[-2] == "OKR voortgang"


def test_the_configuration_holds_both_and_another_machine_follows_it(two: Sandbox) -> None:
    two.configure(TOML)
    two.sync(YES, door.SILENT, "plan", "doelen")
    text = (two.folder / "okrsync.toml").read_text(encoding="utf-8")
    noted = tomllib.loads(text)["write_back"]["sources"]
    assert noted["plan"]["columns"]["progress"] == "OKR progress"
    assert noted["doelen"]["columns"]["progress"] == "OKR voortgang"
    assert noted["doelen"]["status_words"]["off_track"] == "ontspoord"
    (two.folder / "state.db").unlink()
    assert two.sync(YES, door.SILENT, "plan", "doelen").written == 0
    assert len(top(two, "doelen.csv")) == len(DUTCH_HEADER) + 2


def test_what_the_configuration_says_of_one_source_is_written_there_only(two: Sandbox) -> None:
    own = '[write_back.sources.doelen]\ncolumns = { progress = "Hoe ver" }\n'
    two.configure(TOML + own)
    two.sync(YES, door.SILENT, "plan", "doelen")
    assert top(two, "doelen.csv")[-2] == "Hoe ver"
    assert top(two, "plan.csv")[-2] == "OKR progress"
    assert two.sync(YES, door.SILENT, "plan", "doelen").written == 0


def test_a_source_that_comes_later_speaks_its_own_language(two: Sandbox) -> None:
    two.sync(YES, door.SILENT, "plan.csv")
    two.sync(YES, door.SILENT, *BOTH)
    assert top(two, "doelen.csv")[-2] == "OKR voortgang"


def test_a_settled_language_stays_when_the_sheet_changes_its_own(two: Sandbox) -> None:
    two.sync(YES, door.SILENT, *BOTH)
    path = two.folder / "doelen.csv"
    text = path.read_text(encoding="utf-8")
    for dutch, english in zip(DUTCH_HEADER, HEADER, strict=True):
        text = text.replace(dutch, english, 1)
    path.write_text(text.replace(",40,39,", ",40,38,"), encoding="utf-8")
    two.sync(YES, door.SILENT, *BOTH)
    assert "ontspoord" in words(two, "doelen.csv")


def test_a_state_of_one_set_keeps_its_words(two: Sandbox) -> None:
    two.configure(TOML.replace("[sources.plan]", 'language = "en"\n[sources.plan]'))
    two.sync(YES, door.SILENT, "plan", "doelen")
    forget_wording(two)
    two.configure(TOML)
    assert "off track" in words(two, "doelen.csv")
    assert two.sync(YES, door.SILENT, "plan", "doelen").written == 0
    path = two.folder / "doelen.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",40,39,", ",40,12,"), encoding="utf-8"
    )
    assert two.sync(YES, door.SILENT, "plan", "doelen").written
    assert words(two, "doelen.csv") == {"on track"}
    assert top(two, "doelen.csv")[-2:] == ["OKR progress", "OKR status"]


def test_a_tab_in_another_language_speaks_that_of_its_source(box: Sandbox) -> None:
    box.name = "plan.xlsx"
    tabs = {"Plan": (HEADER, *ROWS), "Doelen": (DUTCH_HEADER, *DUTCH)}
    for name, rows in tabs.items():
        book = openpyxl.load_workbook(box.file) if box.file.exists() else openpyxl.Workbook()
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
        book.save(box.file)
        box.sync()
    done = openpyxl.load_workbook(box.file)
    assert [[c.value for c in done[name][1]][-2] for name in tabs] == ["OKR progress"] * 2
    assert "off track" in [row[-1].value for row in done["Doelen"].iter_rows()]
    assert box.sync().written == 0
