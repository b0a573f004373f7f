"""Each way in which Google says no, as an error that says what to do; and each that passes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from okrsync.connector import (
    ConnectorError,
    Denied,
    Missing,
    Refused,
    Unconfigured,
    UnknownTab,
    Unreachable,
    Want,
)
from okrsync.http.waiting import OutOfTime, Waiter, using
from okrsync.pipeline import explain
from tests.connectors.google_sheets.desk import Desk, at
from tests.servers.google import errors, faults
from tests.servers.google.book import Book
from tests.servers.google.requests import Reply
from tests.servers.google.server import PERSON

PLAN: dict[str, list[list[Any]]] = {"OKRs": [["Key result", "Now"], ["Grow", 1]]}


def unshared(desk: Desk) -> Book:
    return desk.google.book("Private", PLAN)


def disabled(desk: Desk) -> Book:
    desk.google.disabled.add("sheets.googleapis.com")
    return desk.book(PLAN)


def scopeless(desk: Desk) -> Book:
    desk.google.faults.next(
        faults.refused(errors.insufficient_scopes("sheets.googleapis.com", "get"))
    )
    return desk.book(PLAN)


def office(desk: Desk) -> Book:
    book = desk.google.office_file("Plan.xlsx")
    book.roles[desk.who] = "reader"
    return book


def gone(desk: Desk) -> Book:
    book = desk.book(PLAN)
    del desk.google.books[book.id]
    return book


def revoked(desk: Desk) -> Book:
    desk.google.faults.next(*(faults.refused(errors.unauthenticated()) for _ in range(3)))
    return desk.book(PLAN)


def full(desk: Desk) -> Book:
    desk.google.faults.next(faults.refused(errors.storage_full()))
    return desk.book(PLAN)


NOES: dict[str, tuple[Callable[[Desk], Book], type[ConnectorError], str]] = {
    "not shared": (unshared, Denied, "okr-sync@"),
    "API off": (disabled, Denied, "https://console.developers.google.com/apis/api/sheets"),
    "scope": (scopeless, Denied, "auth/spreadsheets"),
    "Office file": (office, Refused, "Save as Google Sheets"),
    "gone": (gone, Missing, "share the spreadsheet with okr-sync@"),
    "revoked": (revoked, Denied, "sign in again"),
    "Drive is full": (full, Refused, "room"),
}


@pytest.mark.parametrize("case", NOES)
def test_a_no_says_what_to_do(desk: Desk, case: str) -> None:
    make, kind, hint = NOES[case]
    book = make(desk)
    with pytest.raises(kind) as caught:
        desk.read(book)
    assert hint in f"{caught.value.message} {caught.value.hint}"
    assert desk.clock.waits == []


PASSING: dict[str, Callable[[], list[faults.Fault]]] = {
    "429": lambda: [faults.rate_limited()],
    "429 twice": lambda: [faults.rate_limited(), faults.rate_limited(30)],
    "403 of Drive": lambda: [faults.refused(errors.rate_limited_403())],
    "503": lambda: [faults.unavailable()],
    "HTML": lambda: [faults.html(502)],
    "dropped": lambda: [faults.dropped()],
    "half an answer": lambda: [faults.cut_off(), faults.cut_off(short=True)],
}


@pytest.mark.parametrize("case", PASSING)
def test_what_passes_is_waited_for(desk: Desk, case: str) -> None:
    book, bad = desk.book(PLAN), PASSING[case]()
    desk.google.faults.next(*bad)
    before = desk.counted()
    snapshot = desk.read(book)
    assert snapshot.tables[0].value(2, 1) == 1
    assert snapshot.calls.read == 1 + len(bad)
    assert desk.counted() == before + snapshot.calls
    assert len(desk.clock.waits) == len(bad)


def test_a_quota_is_waited_for_past_its_minute(desk: Desk) -> None:
    book = desk.book(PLAN)
    desk.google.faults.next(faults.rate_limited(), faults.rate_limited(90))
    desk.read(book)
    first, second = desk.clock.waits
    assert 60 < first <= 71
    assert 90 <= second < 92


def test_a_wait_past_the_deadline_is_not_begun(desk: Desk) -> None:
    book = desk.book(PLAN)
    desk.google.faults.next(faults.rate_limited())
    with using(Waiter(30, desk.clock)), pytest.raises(OutOfTime):
        desk.read(book)
    assert desk.clock.waits == []


def test_an_outage_ends_as_unreachable(desk: Desk) -> None:
    book = desk.book(PLAN)
    desk.google.faults.decide = lambda request: faults.unavailable()
    with pytest.raises(Unreachable):
        desk.read(book)


PAGES = (200, 302, 400, 403, 404, 407)


@pytest.mark.parametrize("status", PAGES)
def test_a_page_of_a_machine_in_between_is_for_later(desk: Desk, status: int) -> None:
    """Whatever the page's number is, it is not Google that speaks: nobody need share anything."""
    book = desk.book(PLAN)
    desk.google.faults.decide = lambda request: (
        faults.html(status) if request.effect == "read" else None
    )
    with pytest.raises(Unreachable, match="can't be read") as caught:
        desk.read(book)
    assert explain(caught.value).exit_code == 75
    assert "proxy" in str(caught.value.hint)


@pytest.mark.parametrize("status", PAGES)
def test_a_page_instead_of_a_sign_in_is_for_later(desk: Desk, status: int) -> None:
    book = desk.book(PLAN)
    desk.google.faults.decide = lambda request: (
        faults.html(status) if request.effect == "other" else None
    )
    with pytest.raises(Unreachable, match="Google OAuth gave an answer that can't be read"):
        desk.read(book)
    assert {request.effect for request in desk.google.log} == {"other"}


@pytest.mark.parametrize("said", ["blocked", {}, {"message": "no"}, [], None])
def test_a_no_in_a_shape_of_its_own_is_no_stumble(desk: Desk, said: object) -> None:
    """A gateway's JSON: an `error` that has not what Google's has."""
    book = desk.book(PLAN)
    body = json.dumps({"error": said}).encode()
    desk.google.faults.next(faults.Fault("gateway", False, lambda _: Reply(403, body, "text/json")))
    with pytest.raises(Denied):
        desk.read(book)


def test_the_own_limit_keeps_below_googles(desk: Desk) -> None:
    book = desk.book(PLAN)
    for _ in range(130):
        desk.read(book)
    assert {request.status for request in desk.google.log} == {200}
    assert sum(desk.clock.waits) < 130


def test_an_unknown_tab_names_those_that_are_there(desk: Desk) -> None:
    book = desk.book({"OKRs": [["a"]], "It's = 100%!": [["b"]]})
    with pytest.raises(UnknownTab) as caught:
        desk.read(book, "Nothing")
    assert caught.value.hint is not None
    assert "It's = 100%!" in str(caught.value.hint)
    assert desk.read(book, "It's = 100%!").tables[0].value(1, 0) == "b"


def test_a_read_asks_for_no_more_than_reading(desk: Desk) -> None:
    book = desk.book(PLAN)
    desk.connector.read(at(book), Want(), {})
    token = desk.google.log.named("get")[-1].headers["authorization"]
    scopes = desk.google.accounts.grant(token).scopes
    assert scopes == {"https://www.googleapis.com/auth/spreadsheets.readonly"}


BAD_KEYS = {
    "not JSON": "what",
    "no key": "{}",
    "half a key": '{"type": "service_account", "client_email": "x@y"}',
    "a client": '{"installed": {"client_id": "x"}}',
}


@pytest.mark.parametrize("case", BAD_KEYS)
def test_a_bad_key_file_is_wrong_configuration(desk: Desk, case: str) -> None:
    desk.key.write_text(BAD_KEYS[case], encoding="utf-8")
    with pytest.raises(Unconfigured):
        desk.read(desk.book(PLAN))
    assert desk.google.log == []


def test_no_root_is_used_without_encryption(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKRSYNC_GOOGLE_API_URL", "http://example.org")
    with pytest.raises(Unconfigured, match="OKRSYNC_GOOGLE_API_URL"):
        desk.read(desk.book(PLAN))


def test_a_users_sign_in_works_until_it_is_revoked(desk: Desk) -> None:
    book = desk.google.book("Mine", PLAN)
    desk.google.accounts.user_file(desk.key, PERSON, "spreadsheets")
    assert desk.read(book).tables[0].value(1, 0) == "Key result"
    desk.google.accounts.revoke(PERSON)
    with pytest.raises(Denied, match="expired or was revoked") as caught:
        desk.read(book)
    assert caught.value.hint is not None
    assert "seven days" in str(caught.value.hint)


def test_no_message_holds_a_secret_or_a_cell(desk: Desk) -> None:
    book = desk.book({"OKRs": [["Key result"], ["Our secret plan"]]})
    desk.google.faults.next(faults.refused(errors.invalid('Bad value "Our secret plan"')))
    with pytest.raises(ConnectorError) as caught:
        desk.read(book)
    told = f"{caught.value.message} {caught.value.hint}"
    assert "secret plan" not in told
    assert "ya29" not in told


def test_a_key_that_is_not_there_is_wrong_configuration(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    with pytest.raises(Unconfigured, match=r"none\.json"):
        desk.read(desk.book(PLAN))
