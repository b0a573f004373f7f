"""Where a key file may have its key sent: to Google, or to the root that the environment names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.google_sheets.auth.credentials import sign_in
from okrsync.connector import Unconfigured
from tests.connectors.google_sheets.desk import Desk

STRANGERS = (
    "https://example.org/token",
    "https://evilgoogleapis.com/token",
    "https://googleapis.com.example.org/token",
    "https://oauth2.googleapis.com.example.org/token",
    "https://example.org/oauth2.googleapis.com",
    "https://oauth2.googleapis.com@example.org/token",
    "https://oauth2.googleapis.com:443@example.org/token",
    "https://someone@oauth2.googleapis.com/token",
    "https://:word@oauth2.googleapis.com/token",
    "https://example.org\\.googleapis.com/token",
    "https://example.org\\@oauth2.googleapis.com/token",
    "https://example.org#.googleapis.com/token",
    "https://example.org?.googleapis.com/token",
    "https://example.org%2f.googleapis.com/token",
    "https://example.org/\n.googleapis.com/token",
    "https://oauth2.googleapis.com/token\n",
    "https://oauth2.googleapis.com./token",
    "https://oauth2.googleapis.com:8443/token",
    "https://ｇoogleapis.com/token",
    "http://oauth2.googleapis.com/token",
    "ftp://oauth2.googleapis.com/token",
    "//oauth2.googleapis.com/token",
    "oauth2.googleapis.com/token",
    "https:///token",
    "https://[/token",
    "https://script.google.com/macros/s/x/exec",
    "https://sites.google.com/token",
    "https://notaccounts.google.com/token",
    "http://127.0.0.2:1/token",
    "http://localhost/token",
)
GOOGLES = (
    "https://oauth2.googleapis.com/token",
    "https://oauth2.googleapis.com:443/token",
    "https://OAuth2.GoogleAPIs.com/token",
    "https://www.googleapis.com/oauth2/v4/token",
    "https://accounts.google.com/o/oauth2/token",
)


def with_address(desk: Desk, address: str, **more: Any) -> None:
    info = json.loads(desk.key.read_text(encoding="utf-8"))
    desk.key.write_text(json.dumps({**info, "token_uri": address, **more}), "utf-8")


@pytest.mark.parametrize("address", STRANGERS)
def test_a_key_is_not_sent_to_strangers(desk: Desk, address: str) -> None:
    with_address(desk, address)
    with pytest.raises(Unconfigured, match="not Google") as caught:
        sign_in(write=True)
    assert "word" not in str(caught.value.message)
    assert desk.google.log == []


@pytest.mark.parametrize("address", GOOGLES)
def test_a_key_is_sent_to_google(desk: Desk, address: str) -> None:
    with_address(desk, address)
    assert sign_in(write=True).credentials._token_uri == address


def test_a_key_is_sent_where_the_root_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://gateway.example.org/token"
    with_address(desk, address)
    monkeypatch.setenv("OKRSYNC_GOOGLE_API_URL", "https://gateway.example.org/google")
    assert sign_in(write=True).credentials._token_uri == address
    for other in ("http://gateway.example.org/token", "https://evil-gateway.example.org/token"):
        with_address(desk, other)
        with pytest.raises(Unconfigured, match="not Google"):
            sign_in(write=True)
    monkeypatch.delenv("OKRSYNC_GOOGLE_API_URL")
    with_address(desk, "https://sheets.googleapis.com.example.org/token")
    with pytest.raises(Unconfigured, match="not Google"):
        sign_in(write=True)


def test_what_stands_before_a_host_is_not_shown(desk: Desk) -> None:
    with_address(desk, "https://name:pass-word@example.org/token")
    with pytest.raises(Unconfigured, match=r"example\.org") as caught:
        sign_in(write=True)
    assert "pass-word" not in f"{caught.value.message} {caught.value.hint}"


def test_a_key_of_another_universe_is_refused(desk: Desk) -> None:
    """google-auth would ask for tokens at hosts of that name."""
    with_address(desk, GOOGLES[0], universe_domain="example.org")
    with pytest.raises(Unconfigured, match="universe"):
        sign_in(write=True)
    with_address(desk, GOOGLES[0], universe_domain="googleapis.com")
    assert sign_in(write=True).is_service


def test_the_key_behind_another_is_looked_at_too(desk: Desk, tmp_path: Path) -> None:
    key = json.loads(desk.key.read_text(encoding="utf-8"))
    account = "projects/-/serviceAccounts/okrs@plan.iam.gserviceaccount.com:generateAccessToken"

    def outer(**source: str) -> None:
        content = {
            "type": "impersonated_service_account",
            "service_account_impersonation_url": f"https://iamcredentials.googleapis.com/v1/{account}",
            "source_credentials": {**key, "token_uri": GOOGLES[0], **source},
        }
        desk.key.write_text(json.dumps(content), encoding="utf-8")

    outer()
    assert str(sign_in(write=True).who) == "okrs@plan.iam.gserviceaccount.com"
    for name, value in (
        ("token_uri", "https://evilgoogleapis.com/token"),
        ("universe_domain", "example.org"),
    ):
        outer(**{name: value})
        with pytest.raises(Unconfigured):
            sign_in(write=True)


def test_a_file_that_is_too_large_for_a_key_is_not_read(desk: Desk) -> None:
    key = desk.key.read_text(encoding="utf-8")
    desk.key.write_text(key + " " * 1_000_000, encoding="utf-8")
    with pytest.raises(Unconfigured):
        sign_in(write=True)
