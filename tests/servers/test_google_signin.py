"""Sign-in, and each way to be refused, word for word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request as Transport
from google.oauth2 import credentials, service_account
from gspread.exceptions import APIError

from tests.servers.google.book import Book
from tests.servers.google.client import authorised, client
from tests.servers.google.server import PERSON, PROJECT, GoogleServer

READ = ["https://www.googleapis.com/auth/spreadsheets.readonly"]


def reasons(error: APIError) -> list[str]:
    details = error.error.get("details", ())
    return [detail["reason"] for detail in details if "reason" in detail]


def signed_in(path: Path) -> Any:
    return service_account.Credentials.from_service_account_file(str(path), scopes=READ)  # type: ignore[no-untyped-call]  # google-auth leaves it untyped


def test_a_service_account_signs_in_with_its_key(google: GoogleServer, tmp_path: Path) -> None:
    book = google.book("Plan", {"T": [["yes"]]})
    who = google.service_account(tmp_path / "key.json", book)
    sheets = authorised(google, signed_in(tmp_path / "key.json"))
    assert sheets.http_client.values_get(book.id, "T")["values"] == [["yes"]]
    assert (google.log[-1].who, google.log[-1].status) == (who, 200)
    assert google.log.counts() == {"read": 1, "write": 0, "other": 1}


def test_a_key_of_another_account_is_refused(google: GoogleServer, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    who = google.service_account(path)
    google.accounts.keys[who] = "another key"
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        signed_in(path).refresh(Transport())
    google.accounts.keys.clear()
    with pytest.raises(RefreshError, match="account not found"):
        signed_in(path).refresh(Transport())


def test_a_refresh_token_works_until_it_is_revoked(google: GoogleServer, tmp_path: Path) -> None:
    path = tmp_path / "user.json"
    google.accounts.user_file(path, PERSON, "spreadsheets")
    info = json.loads(path.read_text(encoding="utf-8"))
    del info["type"]  # google-auth's own loader of such files ignores their token_uri
    user = credentials.Credentials(None, **info)  # type: ignore[no-untyped-call]  # the same
    book = google.book("Plan", {"T": [["yes"]]})
    assert authorised(google, user).open_by_key(book.id).title == "Plan"
    google.accounts.revoke(PERSON)
    with pytest.raises(RefreshError, match=r"Token has been expired or revoked\."):
        user.refresh(Transport())  # type: ignore[no-untyped-call]  # the same


def test_a_browser_sign_in_ends_in_a_refresh_token(google: GoogleServer) -> None:
    client_id, secret = google.accounts.client
    query = {"redirect_uri": "http://localhost:1", "state": "s", "scope": READ[0]}
    page = requests.get(
        f"{google.url}/o/oauth2/auth", params=query, allow_redirects=False, timeout=5
    )
    target = requests.utils.urlparse(page.headers["Location"])  # type: ignore[attr-defined]  # not in its types
    code = dict(part.split("=") for part in target.query.split("&"))["code"]
    form = {
        "grant_type": "authorization_code",
        "code": code.replace("%2F", "/"),
        "client_id": client_id,
        "client_secret": secret,
    }
    answer = requests.post(f"{google.url}/token", data=form, timeout=5).json()
    assert answer["refresh_token"] in google.accounts.refresh
    again = requests.post(f"{google.url}/token", data=form, timeout=5)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def _revoked(google: GoogleServer, book: Book) -> None:
    google.accounts.revoke(PERSON)


def _ended(google: GoogleServer, book: Book) -> None:
    google.clock.advance(3600)


@pytest.mark.parametrize("ending", [_revoked, _ended])
def test_a_token_that_ended_is_401(
    google: GoogleServer, ending: Callable[[GoogleServer, Book], None]
) -> None:
    book = google.book("Plan")
    header = {"Authorization": f"Bearer {google.token()}"}
    ending(google, book)
    answer = requests.get(f"{google.url}/v4/spreadsheets/{book.id}", headers=header, timeout=5)
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_a_sheet_that_is_not_shared(google: GoogleServer) -> None:
    book = google.book("Plan", owner="boss@example.org")
    http = client(google).http_client
    with pytest.raises(APIError) as error:
        http.values_get(book.id, "A1")
    assert error.value.error == {
        "code": 403,
        "message": "The caller does not have permission",
        "status": "PERMISSION_DENIED",
    }
    book.roles[PERSON] = "reader"
    http.values_get(book.id, "A1")
    with pytest.raises(APIError, match="does not have permission"):
        http.values_update(book.id, "A1", {"valueInputOption": "RAW"}, {"values": [["x"]]})
    with pytest.raises(APIError, match="Requested entity was not found"):
        http.values_get("nothing", "A1")
    assert google.quota.used("read", PERSON) == 3


def test_an_api_that_is_not_enabled_says_where(google: GoogleServer) -> None:
    book = google.book("Plan")
    google.disabled.add("sheets.googleapis.com")
    with pytest.raises(APIError) as error:
        client(google).http_client.values_get(book.id, "A1")
    link = (
        "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview"
        f"?project={PROJECT}"
    )
    assert link in error.value.error["message"]
    assert error.value.error["details"][0]["links"][0]["url"] == link
    assert reasons(error.value) == ["SERVICE_DISABLED"]


@pytest.mark.parametrize("scopes", [["spreadsheets.readonly"], ["drive.readonly"]])
def test_a_scope_that_does_not_write(google: GoogleServer, scopes: list[str]) -> None:
    book = google.book("Plan")
    http = client(google, PERSON, *scopes).http_client
    http.values_get(book.id, "A1")
    with pytest.raises(APIError) as error:
        http.values_update(book.id, "A1", {"valueInputOption": "RAW"}, {"values": [["x"]]})
    assert error.value.error["message"] == "Request had insufficient authentication scopes."
    assert reasons(error.value) == ["ACCESS_TOKEN_SCOPE_INSUFFICIENT"]


def test_data_filters_need_the_scope_to_write(google: GoogleServer) -> None:
    book = google.book("Plan")
    http = client(google, PERSON, "spreadsheets.readonly").http_client
    url = f"{google.url}/v4/spreadsheets/{book.id}/values:batchGetByDataFilter"
    with pytest.raises(APIError, match="insufficient authentication scopes"):
        http.request("post", url, json={"dataFilters": [{"a1Range": "A1"}]})


def test_an_office_file_is_no_sheet(google: GoogleServer) -> None:
    file = google.office_file("Plan.xlsx")
    http = client(google).http_client
    with pytest.raises(APIError) as error:
        http.fetch_sheet_metadata(file.id)
    assert error.value.error == {
        "code": 400,
        "message": "This operation is not supported for this document",
        "status": "FAILED_PRECONDITION",
    }
    url = f"{google.url}/drive/v3/files/{file.id}"
    mime = http.request("get", url, params={"fields": "mimeType"}).json()["mimeType"]
    assert mime.endswith("spreadsheetml.sheet")


def test_drive_gives_a_version_that_grows(google: GoogleServer) -> None:
    book = google.book("Plan")
    book.modified_lag = 60
    http = client(google).http_client
    url = f"{google.url}/drive/v3/files/{book.id}"
    fields: dict[str, Any] = {"fields": "version,modifiedTime"}
    before = http.request("get", url, params=fields).json()
    google.clock.advance(5)
    http.values_update(book.id, "A1", {"valueInputOption": "RAW"}, {"values": [["x"]]})
    after = http.request("get", url, params=fields).json()
    assert int(after["version"]) > int(before["version"])
    assert after["modifiedTime"] == before["modifiedTime"]
    google.clock.advance(60)
    later = http.request("get", url, params=fields).json()
    assert later["modifiedTime"] > before["modifiedTime"]
    with pytest.raises(APIError, match="File not found: nothing"):
        http.request("get", f"{google.url}/drive/v3/files/nothing")


def test_sharing(google: GoogleServer) -> None:
    book = google.book("Plan")
    sheet = client(google).open_by_key(book.id)
    sheet.share("friend@example.org", perm_type="user", role="writer", notify=False)
    assert book.roles["friend@example.org"] == "writer"
    listed = sheet.list_permissions()
    assert [(p["emailAddress"], p["role"]) for p in listed] == [
        (PERSON, "owner"),
        ("friend@example.org", "writer"),
    ]
    if google.contract is not None:  # gspread sends a name of Drive's older version
        assert [line.partition("'")[2] for line in google.contract.violations] == [
            "withLink' was unexpected)"
        ]
        google.contract.violations.clear()
