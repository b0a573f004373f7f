"""A loopback Notion, and a machine that has its token."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrsync.cli.app import run
from tests.connectors.notion.desk import Desk, Say, signed_in
from tests.servers.conftest import notion
from tests.servers.notion.server import NotionServer

__all__ = ["notion"]


@pytest.fixture
def desk(notion: NotionServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A machine with the token, and a clock that never really waits."""
    with signed_in(notion, monkeypatch) as made:
        yield made


@pytest.fixture
def say(
    notion: NotionServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Say:
    """Run a command in an empty folder; its exit code, and all that it printed."""
    monkeypatch.chdir(tmp_path)
    settings = {
        "NOTION_TOKEN": notion.token,
        "OKRSYNC_NOTION_API_URL": notion.url,
        "OKRSYNC_STATE": str(tmp_path / "state" / "state.db"),
        "OKRSYNC_TODAY": "2026-05-15",
        "OKRSYNC_TIME_SCALE": "1000",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "100",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    def call(*words: str) -> tuple[int, str]:
        code = run(list(words))
        told = capsys.readouterr()
        return code, told.out + told.err

    return call
