"""Quotas on a clock, faults on demand, and colleagues at the worst moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import requests
from gspread.exceptions import APIError

from tests.servers.google import errors, faults, people, seeding
from tests.servers.google.book import Book
from tests.servers.google.client import client
from tests.servers.google.clock import Clock
from tests.servers.google.faults import Action, Fault
from tests.servers.google.server import PERSON, GoogleServer

ROWS: list[list[Any]] = [["id", "score"], ["a", 1], ["b", 2], ["c", 3]]


def write(google: GoogleServer, book: Book, cell: str = "T!B2", value: Any = 9) -> Any:
    http = client(google).http_client
    options: dict[str, Any] = {"valueInputOption": "RAW", "includeValuesInResponse": "true"}
    return http.values_update(book.id, cell, options, {"values": [[value]]})


def read(google: GoogleServer, book: Book, who: str = PERSON) -> Any:
    return client(google, who).http_client.values_get(book.id, "T")


def test_sixty_reads_a_minute_a_user(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": ROWS})
    http = client(google).http_client
    for _ in range(60):
        http.values_get(book.id, "T!A1")
    with pytest.raises(APIError) as error:
        http.values_get(book.id, "T!A1")
    body = error.value.error
    assert (body["code"], body["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert body["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert body["details"][0]["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"
    assert "Retry-After" not in error.value.response.headers
    write(google, book)  # counted apart
    google.clock.advance(59)
    with pytest.raises(APIError):
        http.values_get(book.id, "T!A1")
    google.clock.advance(1)
    http.values_get(book.id, "T!A1")


def test_the_project_has_a_quota_too(google: GoogleServer) -> None:
    google.quota.per_project = 3
    book = google.book("Plan", {"T": ROWS})
    for who in ("a@example.org", "b@example.org", "c@example.org"):
        book.roles[who] = "reader"
        read(google, book, who)
    with pytest.raises(APIError, match="Read requests per minute' of service"):
        read(google, book)


def test_a_clock_may_run_fast() -> None:
    clock = Clock(0, scale=1e9)
    assert clock.now() < clock.now() + 1
    assert clock.now() > 60


BEFORE: list[tuple[Callable[..., Fault], int]] = [
    (faults.rate_limited, 429),
    (faults.unavailable, 503),
    (faults.internal, 500),
    (faults.html, 502),
]


@pytest.mark.parametrize(("fault", "status"), BEFORE)
def test_faults_before_anything_is_applied(
    google: GoogleServer, fault: Callable[..., Fault], status: int
) -> None:
    book = google.book("Plan", {"T": ROWS})
    google.faults.next(fault(), on="write")
    read(google, book)  # not hit
    with pytest.raises(APIError) as error:
        write(google, book)
    assert error.value.response.status_code == status
    assert book.history == []
    assert write(google, book)["updatedCells"] == 1
    assert [request.status for request in google.log.writes()] == [status, 200]
    assert google.faults.pending() == 0


@pytest.mark.parametrize("fault", [faults.unavailable, faults.internal, faults.html])
def test_faults_though_applied(google: GoogleServer, fault: Callable[..., Fault]) -> None:
    book = google.book("Plan", {"T": ROWS})
    google.faults.next(fault(applied=True))
    with pytest.raises(APIError):
        write(google, book)
    assert [event.cell for event in book.history.changed()] == ["B2"]


@pytest.mark.parametrize("applied", [False, True])
def test_dropped_connections(google: GoogleServer, applied: bool) -> None:
    book = google.book("Plan", {"T": ROWS})
    google.faults.next(faults.dropped(applied=applied))
    with pytest.raises(requests.ConnectionError):
        write(google, book)
    assert bool(book.history.changed()) == applied
    assert google.log[-1].status == 0


@pytest.mark.parametrize("short", [False, True])
def test_answers_that_are_cut_off(google: GoogleServer, short: bool) -> None:
    book = google.book("Plan", {"T": ROWS})
    google.faults.next(faults.cut_off(short=short))
    with pytest.raises(requests.RequestException):
        write(google, book)
    assert len(book.history.changed()) == 1


def test_a_slow_answer_waits_for_the_test(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": ROWS})
    slow = faults.slow()
    google.faults.next(slow)
    http = client(google).http_client
    http.set_timeout(0.05)
    with pytest.raises(requests.Timeout):
        http.values_get(book.id, "T")
    answers = []
    google.faults.next(another := faults.slow())
    reader = threading.Thread(target=lambda: answers.append(read(google, book)))
    reader.start()
    another.release()
    reader.join(5)
    assert answers[0]["values"][1] == ["a", "1"]


def test_retry_after_and_old_rate_limits(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": ROWS})
    google.faults.next(
        faults.rate_limited(retry_after=7), faults.refused(errors.rate_limited_403())
    )
    with pytest.raises(APIError) as error:
        read(google, book)
    assert error.value.response.headers["Retry-After"] == "7"
    with pytest.raises(APIError) as error:
        read(google, book)
    assert error.value.error["errors"][0]["reason"] == "userRateLimitExceeded"


def test_a_function_may_decide(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": ROWS})
    google.faults.decide = lambda request: faults.internal() if request.number % 2 else None
    with pytest.raises(APIError):
        read(google, book)
    read(google, book)


ACTIONS: list[tuple[Action, str, list[list[str]]]] = [
    (people.insert_row("T", 2, ["new", 0]), "B2", [["new", "9"], ["a", "1"], ["b", "2"]]),
    (people.delete_row("T", 2), "B2", [["b", "9"], ["c", "3"]]),
    (people.sort_rows("T", "A2:B4", "B", descending=True), "B2", [["c", "9"], ["b", "2"]]),
    (people.edit("T", "B2", 5), "B3", [["a", "5"], ["b", "9"], ["c", "3"]]),
    (people.move_column("T", "B", before="A"), "B2", [["1", "9"], ["2", "b"]]),
    (people.insert_column("T", "A", "New"), "B2", [["", "9", "1"], ["", "b", "2"]]),
    (people.delete_column("T", "A"), "A2", [["9"], ["2"], ["3"]]),
    (people.write("T", {"A2": "x", "B3": "=1+1"}), "B2", [["x", "9"], ["b", "2"]]),
]


@pytest.mark.parametrize(("action", "cell", "expected"), ACTIONS)
def test_colleagues_just_before_the_write(
    google: GoogleServer, action: Action, cell: str, expected: list[list[str]]
) -> None:
    book = google.book("Plan", {"T": ROWS})
    google.faults.before_write(action)
    read(google, book)
    assert seeding.shown(book, "T")[1] == ["a", "1"]
    answer = write(google, book, f"T!{cell}")
    assert answer["updatedData"]["values"] == [["9"]]
    assert seeding.shown(book, "T")[1 : 1 + len(expected)] == expected
    [ours] = book.history.cells(who=PERSON)
    assert (ours.cell, ours.after, ours.request) == (cell, 9, len(google.log))
    assert all(event.who == people.COLLEAGUE for event in book.history if event != ours)


@pytest.mark.parametrize("action", [people.rename_tab("T", "U"), people.delete_tab("T")])
def test_tabs_that_go_away(google: GoogleServer, action: Action) -> None:
    book = google.book("Plan", {"T": ROWS, "Other": []})
    google.faults.before_write(action)
    with pytest.raises(APIError, match="Unable to parse range: T!B2"):
        write(google, book)


def test_actions_and_faults_come_together(google: GoogleServer) -> None:
    """A row inserted, then a write that lands on it, and no word that it did."""
    book = google.book("Plan", {"T": ROWS})
    google.faults.before_write(people.insert_row("T", 2, ["new"]))
    google.faults.next(faults.unavailable(applied=True), on="write")
    with pytest.raises(APIError):
        write(google, book)
    assert seeding.shown(book, "T")[1] == ["new", "9"]
    kinds = [(event.who, getattr(event, "what", "")) for event in book.history]
    assert kinds[0] == (people.COLLEAGUE, "insertDimension")


def test_the_log_keeps_bodies(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": ROWS})
    write(google, book)
    [request] = google.log.named("values.update")
    assert request.body["values"] == [[9]]
    assert request.first("valueInputOption") == "RAW"
    assert google.log.counts(since=1) == {"read": 0, "write": 0, "other": 0}


def test_one_request_at_a_time_can_be_seen(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": ROWS})
    read(google, book)
    assert google.most_in_flight == 1
    google.faults.next(slow := faults.slow())
    http = client(google).http_client
    http.set_timeout(0.05)
    with pytest.raises(requests.Timeout):
        http.values_get(book.id, "T")
    read(google, book)
    assert google.most_in_flight == 2
    slow.release()


def test_sign_in_may_fail_too(google: GoogleServer) -> None:
    google.faults.next(faults.internal())  # any request to a service, and so not this one
    google.faults.next(faults.refused(errors.oauth("invalid_grant", "No.")), on="token")
    book = google.book("Plan", {"T": ROWS})
    form = {"grant_type": "refresh_token"}
    answer = requests.post(f"{google.url}/token", data=form, timeout=5)
    assert answer.json() == {"error": "invalid_grant", "error_description": "No."}
    with pytest.raises(APIError, match="Internal error"):
        read(google, book)


def test_answers_can_be_masked(google: GoogleServer) -> None:
    book = google.book("Plan", {"T": ROWS})
    params: dict[str, Any] = {"valueInputOption": "RAW", "fields": "updatedCells"}
    http = client(google).http_client
    answer = http.values_update(book.id, "T!B2", params, {"values": [[9]]})
    assert answer == {"updatedCells": 1}
