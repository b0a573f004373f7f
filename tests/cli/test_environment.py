"""Who decides where keys go: the real environment, never a folder's `.env` or okrsync.toml.

Real processes; proxies and strangers are listeners on this machine, which note every byte.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from okrsync.cli.environment import is_ours, with_dotenv
from okrsync.connector import Unconfigured
from okrsync.http import service_root
from tests.cli.conftest import Cli
from tests.servers.conftest import google, notion
from tests.servers.google.auth import Accounts
from tests.servers.google.clock import Clock
from tests.servers.google.server import GoogleServer
from tests.servers.listener import JSON_NO, Listener, certificate
from tests.servers.notion.server import NotionServer

__all__ = ["google", "notion"]

PLAN: dict[str, list[list[Any]]] = {
    "OKRs": [["Objective", "Key result", "Current", "Target"], ["Grow", "Members", 1, 4]]
}
NETWORK = ("PROXY", "CA_BUNDLE", "SSL_CERT", "OKRSYNC_", "NOTION_", "GOOGLE_")
TOKEN = "ntn_123456789"  # noqa: S105 -- nobody's
SHEET, DATABASE = "gsheets:" + "a" * 44, "notion:" + "0" * 32


def okrsync(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command in a folder, in an environment that says nothing of networks but this."""
    plain = {k: v for k, v in os.environ.items() if not any(n in k.upper() for n in NETWORK)}
    return subprocess.run(
        [sys.executable, "-m", "okrsync", *words],
        cwd=folder,
        env=plain
        | {
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "OKRSYNC_STATE": str(folder / "state.db"),
            "OKRSYNC_TIME_SCALE": "40",
        }
        | environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )


def dotenv(folder: Path, **lines: str) -> None:
    text = "".join(f"{name}={value}\n" for name, value in lines.items())
    (folder / ".env").write_text(text, encoding="utf-8")


def hostile(stranger: Listener, folder: Path) -> dict[str, str]:
    """All by which a file could send keys to somebody else, or have a liar believed."""
    proxies = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy")
    roots = [f"OKRSYNC_{name}_API_URL" for name in ("GOOGLE", "NOTION", "PERDOO", "FLOWYTEAM")]
    certificates = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
    return (
        dict.fromkeys([*proxies, *roots, "GCE_METADATA_HOST"], stranger.url)
        | dict.fromkeys(certificates, str(folder / "none.pem"))
        | {"NO_PROXY": "", "no_proxy": "", "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES": "1"}
    )


def key_for(folder: Path, root: str) -> Path:
    """A service account's key whose tokens come from there."""
    path = folder / "key.json"
    Accounts(Clock(), "123456789012", root).key_file(path)
    return path


def test_no_byte_goes_where_a_folders_file_says(
    google: GoogleServer, notion: NotionServer, tmp_path: Path
) -> None:
    book = google.book("Plan", PLAN)
    google.service_account(tmp_path / "key.json", book)
    table = notion.database("Plan", {"Key result": "title", "Current": "number"})
    with Listener() as stranger:
        dotenv(tmp_path, **hostile(stranger, tmp_path))
        for location in (f"gsheets:{book.id}", f"notion:{table.database.id}"):
            done = okrsync(
                tmp_path,
                "export",
                location,
                GOOGLE_APPLICATION_CREDENTIALS="key.json",
                NOTION_TOKEN=notion.token,
                OKRSYNC_GOOGLE_API_URL=google.url,
                OKRSYNC_NOTION_API_URL=notion.url,
            )
            assert done.returncode in (0, 4), done.stderr  # 4: no OKRs are found in an empty table
            assert "OKRSYNC_NOTION_API_URL" in done.stderr
    assert stranger.met == 0
    assert google.log.named("get")
    assert len(notion.log) > 0


SERVICES = {
    "google": (SHEET, "oauth2.googleapis.com"),
    "notion": (DATABASE, "api.notion.com"),
}


@pytest.mark.parametrize("service", SERVICES)
def test_the_environments_proxy_is_obeyed(service: str, tmp_path: Path) -> None:
    """The proxy says no; a `.env` that names another one is not asked."""
    location, host = SERVICES[service]
    key_for(tmp_path, "https://oauth2.googleapis.com")
    with Listener() as proxy, Listener() as stranger:
        dotenv(tmp_path, **hostile(stranger, tmp_path))
        done = okrsync(
            tmp_path,
            "export",
            location,
            HTTPS_PROXY=proxy.url,
            GOOGLE_APPLICATION_CREDENTIALS="key.json",
            NOTION_TOKEN=TOKEN,
        )
    assert {line.split()[:2][0] for line in proxy.lines} == {"CONNECT"}
    assert {line.split()[1] for line in proxy.lines} == {f"{host}:443"}
    assert stranger.met == 0
    assert (done.returncode, "can't be reached" in done.stderr) == (75, True), done.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_hosts_without_a_proxy_are_asked_themselves(service: str, tmp_path: Path) -> None:
    location, _ = SERVICES[service]
    with Listener(JSON_NO) as root, Listener() as proxy:
        key_for(tmp_path, root.url)
        more = {
            "HTTP_PROXY": proxy.url,
            "GOOGLE_APPLICATION_CREDENTIALS": "key.json",
            "NOTION_TOKEN": TOKEN,
            f"OKRSYNC_{service.upper()}_API_URL": root.url,
        }
        done = okrsync(tmp_path, "export", location, **more, NO_PROXY="127.0.0.1")
        assert (done.returncode, proxy.met, root.met > 0) == (3, 0, True), done.stderr
        done = okrsync(tmp_path, "export", location, **more)
        assert (done.returncode, proxy.met > 0) == (75, True), done.stderr


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
@pytest.mark.parametrize("service", SERVICES)
def test_the_environments_certificates_are_trusted(service: str, name: str, tmp_path: Path) -> None:
    location, _ = SERVICES[service]
    trusted, tls = certificate(tmp_path)
    with Listener(JSON_NO, tls) as root:
        url = f"https://localhost:{root.port}"
        key_for(tmp_path, url)
        more = {
            "GOOGLE_APPLICATION_CREDENTIALS": "key.json",
            "NOTION_TOKEN": TOKEN,
            f"OKRSYNC_{service.upper()}_API_URL": url,
        }
        dotenv(tmp_path, **{name: str(trusted)})
        done = okrsync(tmp_path, "export", location, **more)
        assert (done.returncode, root.heard) == (75, []), done.stderr
        done = okrsync(tmp_path, "export", location, **more, **{name: str(trusted)})
        assert (done.returncode, bool(root.heard)) == (3, True), done.stderr


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("SSL_CERT_FILE", "nothing.pem", "SSL_CERT_FILE"),
        ("REQUESTS_CA_BUNDLE", "key.json", "REQUESTS_CA_BUNDLE"),
        ("HTTPS_PROXY", "gopher://10.0.0.1:70", "HTTPS_PROXY"),
    ],
)
def test_a_network_that_is_set_up_wrongly_is_told(
    service: str, name: str, value: str, named: str, tmp_path: Path
) -> None:
    """A certificate file that is none, a proxy of no known kind: wrong configuration, by name."""
    key_for(tmp_path, "https://oauth2.googleapis.com")
    done = okrsync(
        tmp_path,
        "export",
        SERVICES[service][0],
        GOOGLE_APPLICATION_CREDENTIALS="key.json",
        NOTION_TOKEN=TOKEN,
        **{name: value},
    )
    assert (done.returncode, done.stdout, named in done.stderr) == (2, "", True), done.stderr


OURS = (
    "GOOGLE_APPLICATION_CREDENTIALS", "NOTION_TOKEN", "PERDOO_TOKEN", "FLOWYTEAM_TOKEN",
    "OKRSYNC_STATE", "OKRSYNC_TODAY", "OKRSYNC_DEADLINE", "OKRSYNC_TIME_SCALE",
)  # fmt: skip
NOT_OURS = (
    "HTTPS_PROXY", "https_proxy", "NO_PROXY", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "PATH",
    "PYTHONPATH", "LD_PRELOAD", "HOME", "BROWSER", "GCE_METADATA_HOST", "CLOUDSDK_CONFIG",
    "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES", "NOTION_TOKEN_2", "XOKRSYNC_STATE",
    "OKRSYNC_GOOGLE_API_URL", "OKRSYNC_NOTION_API_URL", "OKRSYNC_PERDOO_API_URL",
    "OKRSYNC_SOME_NEW_API_URL", "OKRSYNC_API_URL", "okrsync_notion_api_url", "okrsync_state",
    "OKRSYNC_",
)  # fmt: skip


def test_a_folders_file_sets_our_own_names_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*OURS, *NOT_OURS):
        if name not in ("PATH", "HOME"):
            monkeypatch.delenv(name, raising=False)
    dotenv(tmp_path, **dict.fromkeys((*OURS, *NOT_OURS), "/from/the/file"))
    before = dict(os.environ)
    with with_dotenv(tmp_path) as ignored:
        added = {name: value for name, value in os.environ.items() if before.get(name) != value}
    assert added == dict.fromkeys(OURS, "/from/the/file")
    assert ignored == list(NOT_OURS)
    assert dict(os.environ) == before
    assert [name for name in NOT_OURS if is_ours(name)] == []


def test_the_environment_stands_above_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRSYNC_TODAY", "mine")
    dotenv(tmp_path, OKRSYNC_TODAY="another")
    with with_dotenv(tmp_path):
        assert os.environ["OKRSYNC_TODAY"] == "mine"
    assert os.environ["OKRSYNC_TODAY"] == "mine"


def test_a_value_is_what_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the environment is put into it, which could then be sent somewhere."""
    monkeypatch.setenv("SOMEBODYS_SECRET", "hunter2")
    monkeypatch.delenv("OKRSYNC_TODAY", raising=False)
    dotenv(tmp_path, OKRSYNC_TODAY="a${SOMEBODYS_SECRET}")
    with with_dotenv(tmp_path):
        assert os.environ["OKRSYNC_TODAY"] == "a${SOMEBODYS_SECRET}"


def test_what_is_ignored_is_said(cli: Cli, tmp_path: Path) -> None:
    dotenv(tmp_path, OKRSYNC_NOTION_API_URL="https://example.org", HTTPS_PROXY="http://x:1")
    said = cli("schema")
    assert (said.code, "OKRSYNC_NOTION_API_URL" in said.err) == (0, True)
    assert "your keys" in said.err
    assert "HTTPS_PROXY" not in said.err
    assert "example.org" not in said.err
    assert "HTTPS_PROXY" in cli("schema", "--verbose").err
    assert cli("schema", "--quiet", "--verbose").err == ""
    told = [json.loads(line) for line in cli("schema", "--log-format", "json").err.splitlines()]
    assert [line["level"] for line in told] == ["info"]


def test_it_is_said_in_dutch(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    dotenv(tmp_path, OKRSYNC_NOTION_API_URL="https://example.org")
    assert "genegeerd" in cli("schema").err


ODD: dict[str, bytes] = {
    "Latin-1": "NOTION_TOKEN=é\n".encode("latin-1"),
    "UTF-16": "NOTION_TOKEN=a\n".encode("utf-16"),
    "UTF-16 without a mark": "NOTION_TOKEN=a\n".encode("utf-16-le"),
    "nul": b"NOTION_TOKEN=a\0b\n",
}


@pytest.mark.parametrize("kind", ODD)
def test_a_file_that_is_no_text_is_told(cli: Cli, tmp_path: Path, kind: str) -> None:
    (tmp_path / ".env").write_bytes(ODD[kind])
    said = cli("schema")
    assert (said.code, said.out) == (2, "")
    assert ".env" in said.err
    assert "UTF-8" in said.err


def test_a_mark_before_the_first_name_is_none_of_it(tmp_path: Path) -> None:
    """Notepad and PowerShell write one."""
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfPERDOO_TOKEN=abc\n")
    with with_dotenv(tmp_path) as ignored:
        assert (os.environ.get("PERDOO_TOKEN"), ignored) == ("abc", [])


def test_a_root_in_okrsync_toml_is_refused_with_the_reason(cli: Cli, tmp_path: Path) -> None:
    for text in (
        '[workspace]\ngoogle_api_url = "https://example.org"\n',
        '[sources.plan]\nlocation = "a.csv"\nAPI_URL = "https://example.org"\n',
    ):
        (tmp_path / "okrsync.toml").write_text(text, encoding="utf-8")
        said = cli("status")
        assert (said.code, said.out) == (2, "")
        assert "environment only" in said.err


SAFE = (
    "https://gateway.example.org",
    "https://gateway.example.org:8443/google/",
    "http://localhost:1234",
    "http://127.0.0.1:1234",
    "http://[::1]:1234",
)
UNSAFE = (
    "http://gateway.example.org",
    "http://localhost.example.org",
    "http://127.0.0.1.example.org",
    "http://127.0.0.1@example.org",
    "https://name:word@gateway.example.org",
    "https://name@gateway.example.org",
    "https://:word@gateway.example.org",
    "https://gateway.example.org?x=1",
    "https://gateway.example.org#x",
    "https://example.org\\@gateway.example.org",
    "https://gateway.example.org/a b",
    "ftp://gateway.example.org",
    "gateway.example.org",
    "https://",
    "https://[",
    "http://0.0.0.0:1234",
)


@pytest.mark.parametrize("url", SAFE)
def test_a_root_is_encrypted_or_of_this_machine(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKRSYNC_NOTION_API_URL", f" {url} ")
    assert service_root("OKRSYNC_NOTION_API_URL", "https://x") == url.rstrip("/")
    monkeypatch.setenv("OKRSYNC_NOTION_API_URL", "")
    assert service_root("OKRSYNC_NOTION_API_URL", "https://x") == "https://x"


@pytest.mark.parametrize("url", UNSAFE)
def test_no_other_root_is_used(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKRSYNC_NOTION_API_URL", url)
    with pytest.raises(Unconfigured, match="OKRSYNC_NOTION_API_URL") as caught:
        service_root("OKRSYNC_NOTION_API_URL", "https://x")
    assert "word" not in f"{caught.value.message} {caught.value.hint}"
