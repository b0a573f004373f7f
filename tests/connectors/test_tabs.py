"""Which tab and which range a location's tab means, for every connector alike."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from okrsync.connector import Location, UnknownTab
from okrsync.table import Area
from okrsync.tabs import MAX_ROW, area, chosen, parted, picked, range_of


class Tab(NamedTuple):
    key: str
    name: str


TABS = [Tab("0", "North"), Tab("7", "South"), Tab("12", "7"), Tab("13", "Q1!A1:B2")]
OVER = Area(3, 0, 20, 5)
MEANT = {
    "South": ("South", None),
    "south": ("South", None),
    "gid=7": ("South", None),
    "gid=007": ("South", None),
    "7": ("7", None),
    "South!A3:F20": ("South", OVER),
    "SOUTH!$a$3:$f$20": ("South", OVER),
    "South!F20:A3": ("South", OVER),
    "'South'!A3:F20": ("South", OVER),
    "gid=7!A3:F20": ("South", OVER),
    "gid=7&range=A3:F20": ("South", OVER),
    "South!A3:F": ("South", Area(3, 0, MAX_ROW, 5)),
    "South!A:F": ("South", Area(1, 0, MAX_ROW, 5)),
    "Q1!A1:B2": ("Q1!A1:B2", None),
    "Q1!A1:B2!A3:F20": ("Q1!A1:B2", OVER),
}


@pytest.mark.parametrize("tab", MEANT)
def test_a_tab_is_its_name_or_its_key_and_a_range_stands_behind_it(tab: str) -> None:
    name, over = MEANT[tab]
    assert [each.name for each in picked(TABS, tab)] == [name]
    assert range_of(TABS, tab) == over


@pytest.mark.parametrize("tab", ["West", "0", "gid=8", "West!A3:F20", "gid=7!A0:B2", "A3:F20"])
def test_what_is_not_there_is_said_with_what_is(tab: str) -> None:
    assert range_of(TABS, tab) is None
    with pytest.raises(UnknownTab) as caught:
        chosen(TABS, tab, "plan.xlsx")
    assert "plan.xlsx" in str(caught.value.message)
    assert "North, South" in (str(caught.value.hint) or "")


def test_a_range_alone_is_one_of_the_only_tab() -> None:
    assert picked(TABS[:1], "A3:F20") == TABS[:1]
    assert range_of(TABS[:1], "A3:F20") == OVER


def test_without_a_tab_all_are_meant() -> None:
    assert chosen(TABS, None, "plan.xlsx") == TABS
    assert range_of(TABS, None) is None


@pytest.mark.parametrize(
    "text", ["", "A", "A3", "3:20", "A3:F20:G1", "AAAA1:B2", "A0:B2", "XFE1:XFF2"]
)
def test_what_is_no_range(text: str) -> None:
    assert area(text) is None
    assert parted(f"Tab!{text}") is None


@pytest.mark.parametrize(
    "ending", ["#gid=7&range=A3:F20", "?gid=7&range=A3:F20", "#gid=7&range=A3%3AF20"]
)
def test_an_address_of_google_names_a_range(ending: str) -> None:
    from connectors.google_sheets.address import locate  # noqa: PLC0415

    address = f"https://docs.google.com/spreadsheets/d/1aBcDeFgHiJk/edit{ending}"
    assert locate(Location(address, "google_sheets", address)).tab == "gid=7!A3:F20"
