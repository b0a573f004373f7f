"""Signing in: a test acts as the person's browser, and the token endpoint is the loopback one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from connectors.google_sheets import GoogleSheetsConnector
from connectors.google_sheets.auth.credentials import stored_path
from okrsync.connector import Denied, Unconfigured, Unreachable, Want
from okrsync.http import CERTIFICATES
from okrsync.http.waiting import OutOfTime, SystemClock, Waiter, using
from okrsync.pipeline import explain
from tests.connectors.google_sheets.desk import at
from tests.servers.google import faults
from tests.servers.google.errors import oauth
from tests.servers.google.server import PERSON, GoogleServer
from tests.servers.listener import JSON_NO, Listener, certificate

PLAN: dict[str, list[list[Any]]] = {"OKRs": [["Key result", "Now"], ["Grow", 1]]}
Person = Callable[[str], None]


@pytest.fixture
def machine(
    google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A machine on which nobody is signed in; the folder of its settings."""
    for name in ("HOME", "XDG_CONFIG_HOME", "CLOUDSDK_CONFIG", "APPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OKRSYNC_GOOGLE_API_URL", google.url)
    google.accounts.client_file(tmp_path / "client.json")
    with using(Waiter(20, SystemClock())):
        yield tmp_path


def browsing(act: Person) -> tuple[Person, list[threading.Thread]]:
    """What is shown starts a browser that does this."""
    started: list[threading.Thread] = []

    def show(url: str) -> None:
        started.append(threading.Thread(target=act, args=(url,)))
        started[-1].start()

    return show, started


def allow(url: str) -> None:
    assert requests.get(url, timeout=10).status_code == 200


def sign_in(machine: Path, act: Person = allow, *, write: bool = True) -> str:
    show, started = browsing(act)
    try:
        return str(GoogleSheetsConnector().sign_in(machine / "client.json", show, write=write))
    finally:
        for each in started:
            each.join()


def test_a_person_signs_in_once_and_reads(google: GoogleServer, machine: Path) -> None:
    book = google.book("Mine", PLAN)
    said = sign_in(machine)
    assert "seven days" in said
    snapshot = GoogleSheetsConnector().read(at(book), Want(), {})
    assert snapshot.tables[0].value(2, 1) == 1
    assert google.log.named("get")[-1].who == PERSON


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a profile's files from others itself")
def test_the_sign_in_is_kept_for_its_owner_alone(google: GoogleServer, machine: Path) -> None:
    sign_in(machine)
    assert stored_path().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in stored_path().parent.iterdir()] == ["google.json"]


def test_it_asks_for_no_more_than_is_needed(google: GoogleServer, machine: Path) -> None:
    asked: list[dict[str, list[str]]] = []

    def look(url: str) -> None:
        asked.append(parse_qs(urlsplit(url).query))
        allow(url)

    sign_in(machine, look, write=False)
    sign_in(machine, look)
    assert [query["scope"][0].rpartition("/")[2] for query in asked] == [
        "spreadsheets.readonly",
        "spreadsheets",
    ]
    assert all(query["code_challenge_method"] == ["S256"] for query in asked)
    assert asked[0]["state"] != asked[1]["state"]
    assert asked[0]["code_challenge"] != asked[1]["code_challenge"]


def test_an_answer_with_another_state_is_not_taken(google: GoogleServer, machine: Path) -> None:
    seen: list[int] = []

    def attack(url: str) -> None:
        back = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        for path in ("favicon.ico", "?code=stolen&state=guess", "?code=stolen"):
            seen.append(requests.get(back + path, timeout=10).status_code)
        allow(url)

    sign_in(machine, attack)
    assert seen == [404, 404, 404]
    assert len(google.log.named("oauth2.token")) == 1


def test_a_code_without_its_proof_is_worth_nothing(google: GoogleServer, machine: Path) -> None:
    def swap(url: str) -> None:
        other = re.sub(r"code_challenge=[^&]+", "code_challenge=another", url)
        allow(other)

    with pytest.raises(Denied, match="did not complete"):
        sign_in(machine, swap)
    assert not stored_path().exists()


def test_a_no_in_the_browser_is_told(google: GoogleServer, machine: Path) -> None:
    def refuse(url: str) -> None:
        query = parse_qs(urlsplit(url).query)
        back, state = query["redirect_uri"][0], query["state"][0]
        requests.get(f"{back}?error=access_denied&state={state}", timeout=10)

    with pytest.raises(Denied, match="stopped in the browser"):
        sign_in(machine, refuse)


def test_a_box_that_was_not_ticked_is_told(google: GoogleServer, machine: Path) -> None:
    def untick(url: str) -> None:
        allow(re.sub(r"scope=[^&]+", "scope=openid", url))

    with pytest.raises(Denied, match="was not allowed") as caught:
        sign_in(machine, untick)
    assert "tick the box" in str(caught.value.hint)


def test_waiting_for_a_person_ends(google: GoogleServer, machine: Path) -> None:
    with using(Waiter(0.2, SystemClock())), pytest.raises(OutOfTime, match="nobody signed in"):
        sign_in(machine, lambda url: None)


def test_the_second_time_needs_no_file(google: GoogleServer, machine: Path) -> None:
    connector = GoogleSheetsConnector()
    with pytest.raises(Unconfigured) as caught:
        connector.sign_in(None, lambda url: None, write=True)
    assert "--client FILE" in str(caught.value.hint)
    sign_in(machine)
    show, started = browsing(allow)
    connector.sign_in(None, show, write=True)
    started[0].join()


def test_signing_out_forgets(google: GoogleServer, machine: Path) -> None:
    book = google.book("Mine", PLAN)
    sign_in(machine)
    connector = GoogleSheetsConnector()
    assert "myaccount.google.com" in str(connector.sign_out())
    assert not stored_path().exists()
    assert "Nobody" in str(connector.sign_out())
    with pytest.raises(Unconfigured, match="nobody is signed in"):
        connector.read(at(book), Want(), {})


def test_a_sign_in_that_is_over_says_how_to_get_another(
    google: GoogleServer, machine: Path
) -> None:
    book = google.book("Mine", PLAN)
    sign_in(machine)
    google.accounts.revoke(PERSON)
    with pytest.raises(Denied, match="expired or was revoked") as caught:
        GoogleSheetsConnector().read(at(book), Want(), {})
    assert "okrsync auth google" in str(caught.value.hint)
    assert "seven days" in str(caught.value.hint)


BAD_CLIENTS = {
    "not JSON": "{",
    "a key": '{"type": "service_account", "client_email": "x"}',
    "for web servers": '{"web": {"client_id": "x", "client_secret": "y"}}',
    "half": '{"installed": {"client_id": "x"}}',
    "a stranger's": '{"installed": {"client_id": "x", "client_secret": "y",'
    ' "token_uri": "https://example.org/token"}}',
}


@pytest.mark.parametrize("case", BAD_CLIENTS)
def test_a_file_that_is_no_client_is_told(google: GoogleServer, machine: Path, case: str) -> None:
    (machine / "client.json").write_text(BAD_CLIENTS[case], encoding="utf-8")
    with pytest.raises(Unconfigured):
        sign_in(machine, lambda url: pytest.fail("nothing is shown"))


def test_no_token_is_in_what_is_said(google: GoogleServer, machine: Path) -> None:
    google.faults.next(faults.refused(oauth("invalid_grant", "bad code 4/0secret")), on="token")
    with pytest.raises(Denied) as caught:
        sign_in(machine)
    assert "secret" not in f"{caught.value.message} {caught.value.hint}"


def come_back(url: str) -> None:
    """The person said yes somewhere else."""
    query = parse_qs(urlsplit(url).query)
    back, state = query["redirect_uri"][0], query["state"][0]
    requests.get(f"{back}?code=4/0secret&state={state}", timeout=10)


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_page_instead_of_a_token_is_for_later(
    google: GoogleServer, machine: Path, status: int
) -> None:
    google.faults.next(faults.html(status), on="token")
    with pytest.raises(Unreachable, match="can't be read") as caught:
        sign_in(machine)
    assert explain(caught.value).exit_code == 75
    assert not stored_path().exists()


def test_the_environments_certificates_hold_for_signing_in(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in CERTIFICATES:
        monkeypatch.delenv(name, raising=False)
    trusted, tls = certificate(machine)
    with Listener(JSON_NO, tls) as root:
        url = f"https://localhost:{root.port}"
        client = {"client_id": "x", "client_secret": "y", "token_uri": f"{url}/token"}
        (machine / "client.json").write_text(json.dumps({"installed": client}), encoding="utf-8")
        monkeypatch.setenv("OKRSYNC_GOOGLE_API_URL", url)
        with pytest.raises(Unreachable, match="can't be reached"):
            sign_in(machine, come_back)
        assert root.heard == []
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        with pytest.raises(Denied, match="did not complete"):
            sign_in(machine, come_back)
        assert root.heard


def test_gclouds_own_file_asks_where_the_root_says(google: GoogleServer, machine: Path) -> None:
    """It names no token endpoint: Google's is meant, or that of the root in force."""
    path = machine / "home" / "application_default_credentials.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    google.accounts.user_file(path, PERSON, "spreadsheets")
    info = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({k: v for k, v in info.items() if k != "token_uri"}), "utf-8")
    book = google.book("Mine", PLAN)
    assert GoogleSheetsConnector().read(at(book), Want(), {}).document == book.id


def external(url: str, token: Path) -> dict[str, Any]:
    return {
        "type": "external_account",
        "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": url,
        "credential_source": {"file": str(token)},
    }


def test_other_kinds_of_credentials_are_loaded(
    google: GoogleServer, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine / "subject").write_text("a token of somebody else's", encoding="utf-8")
    key = machine / "adc.json"
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key))
    key.write_text(json.dumps(external(f"{google.url}/token", machine / "subject")), "utf-8")
    with pytest.raises(Denied, match="does not accept"):  # it asked; the loopback knows no pools
        GoogleSheetsConnector().read(at(google.book("Mine", PLAN)), Want(), {})
    assert len(google.log.named("oauth2.token")) == 1
    key.write_text(json.dumps(external("https://example.org/token", machine / "subject")), "utf-8")
    with pytest.raises(Unconfigured, match=r"example\.org"):
        GoogleSheetsConnector().read(at(google.book("Mine", PLAN)), Want(), {})


def test_where_a_cloud_gives_its_own_token_is_not_google(
    google: GoogleServer, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what gets a token of Google's is looked at, not where the machine's own comes from."""
    for name in ("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")  # so that nobody is asked for them
    source = {
        "environment_id": "aws1",
        "region_url": "http://169.254.169.254/latest/meta-data/placement/availability-zone",
        "regional_cred_verification_url": "https://sts.{region}.amazonaws.com/",
    }
    info = external(f"{google.url}/token", machine / "subject") | {
        "subject_token_type": "urn:ietf:params:aws:token-type:aws4_request",
        "credential_source": source,
    }
    key = machine / "adc.json"
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key))
    key.write_text(json.dumps(info), encoding="utf-8")
    with pytest.raises(Denied, match="does not accept"):  # it asked; the loopback knows no pools
        GoogleSheetsConnector().read(at(google.book("Mine", PLAN)), Want(), {})
    assert len(google.log.named("oauth2.token")) == 1


def okrsync(machine: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "okrsync", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=machine,
        env={**os.environ, "OKRSYNC_STATE": str(machine / "state.db"), "LC_ALL": "C.UTF-8"},
    )


def test_the_command_signs_in_and_out(google: GoogleServer, machine: Path) -> None:
    header = ["Objective", "Key result", "Start", "Current", "Target"]
    book = google.book("Mine", {"OKRs": [header]})
    with okrsync(machine, "auth", "google", "--client", "client.json") as command:
        assert command.stderr is not None
        url = next(line.strip() for line in command.stderr if line.strip().startswith("http"))
        allow(url)
        assert "Signed in" in command.stderr.read()
    assert command.returncode == 0
    with okrsync(machine, "export", f"gsheets:{book.id}") as command:
        out, err = command.communicate()
    assert (command.returncode, json.loads(out)["key_results"]) == (0, []), err
    with okrsync(machine, "auth", "google", "--forget") as command:
        _, err = command.communicate()
    assert (command.returncode, "Signed out" in err) == (0, True)
    with okrsync(machine, "auth", "acme") as command:
        _, err = command.communicate()
    assert (command.returncode, "Known: google" in err) == (2, True)
