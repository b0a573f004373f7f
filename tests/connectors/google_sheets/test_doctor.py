"""What `okrsync doctor` says of a Google Sheet, each from the body that Google answers with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from okrsync import pipeline as door
from okrsync.pipeline import Probe
from tests.connectors.google_sheets.desk import Desk, at
from tests.servers.google import errors, faults, seeding
from tests.servers.google.book import Book
from tests.servers.google.seeding import shown

PLAN: dict[str, list[list[Any]]] = {
    "OKRs": [["Objective", "Key result", "Current", "Target"], ["Grow", "Members", 1, 4]]
}


def doctor(folder: Path, *locations: str) -> list[Probe]:
    return door.doctor(
        locations, environment={"OKRSYNC_STATE": str(folder / "state.db")}, folder=folder
    )


def said(probes: list[Probe], ok: bool | None) -> str:
    return "\n".join(f"{p.name}: {p.message} {p.hint}" for p in probes if p.ok is ok)


def test_a_sheet_in_order(desk: Desk, tmp_path: Path) -> None:
    book = desk.book(PLAN)
    before = shown(book, "OKRs")
    probes = doctor(tmp_path, at(book).text)
    assert all(probe.ok for probe in probes), said(probes, False)
    assert f"as {desk.who}: share each sheet with this address" in said(probes, True)
    assert f"{desk.who} may write to it" in said(probes, True)
    assert shown(book, "OKRs") == before
    assert book.history.changed() == []


def test_view_only(desk: Desk, tmp_path: Path) -> None:
    book = desk.book(PLAN)
    book.roles[desk.who] = "reader"
    probes = doctor(tmp_path, at(book).text)
    assert said(probes, False) == ""
    assert f"share the spreadsheet with {desk.who} as an editor" in said(probes, None)


def test_a_protected_sheet_can_be_written_to_elsewhere(desk: Desk, tmp_path: Path) -> None:
    book = desk.book(PLAN)
    seeding.protect(book.tab("OKRs"), "A1:D2")
    assert "may write to it" in said(doctor(tmp_path, at(book).text), True)


def unshared(desk: Desk) -> Book:
    return desk.google.book("Private", PLAN)


def off(desk: Desk) -> Book:
    desk.google.disabled.add("sheets.googleapis.com")
    return desk.book(PLAN)


def scopeless(desk: Desk) -> Book:
    fault = faults.refused(errors.insufficient_scopes("sheets.googleapis.com", "get"))
    desk.google.faults.next(fault)
    return desk.book(PLAN)


def office(desk: Desk) -> Book:
    book = desk.google.office_file("Plan.xlsx")
    book.roles[desk.who] = "writer"
    return book


NOES = {
    unshared: "share the spreadsheet with okr-sync@",
    off: "https://console.developers.google.com/apis/api/sheets",
    scopeless: "scope https://www.googleapis.com/auth/spreadsheets",
    office: "Office file (.xlsx) in Drive, not a Google Sheet",
}


@pytest.mark.parametrize("make", NOES, ids=lambda make: make.__name__)
def test_what_is_amiss_says_what_to_do(desk: Desk, tmp_path: Path, make: Any) -> None:
    assert NOES[make] in said(doctor(tmp_path, at(make(desk)).text), False)


def test_without_anything_it_says_what_there_is(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = doctor(tmp_path)
    assert said(signed, False) == ""
    assert "google_sheets: installed: docs.google.com  gsheets" in said(signed, True)
    assert f"as {desk.who}" in said(signed, True)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    nobody = doctor(tmp_path)
    assert said(nobody, False) == ""
    assert "there is no file" in said(nobody, None)
