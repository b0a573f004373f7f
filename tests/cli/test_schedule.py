"""What `okrsync schedule` prints, read by what reads it in earnest where that is to be had."""

from __future__ import annotations

import json
import os
import plistlib
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from okrsync.schedule import KINDS
from tests.cli import books
from tests.cli.conftest import Cli

ODD = "a b%c $x 'q' \"d\" é"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def configured(folder: Path, schedule: str = "", location: str = "plan.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    books.text(folder / "plan.csv", books.ROWS[:1])
    file = folder / "okrsync.toml"
    file.write_text(
        '[workspace]\nname = "Acme & Zn"\ntimezone = "Europe/Amsterdam"\n'
        f'[sources.company]\nlocation = "{location}"\n[schedule]\n{schedule}\n',
        encoding="utf-8",
    )
    return file


def cron_line(cli: Cli, file: Path) -> list[str]:
    said = cli("schedule", "cron", "--config", file)
    assert said.code == 0
    return said.out.splitlines()[-1].split(" ", 5)


def as_cron_does(entry: str) -> str:
    """The command: cron itself turns `\\%` into a per cent sign, and a bare one ends the line."""
    assert "%" not in entry.replace("\\%", "")
    return entry.replace("\\%", "%")


@pytest.mark.skipif(os.name == "nt", reason="sh")
def test_the_line_of_cron_syncs_from_anywhere(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "s%t d" / "state.db"
    monkeypatch.setenv("OKRSYNC_STATE", str(state))
    folder = tmp_path / ODD
    file = configured(folder)
    file.write_text(file.read_text("utf-8") + "[write_back]\ncreate_columns = true\n", "utf-8")
    command = as_cron_does(cron_line(cli, file)[5])
    bare = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "OKRSYNC_TODAY": "2026-05-18"}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd="/", env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert state.is_file()
    assert "OKR progress" in (folder / "plan.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("schedule", "fields"),
    [
        ('every = "day"\nat = "07:12"', ["12", "7", "*", "*", "*"]),
        ('every = "workday"\nat = "07:12"', ["12", "7", "*", "*", "1,2,3,4,5"]),
        ('every = "week"\nat = "07:12"', ["12", "7", "*", "*", "1"]),
        ('every = "hour"\nat = "07:12"', ["12", "*", "*", "*", "*"]),
    ],
)
def test_the_time_is_the_one_that_is_set(
    schedule: str, fields: list[str], cli: Cli, tmp_path: Path
) -> None:
    assert cron_line(cli, configured(tmp_path, schedule))[:5] == fields


def test_without_a_time_it_is_a_minute_of_its_own_past_the_hour(cli: Cli, tmp_path: Path) -> None:
    files = [configured(tmp_path / str(number)) for number in range(20)]
    minutes = [int(cron_line(cli, file)[0]) for file in files]
    assert 0 not in minutes
    assert len(set(minutes)) > 5
    assert minutes == [int(cron_line(cli, file)[0]) for file in files]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_accepts_both_units(cli: Cli, tmp_path: Path) -> None:
    schedule = 'every = "workday"\nat = "07:12"'
    file = configured(tmp_path / "a b%c", schedule)
    said = cli("schedule", "systemd", "--config", file)
    service, timer = said.out.split("\n\n# ")
    units = [tmp_path / "okrsync-acme-zn.service", tmp_path / "okrsync-acme-zn.timer"]
    for path, text in zip(units, (service, f"# {timer}"), strict=True):
        assert path.name in text
        path.write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, units)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    about = [line for line in done.stderr.splitlines() if "okrsync-" in line]
    assert about == []
    when = timer.split("OnCalendar=")[1].splitlines()[0]
    read = subprocess.run(
        ["systemd-analyze", "calendar", when],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Mon..Fri *-*-* 07:12:00 Europe/Amsterdam" in read.stdout


def test_launchd_reads_the_property_list(cli: Cli, tmp_path: Path) -> None:
    file = configured(tmp_path / ODD, 'every = "week"\nat = "07:12"')
    read = plistlib.loads(cli("schedule", "launchd", "--config", file).out.encode())
    assert read["WorkingDirectory"] == str(tmp_path / ODD)
    assert read["ProgramArguments"][-6:-3] == ["--config", str(file), "--no-input"]
    assert read["StartCalendarInterval"] == [{"Minute": 12, "Hour": 7, "Weekday": 1}]
    assert read["EnvironmentVariables"] == {"OKRSYNC_STATE": os.environ["OKRSYNC_STATE"]}


def test_the_task_of_windows_is_xml_and_refuses_what_cmd_would_replace(
    cli: Cli, tmp_path: Path
) -> None:
    file = configured(tmp_path / "a b & c", 'every = "workday"\nat = "07:12"')
    task = ElementTree.fromstring(cli("schedule", "windows", "--config", file).out)  # noqa: S314
    assert task.findtext(f".//{TASK}StartBoundary") == "2026-01-01T07:12:00"
    assert len(list(task.find(f".//{TASK}DaysOfWeek") or ())) == 5
    assert f'"{file}"' in (task.findtext(f".//{TASK}Arguments") or "")
    odd = cli("schedule", "windows", "--config", configured(tmp_path / "a%b"))
    assert odd.code == 2
    assert "a%b" in odd.err


def test_github_runs_in_utc_and_keeps_the_state(cli: Cli, tmp_path: Path) -> None:
    """Just after midnight in Amsterdam it is still the day before in UTC."""
    (tmp_path / ".git").mkdir()
    file = configured(tmp_path / "okrs", 'every = "workday"\nat = "00:12"', "notion:abc")
    text = cli("schedule", "github-actions", "--config", file).out
    assert '- cron: "12 23 * * 1,2,3,4,0"' in text
    assert "--config okrs/okrsync.toml" in text
    assert 'NOTION_TOKEN: "${{ secrets.NOTION_TOKEN }}"' in text
    assert "actions/cache@" in text
    assert str(tmp_path) not in text


def test_kubernetes_gets_a_cron_job_with_a_zone_and_a_volume(cli: Cli, tmp_path: Path) -> None:
    file = configured(tmp_path, 'at = "07:12"')
    _, volume, job = cli("schedule", "kubernetes", "--config", file).out.split("\n---\n")
    spec = json.loads(job)["spec"]
    assert (spec["schedule"], spec["timeZone"]) == ("12 7 * * *", "Europe/Amsterdam")
    pod = spec["jobTemplate"]["spec"]["template"]["spec"]
    claims = [each.get("persistentVolumeClaim", {}).get("claimName") for each in pod["volumes"]]
    assert json.loads(volume)["metadata"]["name"] in claims
    assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"] is True


@pytest.mark.parametrize("kind", KINDS)
def test_a_path_that_would_end_a_line_is_refused(kind: str, cli: Cli, tmp_path: Path) -> None:
    said = cli("schedule", kind, "--config", configured(tmp_path / "a\n* * * * * b"))
    assert (said.code, said.out) == (2, "")


def test_no_token_is_printed(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTION_TOKEN", "ntn_very_secret")
    file = configured(tmp_path, location="notion:abc")
    for kind in KINDS:
        assert "ntn_very_secret" not in cli("schedule", kind, "--config", file).out


def test_what_is_not_known_is_said(cli: Cli, tmp_path: Path) -> None:
    assert "okrsync.toml" in cli("schedule", "cron").err
    assert "systemd" in cli("schedule", "sytemd", "--config", configured(tmp_path)).err
    for at in ('"25:00"', '"07:12+02:00"'):
        wrong = cli("schedule", "cron", "--config", configured(tmp_path, f"at = {at}"))
        assert wrong.code == 2
        assert "schedule.at" in wrong.err
