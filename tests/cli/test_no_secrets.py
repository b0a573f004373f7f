"""No command shows a key, a token or a password: in what it says, in JSON, or with --verbose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.servers.conftest import google, notion
from tests.servers.google import errors, faults
from tests.servers.google.server import GoogleServer
from tests.servers.notion.server import NotionServer

__all__ = ["google", "notion"]

TALK: tuple[list[str], ...] = (
    [],
    ["--verbose"],
    ["--log-format", "json"],
    ["--log-format", "json", "--verbose"],
)
PLACES = (
    "https://ada:hunter2@example.org/plan",
    "postgresql://ada:hunter2@db/plan",
    "https://hooks.slack.com/services/hunter2/x",
    "odd:?token=hunter2",
)


@pytest.mark.parametrize("words", TALK)
@pytest.mark.parametrize("place", PLACES)
def test_what_was_typed_is_not_repeated(cli: Cli, place: str, words: list[str]) -> None:
    said = cli("status", place, *words)
    assert said.code in (2, 3)
    assert said.err
    assert "hunter2" not in said.out + said.err
    assert "hunter2" not in cli("doctor", place, *words).out


@pytest.fixture
def signed_in(
    google: GoogleServer, notion: NotionServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """A machine with keys of both services; all that is secret in them."""
    key = tmp_path / "key.json"
    google.service_account(key)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key))
    monkeypatch.setenv("OKRSYNC_GOOGLE_API_URL", google.url)
    monkeypatch.setenv("NOTION_TOKEN", "ntn_nobodys123456789")
    monkeypatch.setenv("OKRSYNC_NOTION_API_URL", notion.url)
    monkeypatch.setenv("OKRSYNC_TIME_SCALE", "10000")
    pem = json.loads(key.read_text(encoding="utf-8"))["private_key"]
    return ["ntn_nobodys", "ya29.", "eyJ", *pem.splitlines()[1:-1]]


@pytest.mark.parametrize("words", TALK)
def test_doctor_says_who_and_not_with_what(
    cli: Cli, signed_in: list[str], google: GoogleServer, words: list[str]
) -> None:
    book = google.book("Private", {"OKRs": [["Objective"]]})
    said = [
        cli("doctor", *words),
        cli("doctor", f"gsheets:{book.id}", *words),
        cli("doctor", f"notion:{'0' * 32}", *words),
        cli("doctor", "--format", "json", *words),
        cli("status", f"gsheets:{book.id}", *words),
        cli("status", f"notion:{'0' * 32}", *words),
    ]
    told = "".join(one.out + one.err for one in said)
    assert "okr-sync@" in told
    assert "does not accept the token" in told
    assert [secret for secret in signed_in if secret in told] == []


@pytest.mark.parametrize("words", TALK)
def test_what_a_service_quotes_is_not_shown(
    cli: Cli, signed_in: list[str], google: GoogleServer, words: list[str]
) -> None:
    for quoted in ("ya29.a0Af_H6", "Bearer hunter2", "refresh_token=hunter2"):
        google.faults.next(faults.refused(errors.invalid(f"no use for {quoted} here")), on="read")
        said = cli("status", f"gsheets:{'a' * 44}", *words)
        assert said.code == 3
        assert "no use for" in said.err
        assert quoted.split()[-1].rpartition("=")[2] not in said.err


@pytest.mark.parametrize("words", TALK)
@pytest.mark.parametrize(
    "content",
    [
        '{"type": "service_account", "client_email": "a@b", "private_key": "hunter2"}',
        '{"installed": {"client_id": "a", "client_secret": "hunter2", "token_uri": "x:hunter2@y"}}',
        '{"private_key": "hunter2"',
        '{"type": "authorized_user", "refresh_token": "hunter2"}',
    ],
)
def test_a_key_file_that_is_none_is_not_quoted(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, words: list[str]
) -> None:
    (tmp_path / "key.json").write_text(content, encoding="utf-8")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "key.json")
    said = [
        cli("status", f"gsheets:{'a' * 44}", *words),
        cli("doctor", f"gsheets:{'a' * 44}", *words),
        cli("auth", "google", "--client", "key.json", "--deadline", "0.01", *words),
    ]
    assert said[0].code == 2
    assert said[2].code == 2
    assert all("key.json" in one.out + one.err for one in said)
    assert "hunter2" not in "".join(one.out + one.err for one in said)


@pytest.mark.parametrize("words", TALK)
def test_a_token_that_is_none_is_not_repeated(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("NOTION_TOKEN", "hunter2 hunter2")
    for said in (cli("status", f"notion:{'0' * 32}", *words), cli("doctor", *words)):
        assert "hunter2" not in said.out + said.err
